// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/follow.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/run/command_inbox.h"
#include "core/run/composite_progress.h"
#include "core/run/early_needles.h"
#include "core/run/events.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace halyard {

namespace fs = std::filesystem;

namespace {

std::string text(const Json& fields, const char* key) {
    const auto found = fields.find(key);
    return found != fields.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t whole(const Json& fields, const char* key) {
    const auto found = fields.find(key);
    return found != fields.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

// What the events of one run mean to who looks on.
class RunView {
public:
    // What stands before the offset is not shown.
    RunView(RunFolder run, std::uint64_t offset, std::int64_t step)
        : m_run(std::move(run)), m_spec(m_run.spec()), m_offset(offset), m_total(totalSteps(m_spec)) {
        begin(step);
    }

    void update() {
        std::error_code error;
        const std::uintmax_t size = fs::file_size(m_run.events(), error);
        if (!error && size > m_offset) {
            const EventLog log = readEvents(m_run.events(), m_offset);
            m_offset = log.nextOffset;
            for (const Event& event : log.events) {
                show(event);
            }
        }
        if (m_child) {
            m_child->update();
        }
    }

    void finish() {
        if (m_child) {
            m_child->finish();
        }
        if (m_progress) {
            m_progress->finish();
        }
    }

private:
    void begin(std::int64_t step) {
        if (isComposite(m_spec.kind)) {
            return; // its children show themselves
        }
        const std::string label = m_spec.name.empty() ? std::string(nameOf(m_spec.kind)) : printable(m_spec.name, 40);
        m_progress = std::make_unique<Progress>(label, static_cast<std::uint64_t>(std::max<std::int64_t>(m_total, 1)), "steps");
        m_progress->startAt(static_cast<std::uint64_t>(std::max<std::int64_t>(step, 0)));
    }

    void show(const Event& event) {
        if (event.name == "step" && m_progress) {
            const auto loss = event.fields.find("loss");
            char detail[48] = "";
            if (loss != event.fields.end() && loss->is_number()) {
                std::snprintf(detail, sizeof detail, "loss %.4g", loss->get<double>());
            }
            const std::int64_t step = whole(event.fields, "step");
            takeTotal(event.fields);
            m_progress->update(static_cast<std::uint64_t>(std::clamp<std::int64_t>(step, 0, std::max<std::int64_t>(m_total, 1))), detail);
        } else if (event.name == "start" || event.name == "resumed") {
            takeTotal(event.fields);
            begin(whole(event.fields, "step"));
        } else if (event.name == "warning") {
            std::fprintf(stderr, "%s\n", printable(text(event.fields, "message"), 500).c_str());
        } else if (event.name == "needles") {
            showNeedles(event.fields);
        } else if (event.name == "child") {
            showChild(event.fields);
        } else if (event.name == "ranking") {
            std::fprintf(stderr, "ranking at step %lld keeps %s\n", static_cast<long long>(whole(event.fields, "step")),
                         printable(event.fields.value("kept", Json::array()).dump(), 200).c_str());
        }
    }

    // "needles at step 100: 128 tokens 97 %, 512 tokens 50 %"
    void showNeedles(const Json& fields) const {
        std::string line;
        for (const NeedleShare& share : needleShares(fields)) {
            char part[48];
            std::snprintf(part, sizeof part, "%s%lld tokens %.0f %%", line.empty() ? "" : ", ", static_cast<long long>(share.length),
                          100 * share.share());
            line += part;
        }
        std::fprintf(stderr, "needles at step %lld: %s\n", static_cast<long long>(whole(fields, "step")), line.c_str());
    }

    // Of some evaluations only their files tell.
    void takeTotal(const Json& fields) {
        const std::int64_t total = whole(fields, "total_steps");
        if (total > 0 && total != m_total) {
            m_total = total;
            begin(whole(fields, "step"));
        }
    }

    void showChild(const Json& fields) {
        const std::string name = printable(text(fields, "child"), 100);
        const std::string state = text(fields, "state");
        if (!isComposite(m_spec.kind)) { // parts of this very run, whose steps are shown already
            if (state == "failed") {
                std::fprintf(stderr, "%s: failed: %s\n", name.c_str(), printable(text(fields, "reason"), 500).c_str());
            }
            return;
        }
        if (m_child) {
            m_child->update();
            m_child->finish();
            m_child.reset();
        }
        std::fprintf(stderr, "%s: %s%s\n", name.c_str(), printable(state, 40).c_str(), state == "running" ? place().c_str() : "");
        const RunFolder child(m_run.children() / text(fields, "child"));
        std::error_code error;
        if (state == "running" && fs::path(text(fields, "child")).filename() == text(fields, "child") &&
            fs::exists(child.specFile(), error)) {
            const std::int64_t offset = whole(fields, "offset");
            m_child = std::make_unique<RunView>(child, static_cast<std::uint64_t>(std::max<std::int64_t>(offset, 0)), 0);
        }
    }

    // " (12 of 40 done, about 18 min left)"
    [[nodiscard]] std::string place() const {
        const CompositeProgress progress = compositeProgress(m_run);
        return " (" + std::to_string(progress.done) + " of " + std::to_string(progress.total) + " done" +
               (progress.secondsLeft ? ", about " + humanDuration(*progress.secondsLeft) + " left" : "") + ")";
    }

    RunFolder m_run;
    RunSpec m_spec;
    std::uint64_t m_offset;
    std::int64_t m_total;
    std::unique_ptr<Progress> m_progress;
    std::unique_ptr<RunView> m_child; // of a pipeline: the one that runs
};

} // namespace

TerminalFollower::TerminalFollower(const RunFolder& run) : m_run(run) {
    sigemptyset(&m_watched);
    sigaddset(&m_watched, SIGINT);
    sigaddset(&m_watched, SIGTERM);
    ::sigprocmask(SIG_BLOCK, &m_watched, &m_before);
    std::error_code error;
    const std::uintmax_t size = fs::file_size(run.events(), error);
    m_offset = error ? 0 : size;
    m_step = runStatus(run).step;
}

TerminalFollower::~TerminalFollower() {
    ::sigprocmask(SIG_SETMASK, &m_before, nullptr);
}

RunStatus TerminalFollower::untilEnd() {
    RunView view(m_run, m_offset, m_step);
    while (m_run.isLocked()) {
        view.update();
        passOnPresses();
    }
    view.update();
    view.finish();
    return runStatus(m_run);
}

// The two signals that one press in a terminal may send count once.
void TerminalFollower::passOnPresses() {
    constexpr timespec kLook{0, 100'000'000};
    constexpr std::chrono::milliseconds kSamePress{1000};
    if (::sigtimedwait(&m_watched, nullptr, &kLook) < 0) {
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (!m_asked) {
        m_asked = now;
        (void)postCommand(m_run, RunCommand::Stop);
    } else if (now - *m_asked > kSamePress) {
        (void)postCommand(m_run, RunCommand::StopNow);
    }
}

} // namespace halyard
