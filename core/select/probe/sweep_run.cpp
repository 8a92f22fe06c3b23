// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/probe/sweep_run.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/eval/cell_ledger.h"
#include "core/model/stage1_files.h"
#include "core/select/probe/sweep_results.h"
#include "core/select/score/sweep_file.h"

#include <algorithm>
#include <cstdio>

namespace halyard {

namespace {

constexpr double kShareOfMemory = 0.25; // of what is free, for the hidden states of a text
constexpr double kSecondsBetweenLayerEvents = 5;
constexpr std::size_t kNamedFailures = 4;

// What a sweep measures with, read once.
class SweptModels {
public:
    SweptModels(const SweepPlan& plan, const RunSpec& spec, const MixerRegistry& registry)
        : m_teacher(loadEvaluatedModel(plan.teacher, registry, spec.train.dtype)),
          m_student(makeStage1Student(m_teacher, plan.studentConfig, registry, spec.train.dtype == "bfloat16" ? at::kBFloat16 : at::kFloat,
                                      static_cast<std::uint64_t>(spec.train.seed))),
          m_nothing(mixersOfNothing(plan.layers())), m_exchange(m_teacher, m_student.mixers, kShareOfMemory * availableMemory()),
          m_zeroed(m_teacher, m_nothing, kShareOfMemory * availableMemory()) {
        loadStage1Mixers(plan.student, m_student);
        m_teacher.setLogitsScaling(plan.teacher.scaling);
    }
    SweptModels(const SweptModels&) = delete;
    SweptModels& operator=(const SweptModels&) = delete;

    [[nodiscard]] LayerExchange& of(SweptKind kind) { return kind == SweptKind::Zeroed ? m_zeroed : m_exchange; }

private:
    Decoder m_teacher;
    Stage1Student m_student;
    std::vector<std::unique_ptr<Mixer>> m_nothing;
    LayerExchange m_exchange;
    LayerExchange m_zeroed;
};

Message messageOf(const std::exception& reason) {
    const auto* const error = dynamic_cast<const Error*>(&reason);
    return error != nullptr ? error->message() : Message(HALYARD_TEXT("{words}"), {{"words", printable(reason.what(), 300)}});
}

struct Failure {
    std::size_t task = 0;
    std::size_t which = 0; // layer, or their number: the model itself
    Message reason;
};

class SweepSession {
public:
    SweepSession(const RunSpec& spec, const RunFolder& run, const MixerRegistry& registry, SweepPlan plan)
        : m_spec(spec), m_run(run), m_registry(registry), m_plan(std::move(plan)), m_cells(spec, run), m_results{m_spec, m_plan, m_cells, {}} {
        for (const SweptTask& task : m_plan.tasks) {
            m_results.places.emplace_back();
            for (const Cell& cell : task.cells) {
                m_results.places.back().push_back(m_cells.add(cell));
            }
        }
    }

    EvaluationEnd measure() {
        m_cells.start();
        try {
            tellLayers(true);
            measureAll();
            retry();
            writeResults();
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Stopped) {
                throw;
            }
            m_cells.stopped();
            return EvaluationEnd::Stopped;
        }
        if (!m_failures.empty()) {
            refuse();
        }
        m_cells.writeAll(true);
        m_cells.journal().whenThereIsRoom(0, [&] { writeSelections(m_run.path(), m_spec, static_cast<std::int64_t>(m_plan.layers())); });
        m_cells.done();
        return EvaluationEnd::Done;
    }

private:
    class Recorder;

    [[nodiscard]] const std::vector<std::size_t>& places(std::size_t task) const { return m_results.places[task]; }
    [[nodiscard]] bool isComplete(std::size_t task) const {
        return std::all_of(places(task).begin(), places(task).end(), [&](std::size_t place) { return m_cells.complete(place); });
    }

    void measureAll() {
        for (std::size_t task = 0; task < m_plan.tasks.size(); ++task) {
            if (!isComplete(task)) {
                measureTask(task, std::nullopt);
            }
            writeResults();
        }
    }

    // Each failed one by itself, once.
    void retry() {
        const std::vector<Failure> failed = std::exchange(m_failures, {});
        for (const Failure& one : failed) {
            measureTask(one.task, one.which);
            writeResults();
        }
    }

    void measureTask(std::size_t task, std::optional<std::size_t> alone);

