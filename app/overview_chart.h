// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/project_values.h"
#include "remote/project_session.h"
#include "remote/run_session.h"

#include <map>
#include <memory>
#include <set>

#include <QObject>

namespace halyard::views {
class CurveChart;
}

namespace halyard::app {

// Held-out losses of the newest runs, beside each other on the overview. Runs with a long history are left to their own
// pages.
class OverviewChart : public QObject {
    Q_OBJECT

public:
    OverviewChart(remote::ProjectSession& project, views::CurveChart& chart, QObject* parent = nullptr);
    ~OverviewChart() override;

    void update(const Viewpoint& from);

private:
    struct Followed {
        std::unique_ptr<remote::RunSession> session;
        int style = 0;
    };
    void follow(const std::string& run, const QString& title, int style);

    remote::ProjectSession* m_project;
    views::CurveChart* m_chart;
    std::map<std::string, Followed> m_followed;
    std::set<std::string> m_tooLong;
};

} // namespace halyard::app
