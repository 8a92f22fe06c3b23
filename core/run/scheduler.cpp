// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/scheduler.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/io/checkpoint_store.h"
#include "core/run/event_search.h"
#include "core/run/replaced_run.h"
#include "core/run/run_inputs.h"
#include "core/run/selected_layers.h"
#include "core/run/validate.h"

#include <algorithm>
#include <set>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSiblings = "children/";

std::string deviceOf(const RunSpec& spec) {
    return spec.train.device == "cuda" ? "cuda:0" : spec.train.device;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// nearer: names that mean a run in the child itself, which is not made yet.
void resolve(RunSpec& run, const fs::path& composite, std::vector<std::string> nearer) {
    for (RunInput& input : run.inputs) {
        const auto sibling = siblingOf(input);
        if (sibling && contains(nearer, *sibling)) {
            continue;
        }
        if (sibling) {
            input.path = (composite / input.path).lexically_normal().string();
            input.hash = hashOf(input);
        } else if (input.hash.empty()) {
            input.hash = hashOf(input);
        }
        if (sibling && input.role == "selection" && run.kind == RunKind::Stage2) {
            run.model.attention_layers = readSelectedLayers(input.path).layers;
        }
    }
    const std::vector<std::string> own = childNames(run);
    nearer.insert(nearer.end(), own.begin(), own.end());
    for (RunSpec& inner : run.children) {
        resolve(inner, composite, nearer);
    }
}

} // namespace

std::vector<std::string> childNames(const RunSpec& composite) {
    std::vector<std::string> names;
    for (const RunSpec& child : composite.children) {
        names.push_back(child.name.empty() ? std::to_string(names.size() + 1) + "-" + std::string(nameOf(child.kind))
                                           : child.name);
    }
    return names;
}

std::optional<std::string> siblingOf(const RunInput& input) {
    if (!input.path.starts_with(kSiblings)) {
        return std::nullopt;
    }
    const std::string name = input.path.substr(kSiblings.size(), input.path.find('/', kSiblings.size()) - kSiblings.size());
    return name.empty() ? std::nullopt : std::optional(name);
}

std::vector<std::string> siblingsOf(const RunSpec& child) {
    std::set<std::string> out;
    for (const RunInput& input : child.inputs) {
        if (const auto sibling = siblingOf(input)) {
            out.insert(*sibling);
        }
    }
    const std::vector<std::string> own = childNames(child);
    for (const RunSpec& inner : child.children) {
        for (const std::string& name : siblingsOf(inner)) {
            if (!contains(own, name)) {
                out.insert(name);
            }
        }
    }
    return {out.begin(), out.end()};
}

RunSpec resolvedChild(const RunSpec& child, const RunFolder& composite) {
    RunSpec out = child;
    resolve(out, fs::absolute(composite.path()), {});
    return out;
}

bool hasReached(const RunFolder& child, const RunSpec& spec, std::int64_t step) {
    const std::vector<CheckpointInfo> checkpoints = CheckpointStore(child.checkpoints()).list();
    if (checkpoints.empty() || checkpoints.back().step < step) {
        return false;
    }
    if (spec.input("held_out") == nullptr) {
        return true;
    }
    return hasEvent(child.events(), "held_out", step);
}

Scheduler::Scheduler(const RunFolder& composite, ChildrenOptions options) : m_run(composite), m_options(std::move(options)) {
    const RunSpec spec = m_run.spec();
    const std::vector<std::string> names = childNames(spec);
    for (std::size_t i = 0; i < names.size(); ++i) {
        Child child;
        child.name = names[i];
        child.spec = spec.children[i];
        child.last.child = names[i];
        m_children.push_back(std::move(child));
    }
    std::error_code error;
    fs::create_directory(m_run.children(), error);
    if (error) {
        throw systemError(m_run.children().string(), HALYARD_TEXT("creating"), error.value());
    }
    removeLeftovers(m_run.children());
}

std::vector<ChildChange> Scheduler::advance() {
    if (roundIsOver()) {
        endRound();
    }
    for (Child& child : m_children) {
        if (child.stage == Stage::Running) {
            look(child);
        }
    }
    // A child that is done already opens the way for the next at the same look.
    for (Child& child : m_children) {
        if (!m_stopping && canBegin(child)) {
            begin(child);
        }
    }
    return std::exchange(m_changes, {});
}

bool Scheduler::roundIsOver() const {
    const auto isThere = [](const Child& child) { return child.stage == Stage::Held || child.stage == Stage::Done; };
    return !m_options.rounds.empty() && !m_enough && !m_over && !m_stopping &&
           std::all_of(m_children.begin(), m_children.end(), isThere);
}

