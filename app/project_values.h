// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_summary.h"
#include "views/project/inspector.h"
#include "views/project/lineage_tree.h"
#include "views/project/overview_page.h"
#include "views/run/run_facts.h"

#include <array>
#include <map>
#include <string>
#include <vector>

#include <QString>

namespace halyard::app {

using Runs = std::map<std::string, RunSummary>; // by folder name

// What turns a run's facts into what is shown of it.
struct Viewpoint {
    QString project;                   // its folder
    std::optional<double> lastContact; // set while the link is lost
    bool readOnly = false;
};

// An export below exports/ of the project, and the run it is of where its files say so.
struct ExportedModel {
    QString name;
    QString run; // folder name; empty: not known
    double time = 0;
};
[[nodiscard]] std::vector<ExportedModel> exportedModels(const QString& project);

// What a run is called beside the composite run it is in; factsOf() names that, too.
[[nodiscard]] QString shortTitleOf(const RunSummary& run);
[[nodiscard]] views::RunFacts factsOf(const RunSummary& run, const Viewpoint& from);
// The run of the project whose folder holds a path; empty: none.
[[nodiscard]] std::string runOf(const std::string& path, const Runs& runs, const QString& project);
// The sweep that a run is a layer of; the run's own name when it is none.
[[nodiscard]] std::string sweepOf(const Runs& runs, const std::string& run);
// Ids: "run:NAME", "input:PATH", "export:NAME".
[[nodiscard]] std::vector<views::LineageNode> lineageOf(const Runs& runs, const std::vector<ExportedModel>& exports, const Viewpoint& from);
[[nodiscard]] QString runIdOf(const QString& node); // folder name of "run:NAME"; empty for others
[[nodiscard]] std::array<views::StepCard, views::kProjectSteps> cardsOf(const Runs& runs, const std::vector<ExportedModel>& exports,
                                                                        const Viewpoint& from);
// The newest run of a kind, those that go on first; empty: none.
[[nodiscard]] std::string newestRun(const Runs& runs, RunKind kind);
[[nodiscard]] std::vector<views::OverviewPage::Change> changesOf(const Runs& runs, const Viewpoint& from);
[[nodiscard]] std::vector<views::InspectorFact> inspectorFacts(const RunSummary& run, const Viewpoint& from);

} // namespace halyard::app
