// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/run_measures.h"

#include "core/run/events.h"

#include <algorithm>
#include <map>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLargestResults = std::size_t{64} << 20U;

std::string measureOf(const Json& cell, std::int64_t trainingLength) {
    if (cell.contains("loss")) {
        return "held_out_loss";
    }
    if (const auto length = numberIn(cell, "length")) {
        return *length <= static_cast<double>(trainingLength) ? "needles" : "needles_beyond";
    }
    const std::string metric = textIn(cell, "metric");
    return metric == "contains" ? "recall" : metric == "acc" ? "choices" : "";
}

// Nothing of a cell that is not complete, or is of another kind.
std::optional<EvaluatedMeasure> readCell(const Json& cell, std::int64_t trainingLength) {
    if (!cell.is_object()) {
        return std::nullopt;
    }
    EvaluatedMeasure out{.measure = measureOf(cell, trainingLength), .model = textIn(cell, "model"), .scaling = textIn(cell, "scaling"), .share = {}, .value = 0};
    const auto answers = numberIn(cell, "n");
    const auto accuracy = numberIn(cell, "accuracy");
    const auto loss = numberIn(cell, "loss");
    if (out.measure == "held_out_loss" && loss) {
        out.value = *loss;
        return out;
    }
    if (out.measure.empty() || !answers || !accuracy || *answers <= 0) {
        return std::nullopt;
    }
    out.share = {.right = *accuracy * *answers, .answers = *answers};
    return out;
}

// Time between the first and the last event of each of a worker's processes; it waits without working between two of them.
class WorkingTime {
public:
    void take(const Event& event) {
        if (event.name == "start") {
            m_first[event.segment] = event.time;
        }
        if (m_first.count(event.segment) == 0) {
            return; // the supervisor's
        }
        if (event.name == "paused") {
            m_pausedAt[event.segment] = event.time;
        } else if (const auto paused = m_pausedAt.find(event.segment); paused != m_pausedAt.end()) {
            m_first[event.segment] += event.time - paused->second;
            m_pausedAt.erase(paused);
        }
        m_last[event.segment] = event.time;
    }
    [[nodiscard]] std::optional<double> seconds() const {
        double sum = 0;
        for (const auto& [segment, last] : m_last) {
            sum += std::max(0.0, last - m_first.at(segment));
        }
        return m_last.empty() ? std::nullopt : std::optional(sum);
    }

private:
    std::map<std::string, double> m_first;
    std::map<std::string, double> m_last;
    std::map<std::string, double> m_pausedAt;
};

} // namespace

std::optional<double> numberIn(const Json& document, const char* key) {
    const auto found = document.is_object() ? document.find(key) : document.end();
    return document.is_object() && found != document.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

std::string textIn(const Json& document, const char* key) {
    const auto found = document.find(key);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<EvaluatedMeasure> evaluatedMeasures(const fs::path& run, std::int64_t trainingLength) {
    std::vector<EvaluatedMeasure> out;
    const auto results = tryRead<Json>([&] { return readJsonFile(run / "results.json", {.maxBytes = kLargestResults}); });
    if (!results || !results->is_object() || !results->contains("cells") || !results->at("cells").is_array()) {
        return out;
    }
    for (const Json& cell : results->at("cells")) {
        const auto one = readCell(cell, trainingLength);
        if (!one) {
            continue;
        }
        const auto known = std::find_if(out.begin(), out.end(), [&](const EvaluatedMeasure& other) {
            return other.measure == one->measure && other.model == one->model && other.scaling == one->scaling;
        });
        if (known == out.end()) {
            out.push_back(*one);
        } else {
            known->share.right += one->share.right;
            known->share.answers += one->share.answers;
        }
    }
    for (EvaluatedMeasure& measure : out) {
        measure.value = measure.share.answers > 0 ? measure.share.right / measure.share.answers : measure.value;
    }
    return out;
}

TrainingMeasures trainingMeasures(const RunFolder& run) {
    TrainingMeasures out;
    WorkingTime time;
    const auto log = tryRead<EventLog>([&] { return readEvents(run.events()); });
    for (const Event& event : log ? log->events : std::vector<Event>{}) {
        time.take(event);
        if (event.name == "held_out") {
            out.heldOutLoss = numberIn(event.fields, "loss");
        } else if (event.name == "step") {
            out.tokens = numberIn(event.fields, "tokens");
        } else if (event.name == "start") {
            out.trainedParameters = numberIn(event.fields, "trained_parameters");
        }
    }
    out.seconds = time.seconds();
    return out;
}

} // namespace halyard
