// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/evaluation/evaluation_results.h"
#include "views/run/run_facts.h"

#include <map>
#include <set>

namespace halyard::views {

// A run that measures, and what it has found so far.
struct MeasuredRun {
    RunFacts facts;
    EvaluationResults results;
    bool known = false;                      // its results came in, if only to say that there are none yet
    QString problem;                         // why they could not be read; translated
    std::map<QString, double> trainedLengths; // tokens, by modelPath; where it is known
    std::set<QString> teachers;              // modelPaths of softmax models
};

// "needles of demo · 12 of 40 cells measured · 2 m left", and why it failed: beside the state, under a page's title.
[[nodiscard]] QString progressText(const MeasuredRun& run);

// Why a page of these runs shows nothing yet.
[[nodiscard]] QString nothingYetText(const std::vector<MeasuredRun>& runs);

// Numbers of seriesStyle() for the series of a chart, each given once: teachers black, others by their wish while it is
// free.
class StyleChooser {
public:
    [[nodiscard]] int choose(int wished);

private:
    std::set<int> m_used;
};

} // namespace halyard::views
