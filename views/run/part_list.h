// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/run/run_facts.h"

#include <QWidget>

#include <vector>

class QPushButton;
class QTreeWidget;

namespace halyard::views {

class PlainLabel;

// The runs that a composite run has begun, in order: which, how far, how good. Each opens as a page of its own.
class PartList : public QWidget {
    Q_OBJECT

public:
    explicit PartList(QWidget* parent = nullptr);
    // stages: the parts are the stages of a pipeline, called by their kinds; others (probes of layers, cells of a study)
    // are called by their names.
    void setParts(const std::vector<RunFacts>& parts, bool stages);

    // The page that draws what they found: "Open the study"; empty: there is none.
    void setPageName(const QString& text);

Q_SIGNALS:
    void opened(const QString& run);
    void pageRequested();

private:
    void setWords(bool stages);

    PlainLabel* m_heading = nullptr;
    QPushButton* m_open = nullptr;
    PlainLabel* m_hint = nullptr;
    QTreeWidget* m_list = nullptr;
};

} // namespace halyard::views
