// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/training_run.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/message_json.h"
#include "core/base/progress.h"
#include "core/cost/run_forecast.h"
#include "core/io/checkpoint_store.h"
#include "core/run/event_search.h"
#include "core/train/run_journal.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <unistd.h>

namespace halyard {

namespace {

using Clock = std::chrono::steady_clock;

// Beside the tensors of a checkpoint: headers, documents, folders, events, and sizes rounded up to blocks.
constexpr std::uint64_t kRoomForTheRest = std::uint64_t{128} << 10U;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Resident memory of this process in bytes; 0 where the system does not say.
std::int64_t residentBytes() {
    long long total = 0;
    long long resident = 0;
    std::FILE* const file = std::fopen("/proc/self/statm", "re");
    if (file != nullptr) {
        if (std::fscanf(file, "%lld %lld", &total, &resident) != 2) {
            resident = 0;
        }
        std::fclose(file);
    }
    return resident * static_cast<std::int64_t>(::sysconf(_SC_PAGESIZE));
}

std::string decimal(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

std::string listed(const std::vector<std::int64_t>& numbers) {
    constexpr std::size_t kMost = 16;
    std::string out;
    for (std::size_t i = 0; i < std::min(numbers.size(), kMost); ++i) {
        out += (i == 0 ? "" : ", ") + std::to_string(numbers[i]);
    }
    return numbers.size() > kMost ? out + ", …" : out;
}

// One process' part of a run: the loop and everything it writes.
class Session {
public:
    Session(Trainer& trainer, const RunFolder& run, std::int64_t untilStep, const AtCheckpoints* beside)
        : m_trainer(trainer), m_run(run), m_beside(beside), m_until(untilStep > 0 ? std::min(untilStep, trainer.totalSteps()) : trainer.totalSteps()),
          m_untilGiven(untilStep > 0), m_train(trainer.training().spec.train), m_store(run.checkpoints()),
          m_journal(run), m_progress(std::string(nameOf(trainer.training().spec.kind)),
                     static_cast<std::uint64_t>(trainer.totalSteps()), "steps") {}

    void begin(bool resume) {
        m_journal.event("start", {{"kind", nameOf(m_trainer.training().spec.kind)},
                                 {"total_steps", m_trainer.totalSteps()},
                                 {"trained_parameters", m_trainer.trainedParameters()},
                                 {"threads", at::get_num_threads()},
                                 {"pid", ::getpid()}});
        removeLeftovers(m_run.checkpoints()); // of a process that was killed: they take space
        if (resume) {
            continueFromNewest();
        }
        requireRoom();
        m_journal.startAt(m_trainer.finishedSteps());
        m_progress.startAt(static_cast<std::uint64_t>(m_trainer.finishedSteps()));
        m_logged = Clock::now();
    }

    TrainEnd loop() {
        if (m_saved >= 0 && m_besideMeasured != m_saved) {
            measureBeside(); // of a process that ended between the two
        }
        while (m_trainer.finishedSteps() < m_until) {
            if (m_journal.waitWhilePaused()) {
                m_logged = Clock::now(); // the rate counts training alone
            }
            if (Cancellation::requested()) {
                return stop();
            }
            finish(m_trainer.step());
        }
        if (m_untilGiven) {
            measureOnce();
        }
        if (m_saved != m_trainer.finishedSteps()) {
            saveAndMeasure();
        }
        if (m_beside != nullptr && m_besideMeasured != m_saved) {
            return stop(); // while it was measured
        }
        m_progress.finish();
        if (m_trainer.finishedSteps() < m_trainer.totalSteps()) {
            m_journal.event("stopped", {{"step", m_trainer.finishedSteps()}, {"until", m_until}});
            return TrainEnd::StepLimit;
        }
        m_journal.event("done", {{"step", m_trainer.finishedSteps()}});
        return TrainEnd::Done;
    }

    void failed(const Message& reason) {
        m_progress.finish();
        m_journal.lastEvent("failed",
                            {{"step", m_trainer.finishedSteps()}, {"reason", reason.text()}, {"sentence", toJson(reason)}});
    }

private:
    void continueFromNewest() {
        std::vector<std::string> damaged;
        const auto newest = m_store.newestIntact(&damaged);
        for (const std::string& sentence : damaged) {
            warn({HALYARD_TEXT("{words}"), {{"words", sentence}}});
        }
        if (!newest) {
            warn(HALYARD_TEXT("There is no checkpoint to continue from; the run begins again at step 0."));
            return;
        }
        const Json manifest = CheckpointStore::manifest(newest->path);
        if (manifest.value("spec_hash", "") != hashOf(m_trainer.training().spec)) {
            throw invalidInput(
                HALYARD_TEXT("{checkpoint} belongs to another run.json than this run's. Restore run.json, or "
                             "start a new run."),
                {{"checkpoint", printable(newest->path.string())}});
        }
        const std::string note = m_trainer.restore(newest->path);
        m_saved = newest->step;
        if (m_beside != nullptr && hasEvent(m_run.events(), m_beside->event, m_saved)) {
            m_besideMeasured = m_saved;
        }
        Json fields = {{"step", newest->step}};
        if (!note.empty()) {
            fields["not_bit_exact"] = note;
            warn({HALYARD_TEXT("Continuing is not bit-exact: {why}."), {{"why", note}}});
        }
        m_journal.event("resumed", fields);
    }

    void warn(const Message& message) {
        const std::string text = message.text();
        m_journal.event("warning", {{"message", text}, {"sentence", toJson(message)}});
        std::fprintf(stderr, "%s\n", text.c_str());
    }

    // What follows a step: non-finite policy, log, held-out loss, checkpoint, heartbeat.
    void finish(const StepReport& report) {
        const std::int64_t step = report.step;
        const bool last = step == m_trainer.totalSteps();
        if (report.nonFinite) {
            handle(report);
        } else if (last || step % m_train.log_every_steps == 0) {
            log(report);
        }
        if (m_trainer.training().heldOut && m_train.held_out_every_steps > 0 &&
            (last || step % m_train.held_out_every_steps == 0)) {
            measureHeldOut(step);
        }
        const bool milestone = isMilestone(step);
        if (last || milestone || (m_train.checkpoint_every_steps > 0 && step % m_train.checkpoint_every_steps == 0)) {
            saveAndMeasure();
        }
        m_journal.beat(step);
        m_progress.update(static_cast<std::uint64_t>(step), "loss " + decimal(report.loss));
    }

    void handle(const StepReport& report) {
        const NonFinite& bad = *report.nonFinite;
        m_journal.event("non_finite", {{"step", report.step},
                                      {"what", bad.what},
                                      {"tensor", bad.tensor},
                                      {"group", bad.group},
                                      {"blocks", bad.blocks},
                                      {"policy", m_train.on_non_finite}});
        const Message message(
            HALYARD_TEXT(
                "Step {step}: the {what} is not finite (tensor {tensor}, group {group}, data blocks {blocks}); "
                "the step was not applied."),
            {{"step", std::to_string(report.step)},
             {"what", bad.what},
             {"tensor", bad.tensor.empty() ? "none" : bad.tensor},
             {"group", bad.group.empty() ? "none" : bad.group},
             {"blocks", listed(bad.blocks)}});
        if (m_train.on_non_finite != "skip") {
            throw Error(ErrorKind::Failed, message);
        }
        warn(message);
    }

    void log(const StepReport& report) {
        const double seconds = secondsSince(m_logged);
        const double rate = static_cast<double>(report.tokens - m_loggedTokens) / std::max(seconds, 1e-9);
        const std::int64_t memory = residentBytes();
        Json fields = {{"step", report.step},       {"loss", report.loss},     {"grad_norm", report.gradientNorm},
                       {"lr", report.learningRate}, {"tokens", report.tokens}, {"memory", memory}};
        std::vector<Scalar> scalars = {{"train/loss", report.loss},
                                       {"train/learning_rate", report.learningRate},
                                       {"train/grad_norm", report.gradientNorm},
                                       {"train/n_input_tokens_seen", static_cast<double>(report.tokens)},
                                       {"efficiency/mem_rss", static_cast<double>(memory)}};
        if (m_loggedTokens >= 0) {
            fields["tokens_per_second"] = rate;
            scalars.emplace_back("efficiency/tokens_per_second", rate);
        }
        if (!report.perLayer.empty()) {
            fields["per_layer"] = report.perLayer;
        }
        for (std::size_t layer = 0; layer < report.perLayer.size(); ++layer) {
            scalars.emplace_back("train/layer_" + std::to_string(layer) + "_loss", report.perLayer[layer]);
        }
        m_journal.event("step", fields);
        m_journal.scalars(report.step, scalars);
        m_logged = Clock::now();
        m_loggedTokens = report.tokens;
    }

    // At the step where a run waits, whether or not it is one that is measured anyway.
    void measureOnce() {
        if (m_trainer.training().heldOut && m_measured != m_trainer.finishedSteps()) {
            measureHeldOut(m_trainer.finishedSteps());
        }
    }

    void measureHeldOut(std::int64_t step) {
        m_measured = step;
        m_journal.besideSteps(true);
        const double loss = m_trainer.heldOutLoss();
        m_journal.besideSteps(false);
        m_journal.event("held_out", {{"step", step}, {"loss", loss}});
        m_journal.scalars(step, {{"held_out/loss", loss}});
        m_logged = Clock::now(); // the rate counts training alone
    }

    [[nodiscard]] bool isMilestone(std::int64_t step) const {
        return std::find(m_train.milestones.begin(), m_train.milestones.end(), step) != m_train.milestones.end();
    }

    // What a checkpoint takes on the disk.
    [[nodiscard]] std::uint64_t checkpointBytes() const {
        const std::uint64_t tensors = std::max(m_trainer.checkpointBytes(), m_savedBytes);
        return tensors + tensors / 50 + kRoomForTheRest;
    }

    // How many there are at once, one being written; those that are there already are not counted.
    [[nodiscard]] std::uint64_t checkpointsToCome() const {
        if (m_trainer.finishedSteps() >= m_trainer.totalSteps()) {
            return 0;
        }
        const auto atOnce = static_cast<std::size_t>(checkpointsAtOnce(m_train, m_trainer.totalSteps()));
        return atOnce - std::min(atOnce, m_store.list().size());
    }

    // A run that cannot keep its checkpoints is refused before its first step.
    void requireRoom() const {
        const std::uint64_t count = checkpointsToCome();
        const std::uint64_t needed = count * checkpointBytes();
        std::error_code error;
        const auto free = std::filesystem::space(m_run.path(), error).available;
        if (!error && free < needed) {
            throw failure(
                HALYARD_TEXT("{path} has {have} left on its disk, but the run needs {need}: {count} checkpoints of {each} "
                             "each. Free some space, or keep fewer (train.keep_checkpoints, train.milestones)."),
                {{"path", printable(m_run.path().string())},
                 {"have", humanBytes(static_cast<double>(free))},
                 {"need", humanBytes(static_cast<double>(needed))},
                 {"count", std::to_string(count)},
                 {"each", humanBytes(static_cast<double>(checkpointBytes()))}});
        }
    }

    void save() {
        const Clock::time_point start = Clock::now();
        const std::int64_t step = m_trainer.finishedSteps();
        m_journal.besideSteps(true);
        CheckpointStore::SaveOptions options;
        options.finite = m_trainer.weightsAreFinite();
        options.milestone = isMilestone(step);
        options.specHash = hashOf(m_trainer.training().spec);
        options.meta = {{"kind", nameOf(m_trainer.training().spec.kind)}};
        CheckpointInfo info;
        m_journal.whenThereIsRoom(checkpointBytes(), [&] {
            info = m_store.save(step, options, [&](const std::filesystem::path& folder) { m_trainer.save(folder); });
        });
        m_saved = step;
        m_savedBytes = info.bytes;
        m_journal.event(
            "checkpoint",
            {{"step", step}, {"bytes", info.bytes}, {"finite", info.finite}, {"seconds", secondsSince(start)}});
        m_store.retain(static_cast<int>(std::max<std::int64_t>(m_train.keep_checkpoints, 2)));
        m_journal.besideSteps(false);
        m_logged = Clock::now();
    }

    void saveAndMeasure() {
        save();
        measureBeside();
    }

    // A stop that is asked for meanwhile is honoured by who goes on.
    void measureBeside() {
        if (m_beside == nullptr) {
            return;
        }
        const Clock::time_point start = Clock::now();
        const std::int64_t step = m_trainer.finishedSteps();
        m_journal.besideSteps(true, m_beside->event);
        m_progress.update(static_cast<std::uint64_t>(step), m_beside->event + " at step " + std::to_string(step));
        try {
            AtCheckpoints::Measured measured = m_beside->measure(m_trainer.training());
            measured.fields["step"] = step;
            measured.fields["seconds"] = secondsSince(start);
            m_journal.event(m_beside->event, measured.fields);
            m_journal.scalars(step, measured.scalars);
            m_besideMeasured = step;
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Stopped) {
                throw;
            }
        }
        m_journal.besideSteps(false);
        m_logged = Clock::now();
    }

    TrainEnd stop() {
        if (m_saved != m_trainer.finishedSteps()) {
            save();
        }
        m_progress.finish();
        m_journal.event("stopped", {{"step", m_trainer.finishedSteps()}});
        return TrainEnd::Stopped;
    }

    Trainer& m_trainer;
    const RunFolder& m_run;
    const AtCheckpoints* m_beside; // may be null
    std::int64_t m_until; // the step at which the loop ends
    bool m_untilGiven;
    const TrainPart& m_train;
    CheckpointStore m_store;
    RunJournal m_journal;
    Progress m_progress;
    std::int64_t m_saved = -1;
    std::int64_t m_measured = -1; // the step of the newest held-out loss of this process
    std::int64_t m_besideMeasured = -1; // the newest checkpoint that has its measurement
    std::uint64_t m_savedBytes = 0; // by the newest checkpoint of this process
    std::int64_t m_loggedTokens = -1; // unknown before the first line of this process
    Clock::time_point m_logged;
};

} // namespace

TrainEnd trainRun(Trainer& trainer, const RunFolder& run, bool resume, std::int64_t untilStep, const AtCheckpoints* beside) {
    if (!resume && !CheckpointStore(run.checkpoints()).list().empty()) {
        throw invalidInput(HALYARD_TEXT("{run} has checkpoints already. Continue it with: halyard run {run} --resume"),
                           {{"run", printable(run.path().string())}});
    }
    Session session(trainer, run, untilStep, beside);
    try {
        session.begin(resume);
        return session.loop();
    } catch (const Error& error) {
        session.failed(error.message());
        throw;
    } catch (const std::exception& error) {
        session.failed({HALYARD_TEXT("{words}"), {{"words", error.what()}}});
        throw;
    }
}

void trainDry(Trainer& trainer, std::int64_t steps) {
    const std::int64_t end = std::min(trainer.finishedSteps() + steps, trainer.totalSteps());
    while (trainer.finishedSteps() < end) {
        Cancellation::throwIfRequested();
        const Clock::time_point start = Clock::now();
        const std::int64_t before = trainer.finishedSteps();
        const StepReport report = trainer.step();
        std::fprintf(stderr, "step %lld: loss %.6g, gradient norm %.4g, %.3g s\n", static_cast<long long>(before + 1),
                     report.loss, report.gradientNorm, secondsSince(start));
    }
}

} // namespace halyard