    void fail(std::size_t task, std::size_t which, const std::exception& reason) {
        m_failures.push_back({task, which, messageOf(reason)});
        m_cells.fail(places(task)[which], m_failures.back().reason);
        tellLayers(false);
    }

    void writeResults() {
        RunJournal& journal = m_cells.journal();
        const Sweep sweep = sweepOf(m_results);
        if (!sweep.layers.empty()) {
            journal.whenThereIsRoom(0, [&] { writeSweepFile(m_run.path() / "sweep.json", sweep); });
        }
        const Screen screen = screenOf(m_results);
        if (screen.text || screen.zeroed) {
            journal.whenThereIsRoom(0, [&] { writeScreenFile(m_run.path() / "screen.json", screen); });
        }
        tellLayers(true);
    }

    // "layer 3 on arc_easy"
    [[nodiscard]] std::string nameOf(const Failure& failure) const {
        const SweptTask& task = m_plan.tasks[failure.task];
        const std::string who = task.kind == SweptKind::Text          ? "every layer"
                                : failure.which == m_plan.layers() ? "the teacher"
                                                                   : "layer " + std::to_string(failure.which);
        return who + " on " + task.name;
    }

    [[noreturn]] void refuse() const {
        std::string names;
        for (std::size_t i = 0; i < std::min(kNamedFailures, m_failures.size()); ++i) {
            names += (i == 0 ? "" : ", ") + nameOf(m_failures[i]);
        }
        names += m_failures.size() > kNamedFailures ? ", …" : "";
        throw failure(HALYARD_TEXT("{count} of the sweep's results could not be measured, tried twice: {names}. The first reason: {reason} "
                                   "The others are kept; continue the run to try these again."),
                      {{"count", std::to_string(m_failures.size())}, {"names", names}, {"reason", m_failures.front().reason.text()}});
    }

    void tellLayers(bool always);

    const RunSpec& m_spec;
    const RunFolder& m_run;
    const MixerRegistry& m_registry;
    SweepPlan m_plan;
    CellLedger m_cells;
    SweepLedger m_results;
    std::unique_ptr<SweptModels> m_models;
    std::vector<Failure> m_failures;
    std::vector<Json> m_told; // of each layer, the last
    std::chrono::steady_clock::time_point m_toldAt{};
};

// Keeps the records of one task's models, all of them or one alone.
class SweepSession::Recorder final : public ExchangeRecorder {
public:
    Recorder(SweepSession& session, std::size_t task, std::optional<std::size_t> alone) : m_session(session), m_task(task) {
        for (std::size_t which = 0; which < places().size(); ++which) {
            m_asked.push_back((!alone || *alone == which) && !cells().complete(places()[which]));
        }
    }

    [[nodiscard]] std::int64_t finished() const override {
        std::int64_t least = cells().cell(places().front()).steps;
        for (std::size_t which = 0; which < m_asked.size(); ++which) {
            least = m_asked[which] ? std::min(least, cells().finishedSteps(places()[which])) : least;
        }
        return least;
    }
    [[nodiscard]] bool wanted(std::size_t which, std::int64_t end) const override {
        return m_asked[which] && cells().finishedSteps(places()[which]) < end;
    }
    void keep(std::size_t which, std::int64_t step, Json record) override {
        if (step == cells().finishedSteps(places()[which])) {
            cells().keep(places()[which], std::move(record));
        }
    }
    void failed(std::size_t which, const std::exception& reason) override {
        m_asked[which] = false;
        m_session.fail(m_task, which, reason);
    }
    void settle() override {
        if (secondsSince(m_saved) > kSecondsBetweenSaves || Cancellation::requested()) {
            save();
        }
        m_session.tellLayers(false);
        cells().settle();
    }

    void save() {
        const double each = secondsEach();
        for (std::size_t which = 0; which < m_asked.size(); ++which) {
            if (m_asked[which]) {
                cells().save(places()[which], each);
            }
        }
    }
    void finish() {
        const double each = secondsEach();
        for (std::size_t which = 0; which < m_asked.size(); ++which) {
            if (m_asked[which]) {
                cells().finish(places()[which], each);
            }
        }
    }
    void failAll(const std::exception& reason) {
        for (std::size_t which = 0; which < m_asked.size(); ++which) {
            if (m_asked[which]) {
                failed(which, reason);
            }
        }
    }

private:
    [[nodiscard]] const std::vector<std::size_t>& places() const { return m_session.places(m_task); }
    [[nodiscard]] CellLedger& cells() const { return m_session.m_cells; }
    double secondsEach() {
        const auto asked = static_cast<double>(std::max<std::ptrdiff_t>(1, std::count(m_asked.begin(), m_asked.end(), true)));
        const double seconds = secondsSince(m_saved);
        m_saved = std::chrono::steady_clock::now();
        return seconds / asked;
    }

