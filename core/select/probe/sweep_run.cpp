// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/probe/sweep_run.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/eval/cell_ledger.h"
#include "core/model/stage1_files.h"
#include "core/select/probe/layer_runs.h"
#include "core/select/probe/sweep_results.h"
#include "core/select/score/sweep_file.h"

#include <algorithm>
#include <cstdio>

namespace halyard {

namespace {

constexpr double kShareOfMemory = 0.25; // of what is free, for the hidden states of a text
constexpr double kSecondsBetweenLooks = 5; // at how far the layers are
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
        : m_spec(spec), m_run(run), m_registry(registry), m_plan(std::move(plan)), m_cells(spec, run), m_results{m_spec, m_plan, m_cells, {}},
          m_layers(run, spec, m_cells.journal()) {
        for (const SweptTask& task : m_plan.tasks) {
            m_results.places.emplace_back();
            for (std::size_t which = 0; which < task.cells.size(); ++which) {
                m_results.places.back().push_back(isAsked(task, which) ? std::optional(m_cells.add(task.cells[which])) : std::nullopt);
            }
        }
    }

    EvaluationEnd measure() {
        m_cells.start();
        try {
            if (hasTasksOfLayers()) {
                m_layers.open(m_plan.layers());
            }
            writeLayers();
            measureAll();
            retry();
            writeResults();
        } catch (const Error& error) {
            m_layers.stopped();
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
        if (m_spec.select.layers.empty()) {
            m_cells.journal().whenThereIsRoom(0, [&] { writeSelections(m_run.path(), m_spec, static_cast<std::int64_t>(m_plan.layers())); });
        }
        m_cells.done();
        return EvaluationEnd::Done;
    }

private:
    class Recorder;

    using Places = std::vector<std::optional<std::size_t>>;
    [[nodiscard]] const Places& places(std::size_t task) const { return m_results.places[task]; }
    // The model itself, and what all layers share, is measured whatever layers are named.
    [[nodiscard]] bool isAsked(const SweptTask& task, std::size_t which) const {
        const std::vector<std::int64_t>& layers = m_spec.select.layers;
        return layers.empty() || which + 1 == task.cells.size() ||
               std::find(layers.begin(), layers.end(), static_cast<std::int64_t>(which)) != layers.end();
    }
    [[nodiscard]] bool isComplete(std::size_t task) const {
        return std::all_of(places(task).begin(), places(task).end(),
                           [&](const auto& place) { return !place || m_cells.complete(*place); });
    }
    [[nodiscard]] bool hasTasksOfLayers() const {
        return std::any_of(m_plan.tasks.begin(), m_plan.tasks.end(), [](const SweptTask& task) { return task.kind != SweptKind::Text; });
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
        m_cells.fail(*places(task)[which], m_failures.back().reason);
        tellLayers();
    }

    void finish(std::size_t task, std::size_t which, double seconds) {
        const Json fields = m_cells.finish(*places(task)[which], seconds);
        if (m_plan.tasks[task].kind != SweptKind::Text && which < m_plan.layers()) {
            m_layers.tellCell(which, fields);
        }
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
        writeLayers();
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

    [[nodiscard]] LayerProgress progressOf(std::size_t layer) const;
    void tellLayers();
    void writeLayers();

    const RunSpec& m_spec;
    const RunFolder& m_run;
    const MixerRegistry& m_registry;
    SweepPlan m_plan;
    CellLedger m_cells;
    SweepLedger m_results;
    std::unique_ptr<SweptModels> m_models;
    LayerRuns m_layers;
    std::vector<Failure> m_failures;
    std::chrono::steady_clock::time_point m_lookedAt{};
};

// Keeps the records of one task's models, all of them or one alone.
class SweepSession::Recorder final : public ExchangeRecorder {
public:
    Recorder(SweepSession& session, std::size_t task, std::optional<std::size_t> alone) : m_session(session), m_task(task) {
        for (std::size_t which = 0; which < m_session.places(task).size(); ++which) {
            const std::optional<std::size_t> place = m_session.places(task)[which];
            m_asked.push_back((!alone || *alone == which) && place && !cells().complete(*place));
        }
    }

    [[nodiscard]] std::int64_t finished() const override {
        std::int64_t least = m_session.m_plan.tasks[m_task].cells.back().steps;
        for (std::size_t which = 0; which < m_asked.size(); ++which) {
            least = m_asked[which] ? std::min(least, cells().finishedSteps(place(which))) : least;
        }
        return least;
    }
    [[nodiscard]] bool wanted(std::size_t which, std::int64_t end) const override {
        return m_asked[which] && cells().finishedSteps(place(which)) < end;
    }
    void keep(std::size_t which, std::int64_t step, Json record) override {
        if (step == cells().finishedSteps(place(which))) {
            cells().keep(place(which), std::move(record));
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
        if (secondsSince(m_session.m_lookedAt) >= kSecondsBetweenLooks) {
            m_session.tellLayers();
        }
        cells().settle();
    }

    void save() {
        const double each = secondsEach();
        for (std::size_t which = 0; which < m_asked.size(); ++which) {
            if (m_asked[which]) {
                cells().save(place(which), each);
            }
        }
    }
    void finish() {
        const double each = secondsEach();
        for (std::size_t which = 0; which < m_asked.size(); ++which) {
            if (m_asked[which]) {
                m_session.finish(m_task, which, each);
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
    // Of one that is asked.
    [[nodiscard]] std::size_t place(std::size_t which) const { return *m_session.places(m_task)[which]; }
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

LayerProgress SweepSession::progressOf(std::size_t layer) const {
    LayerProgress out;
    out.complete = true;
    for (std::size_t task = 0; task < m_plan.tasks.size(); ++task) {
        if (m_plan.tasks[task].kind != SweptKind::Text) {
            out.done += m_cells.finishedSteps(*places(task)[layer]);
            out.of += m_cells.cell(*places(task)[layer]).steps;
            out.complete = out.complete && m_cells.complete(*places(task)[layer]);
        }
    }
    const auto failed = std::find_if(m_failures.begin(), m_failures.end(), [&](const Failure& one) {
        return one.which == layer && m_plan.tasks[one.task].kind != SweptKind::Text;
    });
    if (failed != m_failures.end()) {
        out.failed = Message(HALYARD_TEXT("{what}: {reason}"), {{"what", nameOf(*failed)}, {"reason", failed->reason.text()}});
    }
    return out;
}

void SweepSession::tellLayers() {
    for (std::size_t layer = 0; m_layers.areOpen() && layer < m_plan.layers(); ++layer) {
        m_layers.tell(layer, progressOf(layer));
    }
    m_lookedAt = std::chrono::steady_clock::now();
}

// What each layer and, beside it, the teacher has by now; then how far the layers are.
void SweepSession::writeLayers() {
    for (std::size_t layer = 0; m_layers.areOpen() && layer < m_plan.layers(); ++layer) {
        std::vector<Json> cells;
        for (std::size_t task = 0; task < m_plan.tasks.size(); ++task) {
            if (m_plan.tasks[task].kind != SweptKind::Text) {
                cells.push_back(m_cells.kept(*places(task)[layer]));
                cells.push_back(m_cells.kept(*places(task).back()));
            }
        }
        const bool complete = std::all_of(cells.begin(), cells.end(), [](const Json& cell) { return cell.at("complete") == true; });
        m_layers.writeResults(layer, cells, complete);
    }
    tellLayers();
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
