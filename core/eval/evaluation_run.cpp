// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/evaluation_run.h"

#include "core/base/atomic_file.h"
#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/eval/cell_store.h"
#include "core/train/run_journal.h"

#include <chrono>
#include <cstdio>
#include <unistd.h>

namespace halyard {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kSecondsBetweenSaves = 10;
constexpr double kSecondsBetweenEvents = 0.5;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// A cell and what is known of it.
struct Work {
    const Cell* cell = nullptr;
    Json kept; // as CellStore has it

    [[nodiscard]] bool complete() const { return kept.at("complete").get<bool>(); }
    [[nodiscard]] std::int64_t finishedSteps() const {
        return complete() ? cell->steps : static_cast<std::int64_t>(kept.at("records").size());
    }
};

struct ModelWork {
    const ModelCells* plan = nullptr;
    std::vector<std::size_t> places; // of its cells among all
};

class Session {
public:
    Session(const RunSpec& spec, const RunFolder& run, const MixerRegistry& registry, std::vector<ModelCells> plan)
        : m_spec(spec), m_registry(registry), m_plan(std::move(plan)), m_store(run), m_journal(run), m_run(run) {
        for (const ModelCells& model : m_plan) {
            ModelWork work{&model, {}};
            for (const Cell& cell : model.cells) {
                work.places.push_back(m_work.size());
                m_work.push_back(find(cell));
                m_total += cell.steps;
                m_done += m_work.back().finishedSteps();
                m_weightLeft += weightOf(m_work.back());
            }
            m_models.push_back(std::move(work));
        }
    }

    EvaluationEnd measure() {
        m_progress = std::make_unique<Progress>(std::string(nameOf(m_spec.kind)), static_cast<std::uint64_t>(std::max<std::int64_t>(m_total, 1)), "steps");
        m_progress->startAt(static_cast<std::uint64_t>(m_done));
        m_journal.event("start", {{"kind", nameOf(m_spec.kind)}, {"total_steps", m_total}, {"step", m_done},
                                  {"threads", at::get_num_threads()}, {"pid", ::getpid()}});
        removeLeftovers(m_run.path() / "results");
        m_journal.startAt(m_done);
        m_journal.besideSteps(true); // a long document after many short ones is no hang
        m_begin = Clock::now();
        try {
            for (const ModelWork& model : m_models) {
                measureModel(model);
            }
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Stopped) {
                throw;
            }
            m_progress->finish();
            m_journal.event("stopped", {{"step", m_done}});
            return EvaluationEnd::Stopped;
        }
        writeAll(true);
        m_progress->finish();
        m_journal.event("done", {{"step", m_done}});
        return EvaluationEnd::Done;
    }

private:
    // Keeps the records of one cell.
    class Recorder final : public CellRecorder {
    public:
        Recorder(Session& session, Work& work)
            : m_session(session), m_work(work), m_before(work.kept.at("records")), m_seconds(work.kept.at("seconds").get<double>()) {}

        [[nodiscard]] const Json& finished() const override { return m_before; }

        void keep(Json record) override {
            m_work.kept["records"].push_back(std::move(record));
            m_unsaved = true;
            m_session.stepDone(m_work);
            if (secondsSince(m_saved) > kSecondsBetweenSaves || Cancellation::requested()) {
                save();
            }
            m_session.m_journal.waitWhilePaused();
            Cancellation::throwIfRequested();
        }

        void save() {
            m_work.kept["seconds"] = m_seconds + secondsSince(m_start);
            if (m_unsaved || m_work.complete()) {
                m_session.store(m_work.kept);
            }
            m_unsaved = false;
            m_saved = Clock::now();
        }

    private:
        Session& m_session;
        Work& m_work;
        Json m_before;
        double m_seconds;
        bool m_unsaved = false;
        Clock::time_point m_start = Clock::now();
        Clock::time_point m_saved = Clock::now();
    };

    Work find(const Cell& cell) {
        const std::string id = CellStore::idOf(cell.identity);
        Json kept = m_store.find(id).value_or(Json{{"id", id}, {"complete", false}, {"records", Json::array()}, {"seconds", 0.0}});
        kept["identity"] = cell.identity;
        kept["facts"] = cell.facts;
        if (kept.contains("measured_by")) {
            kept["facts"]["measured_by"] = kept["measured_by"];
        }
        return {&cell, std::move(kept)};
    }

    static double weightOf(const Work& work) {
        const auto steps = static_cast<double>(std::max<std::int64_t>(work.cell->steps, 1));
        return work.cell->weight * static_cast<double>(work.cell->steps - work.finishedSteps()) / steps;
    }