void Scheduler::endRound() {
    m_enough = !m_options.ranked(m_round);
    m_over = m_round + 1 == m_options.rounds.size();
    if (m_enough || m_over) {
        return;
    }
    ++m_round;
    for (Child& child : m_children) {
        child.stage = child.stage == Stage::Held ? Stage::Waiting : child.stage;
    }
}

bool Scheduler::finished() const {
    return !roundIsOver() && std::none_of(m_children.begin(), m_children.end(), [this](const Child& child) {
        return child.stage == Stage::Running || (!m_stopping && canBegin(child));
    });
}

void Scheduler::pass(RunCommand command) {
    m_stopping = m_stopping || command == RunCommand::Stop || command == RunCommand::StopNow;
    for (const Child& child : m_children) {
        if (child.stage == Stage::Running) {
            (void)postCommand(folderOf(child), command);
        }
    }
}

bool Scheduler::allDone() const {
    return m_enough ||
           std::all_of(m_children.begin(), m_children.end(), [](const Child& child) { return child.stage == Stage::Done; });
}

std::optional<ChildChange> Scheduler::firstUnfinished() const {
    for (const Child& child : m_children) {
        if (child.stage == Stage::Ended) {
            return child.last;
        }
    }
    return std::nullopt;
}

bool Scheduler::canBegin(const Child& child) const {
    if (child.stage != Stage::Waiting) {
        return false;
    }
    for (const std::string& sibling : siblingsOf(child.spec)) {
        const auto made = [&](const Child& other) { return other.name == sibling && other.stage == Stage::Done; };
        if (std::none_of(m_children.begin(), m_children.end(), made)) {
            return false;
        }
    }
    const auto busy = std::count_if(m_children.begin(), m_children.end(), [&](const Child& other) {
        return other.stage == Stage::Running && deviceOf(other.spec) == deviceOf(child.spec);
    });
    return busy < m_options.perDevice;
}

RunFolder Scheduler::prepare(const Child& child) const {
    const RunFolder folder = folderOf(child);
    const RunSpec spec = resolvedChild(child.spec, m_run);
    std::error_code error;
    if (fs::exists(folder.specFile(), error)) {
        if (hashOf(folder.spec()) == hashOf(spec)) {
            return folder;
        }
        setAside(folder);
    }
    (void)requireValid(spec);
    return RunFolder::create(folder.path(), spec);
}

// At the last step nobody waits: who was killed after its last checkpoint goes to its end, which takes no step more.
bool Scheduler::waitsAt(const RunFolder& folder, const Child& child) const {
    return target() > 0 && target() < m_options.rounds.back() && hasReached(folder, child.spec, target());
}

void Scheduler::begin(Child& child) {
    try {
        const RunFolder folder = prepare(child);
        const RunStatus status = runStatus(folder);
        std::error_code error;
        const std::uintmax_t size = fs::file_size(folder.events(), error);
        const std::uint64_t offset = error ? 0 : size;
        if (status.state == "done") {
            change(child, Stage::Done, "done", "");
        } else if (status.goesOn()) {
            change(child, Stage::Running, "running", "", offset);
        } else if (waitsAt(folder, child)) {
            child.stage = Stage::Held;
        } else if (start(child, folder, status) == Launch::DoneAlready) {
            change(child, Stage::Done, "done", "");
        } else {
            change(child, Stage::Running, "running", "", offset);
        }
    } catch (const Error& error) {
        change(child, Stage::Ended, "failed", error.what());
    }
}

Launch Scheduler::start(Child& child, const RunFolder& folder, const RunStatus& status) const {
    LaunchOptions options;
    options.resume = status.canResume();
    options.untilStep = child.launchedTo = target();
    return m_options.launch(folder, options);
}

void Scheduler::look(Child& child) {
    const RunFolder folder = folderOf(child);
    if (folder.isLocked()) {
        return;
    }
    const RunStatus status = runStatus(folder);
    if (status.goesOn()) {
        return; // someone else has just continued it
    }
    if (status.state == "done") {
        change(child, Stage::Done, "done", "");
    } else if (waitsAt(folder, child)) {
        change(child, Stage::Held, "waiting", "");
    } else if (status.cause == "step_limit" && child.launchedTo != target() && !m_stopping) {
        child.stage = Stage::Waiting; // sent on its way to an earlier step, by another
    } else if ((status.state == "crashed" || status.state == "lost") && child.retries < m_options.retries && !m_stopping) {
        ++child.retries;
        change(child, Stage::Waiting, status.state, status.reason);
    } else {
        change(child, Stage::Ended, status.state, status.reason);
    }
}

void Scheduler::change(Child& child, Stage stage, const std::string& state, const std::string& reason, std::uint64_t offset) {
    child.stage = stage;
    child.last = {child.name, state, reason, offset};
    m_changes.push_back(child.last);
}

} // namespace halyard
