// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/evaluation_run.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/eval/cell_ledger.h"

#include <chrono>
#include <cstdio>

namespace halyard {

namespace {

class Session {
public:
    Session(const RunSpec& spec, const RunFolder& run, const MixerRegistry& registry, std::vector<ModelCells> plan)
        : m_spec(spec), m_registry(registry), m_plan(std::move(plan)), m_ledger(spec, run) {
        for (const ModelCells& model : m_plan) {
            m_places.emplace_back();
            for (const Cell& cell : model.cells) {
                m_places.back().push_back(m_ledger.add(cell));
            }
        }
    }

    EvaluationEnd measure() {
        m_ledger.start();
        try {
            for (std::size_t model = 0; model < m_plan.size(); ++model) {
                measureModel(m_plan[model].model, m_places[model]);
            }
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Stopped) {
                throw;
            }
            m_ledger.stopped();
            return EvaluationEnd::Stopped;
        }
        m_ledger.writeAll(true);
        m_ledger.done();
        return EvaluationEnd::Done;
    }

private:
    // Keeps the records of one cell.
    class Recorder final : public CellRecorder {
    public:
        Recorder(CellLedger& ledger, std::size_t place) : m_ledger(ledger), m_place(place), m_before(ledger.records(place)) {}

        [[nodiscard]] const Json& finished() const override { return m_before; }

        void keep(Json record) override {
            m_ledger.keep(m_place, std::move(record));
            m_unsaved = true;
            if (secondsSince(m_saved) > kSecondsBetweenSaves || Cancellation::requested()) {
                save();
            }
            m_ledger.settle();
        }

        void save() {
            if (m_unsaved) {
                m_ledger.save(m_place, elapsed());
            }
            m_unsaved = false;
        }
        void finish() { m_ledger.finish(m_place, elapsed()); }

    private:
        double elapsed() {
            const double seconds = secondsSince(m_saved);
            m_saved = std::chrono::steady_clock::now();
            return seconds;
        }

        CellLedger& m_ledger;
        std::size_t m_place;
        Json m_before;
        bool m_unsaved = false;
        std::chrono::steady_clock::time_point m_saved = std::chrono::steady_clock::now();
    };

    void measureModel(const EvaluatedModel& model, const std::vector<std::size_t>& places) {
        std::optional<Decoder> decoder;
        for (const std::size_t place : places) {
            if (!m_ledger.complete(place)) {
                Cancellation::throwIfRequested();
                if (!decoder) {
                    decoder.emplace(loadEvaluatedModel(model, m_registry, m_spec.train.dtype));
                }
                measureCell(*decoder, place);
            }
        }
    }

    void measureCell(Decoder& decoder, std::size_t place) {
        const Cell& cell = m_ledger.cell(place);
        decoder.setLogitsScaling(cell.scaling);
        Recorder recorder(m_ledger, place);
        try {
            cell.measure(decoder, recorder);
        } catch (const Error&) {
            recorder.save();
            throw;
        }
        recorder.finish();
    }

    const RunSpec& m_spec;
    const MixerRegistry& m_registry;
    std::vector<ModelCells> m_plan;
    CellLedger m_ledger;
    std::vector<std::vector<std::size_t>> m_places; // of each model's cells
};

// Prints each step instead of keeping it, and ends after some.
class DryRecorder final : public CellRecorder {
public:
    explicit DryRecorder(std::int64_t steps) : m_left(steps) {}
    [[nodiscard]] const Json& finished() const override { return m_nothing; }
    void keep(Json /*record*/) override {
        std::fprintf(stderr, "step %lld: %.3g s\n", static_cast<long long>(++m_count), secondsSince(m_start));
        m_start = std::chrono::steady_clock::now();
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
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
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
