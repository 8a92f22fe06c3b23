// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/needle_task.h"

#include "core/base/error.h"
#include "core/eval/tasks/demo_task.h"
#include "core/eval/tasks/ruler_task.h"
#include "core/run/nearest_name.h"

namespace halyard {

std::unique_ptr<NeedleTask> NeedleTasks::make(const std::string& name, const NeedleTaskSetup& setup) const {
    const auto found = m_factories.find(name);
    if (found != m_factories.end()) {
        return found->second(setup);
    }
    const std::string near = nearestName(name, names()).value_or(m_factories.empty() ? "" : m_factories.begin()->first);
    throw invalidInput(HALYARD_TEXT("\"{name}\" is not a task with needles. Did you mean \"{near}\"?"),
                       {{"name", printable(name, 60)}, {"near", near}});
}

std::vector<std::string> NeedleTasks::names() const {
    std::vector<std::string> out;
    for (const auto& [name, factory] : m_factories) {
        out.push_back(name);
    }
    return out;
}

NeedleTasks standardNeedleTasks() {
    NeedleTasks tasks;
    for (const RulerKind& kind : rulerKinds()) {
        tasks.add(kind.name, [kind](const NeedleTaskSetup& setup) { return makeRulerTask(kind, setup); });
    }
    for (const bool busy : {false, true}) {
        tasks.add(busy ? "demo_busy" : "demo_filler", [busy](const NeedleTaskSetup&) { return makeDemoTask(busy); });
    }
    return tasks;
}

double depthOf(const NeedleRequest& request, std::int64_t question) {
    const auto count = static_cast<std::int64_t>(request.depths.size());
    return static_cast<double>(request.depths[static_cast<std::size_t>((request.index * request.needles + question) % count)]);
}

} // namespace halyard
