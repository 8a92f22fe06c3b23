// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model_facts.h"
#include "app/project_values.h"
#include "app/result_feed.h"
#include "views/evaluation/measured_run.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include <QObject>
#include <QStringList>

namespace halyard::app {

// Runs whose measurements are one picture with those of a run: of its kind and in its composite run. Where those are too many for
// one picture (a study, a demo of several seeds), the ones that measure the same models, or models that no run made (a teacher).
[[nodiscard]] std::set<std::string> measuredBeside(const Runs& runs, const std::string& run);

// Measuring runs that are shown together, read again as they go on. What the runs of one composite run measure beside the
// first is shown as one with it: the demo's teacher and hybrid, short texts and long ones.
class MeasurementFeed : public QObject {
    Q_OBJECT

public:
    MeasurementFeed(remote::ProjectSession& project, std::function<Viewpoint()> viewpoint, const QString& first, QObject* parent);

    void add(const QString& run);
    // The first stays.
    void remove(const QString& run);
    [[nodiscard]] bool contains(const QString& run) const { return m_runs.contains(run); }
    // As they are now, the first one first, each with what is known of it.
    [[nodiscard]] std::vector<views::MeasuredRun> runs();
    // Where a cell that a run is shown with stands: in itself, or in a run beside it.
    [[nodiscard]] QString runOfCell(const QString& run, const QString& cell) const;

Q_SIGNALS:
    void changed();

private:
    struct Shown {
        std::unique_ptr<ResultFeed> feed;
        views::MeasuredRun run;
    };
    void addSiblings();
    void refreshFacts(const QString& id, Shown& shown);

    remote::ProjectSession* m_project;
    std::function<Viewpoint()> m_viewpoint;
    QString m_first;
    QStringList m_order;
    std::map<QString, Shown> m_runs;
    std::set<QString> m_siblings; // of the first
    std::map<QString, ModelFacts> m_models; // by path
};

} // namespace halyard::app