    void measureModel(const ModelWork& model) {
        std::optional<Decoder> decoder;
        for (const std::size_t place : model.places) {
            Work& work = m_work[place];
            if (!work.complete()) {
                Cancellation::throwIfRequested();
                if (!decoder) {
                    decoder.emplace(loadEvaluatedModel(model.plan->model, m_registry, m_spec.train.dtype));
                }
                measureCell(*decoder, work);
            } else {
                store(work.kept); // what another run measured belongs to this one's results, too
            }
        }
    }

    void measureCell(Decoder& decoder, Work& work) {
        decoder.setLogitsScaling(work.cell->scaling);
        Recorder recorder(*this, work);
        try {
            work.cell->measure(decoder, recorder);
        } catch (const Error&) {
            recorder.save();
            throw;
        }
        work.kept["summary"] = work.cell->summary(work.kept.at("records"));
        work.kept["complete"] = true;
        recorder.save();
        Json fields = work.kept["facts"];
        fields.update(work.kept["summary"]);
        fields["id"] = work.kept["id"];
        fields["step"] = m_done;
        m_journal.event("cell", fields);
        writeAll(false);
    }

    void store(const Json& cell) {
        m_journal.whenThereIsRoom(0, [&] { m_store.write(cell); });
    }

    void stepDone(const Work& work) {
        ++m_done;
        const double each = work.cell->weight / static_cast<double>(std::max<std::int64_t>(work.cell->steps, 1));
        m_weightDone += each;
        m_weightLeft = std::max(0.0, m_weightLeft - each);
        m_journal.beat(m_done);
        m_progress->update(static_cast<std::uint64_t>(std::min(m_done, m_total)));
        if (secondsSince(m_said) >= kSecondsBetweenEvents || m_done == m_total) {
            Json fields = {{"step", m_done}, {"total_steps", m_total}, {"cell", work.kept["id"]}};
            if (m_weightDone > 0) {
                fields["seconds_left"] = secondsSince(m_begin) / m_weightDone * m_weightLeft;
            }
            m_journal.event("step", fields);
            m_said = Clock::now();
        }
    }

    void writeAll(bool complete) {
        std::vector<Json> cells;
        for (const Work& work : m_work) {
            cells.push_back(work.kept);
        }
        m_journal.whenThereIsRoom(0, [&] { m_store.writeResults(cells, complete); });
        if (complete) {
            m_journal.whenThereIsRoom(0, [&] { m_store.writeTrials(cells); });
        }
    }

    const RunSpec& m_spec;
    const MixerRegistry& m_registry;
    std::vector<ModelCells> m_plan;
    CellStore m_store;
    RunJournal m_journal;
    const RunFolder& m_run;
    std::vector<ModelWork> m_models;
    std::vector<Work> m_work; // every cell, in order
    std::unique_ptr<Progress> m_progress;
    std::int64_t m_total = 0;
    std::int64_t m_done = 0;
    double m_weightDone = 0; // by this process
    double m_weightLeft = 0;
    Clock::time_point m_begin = Clock::now();
    Clock::time_point m_said{};
};

// Prints each step instead of keeping it, and ends after some.
class DryRecorder final : public CellRecorder {
public:
    explicit DryRecorder(std::int64_t steps) : m_left(steps) {}
    [[nodiscard]] const Json& finished() const override { return m_nothing; }
    void keep(Json /*record*/) override {
        std::fprintf(stderr, "step %lld: %.3g s\n", static_cast<long long>(++m_count), secondsSince(m_start));
        m_start = Clock::now();
        Cancellation::throwIfRequested();
        if (--m_left <= 0) {
            throw Enough{};
        }
    }
    struct Enough {};

private:
    Json m_nothing = Json::array();
    std::int64_t m_left;
    std::int64_t m_count = 0;
    Clock::time_point m_start = Clock::now();
};

} // namespace

EvaluationEnd evaluateRun(const RunSpec& spec, const RunFolder& run, const MixerRegistry& registry, const NeedleTasks& tasks) {
    return Session(spec, run, registry, planEvaluation(spec, tasks)).measure();
}

void evaluateDry(const RunSpec& spec, const MixerRegistry& registry, const NeedleTasks& tasks, std::int64_t steps) {
    const std::vector<ModelCells> plan = planEvaluation(spec, tasks);
    for (const ModelCells& model : plan) {
        if (!model.cells.empty()) {
            Decoder decoder = loadEvaluatedModel(model.model, registry, spec.train.dtype);
            decoder.setLogitsScaling(model.cells.front().scaling);
            DryRecorder recorder(steps);
            try {
                model.cells.front().measure(decoder, recorder);
            } catch (const DryRecorder::Enough&) {
                return;
            }
            return;
        }
    }
}

} // namespace halyard
