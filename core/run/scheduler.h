// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/command_inbox.h"
#include "core/run/launch.h"
#include "core/run/run_folder.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace halyard {

// Names of a composite run's children, in order, which are their folders below children/: the child's own name, or its
// place and kind ("1-stage1").
[[nodiscard]] std::vector<std::string> childNames(const RunSpec& composite);

// An input of a child may be what an earlier child makes: its path is then "children/NAME", or "children/NAME/FILE" of a file
// in the folder of that run. Gives NAME. A child that consists of runs itself may name what is made around it: NAME is
// looked for among the runs nearest to the one that reads it first.
[[nodiscard]] std::optional<std::string> siblingOf(const RunInput& input);

// The runs beside it that a child, or a run in it, reads.
[[nodiscard]] std::vector<std::string> siblingsOf(const RunSpec& child);

// What the child of a composite run in a folder becomes once they are made: their whole paths, each input with the hash of
// what it is now, and model.attention_layers from a selection that one of them has written. Throws Error(InvalidInput) for
// an input that is not there.
[[nodiscard]] RunSpec resolvedChild(const RunSpec& child, const RunFolder& composite);

struct ChildrenOptions {
    // How many children run at the same time on one device; "cpu" counts as one device, and so does each GPU.
    int perDevice = 1;
    std::int64_t retries = 0; // how often a child that crashed or was lost is continued by itself
    // Starts or continues a child; a test may put its own here.
    std::function<Launch(const RunFolder& child, const LaunchOptions& options)> launch = launchRun;
    // Steps, rising, at which the children wait for each other; none: each goes to its end by itself.
    std::vector<std::int64_t> rounds;
    // Called when all children have come to the end of a round, by its number; false: that was enough, and the rest of the
    // steps is not done. Also called for rounds that were over before this process began.
    std::function<bool(std::size_t round)> ranked = [](std::size_t) { return true; };
};

// Whether a child stands at a step or beyond: its checkpoint and, where it has held-out text, the loss at that step are
// there.
[[nodiscard]] bool hasReached(const RunFolder& child, const RunSpec& spec, std::int64_t step);

// What became of a child at one look.
struct ChildChange {
    std::string child;
    std::string state; // running | waiting (for the others, in rounds) | done | stopped | failed | crashed | lost
    std::string reason;
    std::uint64_t offset = 0; // of the child's events before it was started
};

// Executes the children of a composite run, each with a supervisor of its own. It keeps nothing but the children's folders,
// so whoever is killed, a new scheduler goes on from what it finds: a child that is done with the same spec is skipped, one
// that still runs is waited for, one that failed or was stopped is continued alone. A child whose spec is another by now
// (an earlier child was made anew) is set aside as "NAME.replaced-K" and made again.
class Scheduler {
public:
    Scheduler(const RunFolder& composite, ChildrenOptions options);

    // Notes which children have ended and starts those that can begin. Does not wait.
    std::vector<ChildChange> advance();
    // Whether no child runs and none can begin any more.
    [[nodiscard]] bool finished() const;
    // Passes a command on to the children that run; after a stop no other child begins.
    void pass(RunCommand command);

    // Whether nothing is left to do: all children are done, or a round was enough.
    [[nodiscard]] bool allDone() const;
    // The first child, in order, that ended otherwise; nothing when there is none.
    [[nodiscard]] std::optional<ChildChange> firstUnfinished() const;

private:
    enum class Stage { Waiting, Running, Held, Done, Ended }; // Held: until the round of the others is over
    struct Child {
        std::string name;
        RunSpec spec;
        Stage stage = Stage::Waiting;
        ChildChange last;
        std::int64_t retries = 0;
        std::int64_t launchedTo = 0; // the step, in rounds
    };

    [[nodiscard]] bool canBegin(const Child& child) const;
    [[nodiscard]] RunFolder folderOf(const Child& child) const { return RunFolder(m_run.children() / child.name); }
    [[nodiscard]] RunFolder prepare(const Child& child) const;
    void begin(Child& child);
    // The step to which the children go now; 0 without rounds.
    [[nodiscard]] std::int64_t target() const { return m_options.rounds.empty() ? 0 : m_options.rounds[m_round]; }
    // Whether a child that is not at work stands where it waits for the others.
    [[nodiscard]] bool waitsAt(const RunFolder& folder, const Child& child) const;
    [[nodiscard]] bool roundIsOver() const;
    void endRound();
    Launch start(Child& child, const RunFolder& folder, const RunStatus& status) const;
    void look(Child& child);
    void change(Child& child, Stage stage, const std::string& state, const std::string& reason, std::uint64_t offset = 0);

    RunFolder m_run;
    ChildrenOptions m_options;
    std::vector<Child> m_children;
    std::vector<ChildChange> m_changes; // of this look
    std::size_t m_round = 0;
    bool m_over = false;   // the last round
    bool m_enough = false; // the children were ended early
    bool m_stopping = false;
};

} // namespace halyard
