// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/composite_progress.h"

#include "core/run/scheduler.h"

#include <algorithm>
#include <map>
#include <vector>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// Between a run's creation, just before its start, and its end; waiting in between counts.
std::optional<double> secondsOf(const RunFolder& run) {
    std::error_code error;
    const auto begin = fs::last_write_time(run.specFile(), error);
    const auto end = error ? begin : fs::last_write_time(run.exit(), error);
    return error ? std::nullopt : std::optional(std::max(0.0, std::chrono::duration<double>(end - begin).count()));
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

CompositeProgress compositeProgress(const RunFolder& composite) {
    const RunSpec spec = composite.spec();
    const std::vector<std::string> names = childNames(spec);
    CompositeProgress out{.done = 0, .total = names.size(), .secondsLeft = 0.0};
    std::map<RunKind, std::vector<double>> taken;
    std::map<RunKind, double> left;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const RunFolder child(composite.children() / names[i]);
        std::error_code error;
        const bool isDone = fs::exists(child.specFile(), error) && runStatus(child).state == "done";
        const auto seconds = isDone ? secondsOf(child) : std::nullopt;
        if (seconds) {
            ++out.done;
            taken[spec.children[i].kind].push_back(*seconds);
        } else {
            left[spec.children[i].kind] += 1;
        }
    }
    for (const auto& [kind, count] : left) {
        const auto known = taken.find(kind);
        out.secondsLeft = known != taken.end() && out.secondsLeft ? std::optional(*out.secondsLeft + count * median(known->second))
                                                                 : std::nullopt;
    }
    return out;
}

} // namespace halyard
