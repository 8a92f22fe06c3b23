// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/run/run_facts.h"

#include <QWidget>

#include <vector>

class QTreeWidget;

namespace halyard::views {

// The runs that a composite run has begun, in order: which, how far, how good. Each opens as a page of its own.
class PartList : public QWidget {
    Q_OBJECT

public:
    explicit PartList(QWidget* parent = nullptr);
    void setParts(const std::vector<RunFacts>& parts);

Q_SIGNALS:
    void opened(const QString& run);

private:
    QTreeWidget* m_list = nullptr;
};

} // namespace halyard::views
