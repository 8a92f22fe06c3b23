// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/measurement_feed.h"

#include <QTimer>

namespace halyard::views {
class OverviewPage;
}

namespace halyard::app {

// Needles found against length on the overview: of the evaluation that began last, with what its composite run measures
// beside it.
class OverviewNeedles : public QObject {
    Q_OBJECT

public:
    OverviewNeedles(remote::ProjectSession& project, views::OverviewPage& page, QObject* parent = nullptr);
    ~OverviewNeedles() override;

    void update(const Viewpoint& from);

private:
    void show();

    remote::ProjectSession* m_project;
    views::OverviewPage* m_page;
    Viewpoint m_from;
    QString m_run; // the one that is shown
    std::unique_ptr<MeasurementFeed> m_feed;
    QTimer m_show;
};

} // namespace halyard::app