    SweepSession& m_session;
    std::size_t m_task;
    std::vector<bool> m_asked;
    std::chrono::steady_clock::time_point m_saved = std::chrono::steady_clock::now();
};

void SweepSession::measureTask(std::size_t task, std::optional<std::size_t> alone) {
    Cancellation::throwIfRequested();
    if (!m_models) {
        m_models = std::make_unique<SweptModels>(m_plan, m_spec, m_registry);
    }
    const SweptTask& swept = m_plan.tasks[task];
    Recorder recorder(*this, task, alone);
    try {
        swept.cells.back().measureExchanges(m_models->of(swept.kind), recorder);
    } catch (const Error& error) {
        recorder.save();
        if (error.kind() != ErrorKind::Failed) { // asked to stop, or wrong for every layer and whenever it is tried
            throw;
        }
        recorder.failAll(error);
    } catch (const std::exception& error) {
        recorder.save();
        recorder.failAll(error);
    }
    recorder.finish();
}

void SweepSession::tellLayers(bool always) {
    if (!always && secondsSince(m_toldAt) < kSecondsBetweenLayerEvents) {
        return;
    }
    m_toldAt = std::chrono::steady_clock::now();
    m_told.resize(m_plan.layers());
    for (std::size_t layer = 0; layer < m_plan.layers(); ++layer) {
        std::int64_t done = 0;
        std::int64_t of = 0;
        for (std::size_t task = 0; task < m_plan.tasks.size(); ++task) {
            const std::size_t place = places(task)[std::min(layer, places(task).size() - 1)];
            done += m_cells.finishedSteps(place);
            of += m_cells.cell(place).steps;
        }
        Json fields = {{"layer", layer}, {"state", done == of ? "done" : done > 0 ? "running" : "waiting"}, {"done", done}, {"of", of}};
        const auto failed = std::find_if(m_failures.begin(), m_failures.end(), [&](const Failure& one) {
            return one.which == layer || m_plan.tasks[one.task].kind == SweptKind::Text;
        });
        if (failed != m_failures.end()) {
            fields["state"] = "failed";
            fields["reason"] = nameOf(*failed) + ": " + failed->reason.text();
        }
        if (fields != m_told[layer]) {
            m_told[layer] = fields;
            m_cells.journal().event("layer", fields);
        }
    }
}

// Prints each step instead of keeping it, and ends after some.
class DrySweep final : public ExchangeRecorder {
public:
    struct Enough {};
    explicit DrySweep(std::int64_t steps) : m_left(steps) {}
    [[nodiscard]] std::int64_t finished() const override { return 0; }
    [[nodiscard]] bool wanted(std::size_t /*which*/, std::int64_t /*end*/) const override { return true; }
    void keep(std::size_t /*which*/, std::int64_t /*step*/, Json /*record*/) override {}
    void failed(std::size_t /*which*/, const std::exception& reason) override {
        throw Error(ErrorKind::Failed, messageOf(reason));
    }
    void settle() override {
        std::fprintf(stderr, "step %lld: %.3g s\n", static_cast<long long>(++m_count), secondsSince(m_start));
        m_start = std::chrono::steady_clock::now();
        Cancellation::throwIfRequested();
        if (m_count >= m_left) {
            throw Enough{};
        }
    }

private:
    std::int64_t m_left;
    std::int64_t m_count = 0;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

} // namespace

EvaluationEnd sweepRun(const RunSpec& spec, const RunFolder& run, const MixerRegistry& registry, const NeedleTasks& tasks) {
    return SweepSession(spec, run, registry, planSweep(spec, tasks)).measure();
}

void sweepDry(const RunSpec& spec, const MixerRegistry& registry, const NeedleTasks& tasks, std::int64_t steps) {
    const SweepPlan plan = planSweep(spec, tasks);
    SweptModels models(plan, spec, registry);
    DrySweep recorder(steps);
    try {
        plan.tasks.front().cells.back().measureExchanges(models.of(plan.tasks.front().kind), recorder);
    } catch (const DrySweep::Enough&) {
        return;
    }
}

} // namespace halyard
