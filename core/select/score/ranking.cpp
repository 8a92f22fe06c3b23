// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/ranking.h"

#include "core/base/error.h"
#include "core/io/config_reader.h"
#include "core/select/score/stored_parts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace halyard {

namespace {

constexpr std::string_view kFormat = "halyard.ranking";
constexpr std::int64_t kMostLayers = 1024;
constexpr std::int64_t kMostSteps = std::int64_t{1} << 50U;

bool isWhole(const RankingRound& round) {
    return std::all_of(round.trainingKl.begin(), round.trainingKl.end(), [](const auto& kl) { return kl.has_value(); });
}

Json toJson(const PerLayer& values) {
    Json out = Json::array();
    for (const std::optional<double>& value : values) {
        out.push_back(value ? Json(*value) : Json(nullptr));
    }
    return out;
}

PerLayer valuesBelow(const Json& entry, const char* key, std::int64_t layers, const ConfigReader& reader) {
    const auto found = entry.find(key);
    const auto isValue = [](const Json& value) { return value.is_number() || value.is_null(); };
    if (found == entry.end() || !found->is_array() || found->size() != static_cast<std::size_t>(layers) ||
        !std::all_of(found->begin(), found->end(), isValue)) {
        reader.refuse(key, Message(HALYARD_TEXT("a list of {count} numbers, one a layer"), {{"count", std::to_string(layers)}}));
    }
    PerLayer out;
    for (const Json& value : *found) {
        out.push_back(value.is_null() ? std::nullopt : std::optional(value.get<double>()));
    }
    return out;
}

RankingRound roundFrom(const Json& entry, const Ranking& ranking, const std::string& place) {
    const ConfigReader reader(entry, place);
    refuseUnknownKeys(entry, {"step", "training_kl", "held_out_kl", "order", "kept"}, place);
    const std::int64_t step = reader.integer("step", {1, kMostSteps});
    PerLayer heldOut;
    if (reader.has("held_out_kl")) {
        heldOut = valuesBelow(entry, "held_out_kl", ranking.layerCount, reader);
    }
    RankingRound round =
        rankedRound(step, valuesBelow(entry, "training_kl", ranking.layerCount, reader), std::move(heldOut), ranking.keep);
    if (reader.integers("order", {0, ranking.layerCount - 1}) != round.order) {
        reader.refuse("order", HALYARD_TEXT("the layers by \"training_kl\", lowest first"));
    }
    if (reader.integers("kept", {0, ranking.layerCount - 1}) != round.kept) {
        reader.refuse("kept", HALYARD_TEXT("the first layers of \"order\", in rising order"));
    }
    return round;
}

} // namespace

std::vector<std::int64_t> layersByKl(const PerLayer& kl) {
    const auto at = [&](std::int64_t layer) -> const std::optional<double>& { return kl[static_cast<std::size_t>(layer)]; };
    const auto isKnown = [&](std::int64_t layer) { return at(layer) && std::isfinite(*at(layer)); };
    std::vector<std::int64_t> order(kl.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        return isKnown(a) && isKnown(b) ? *at(a) < *at(b) : isKnown(a) && !isKnown(b);
    });
    return order;
}

std::vector<std::int64_t> firstLayers(const std::vector<std::int64_t>& order, std::int64_t count) {
    const auto kept = std::clamp<std::int64_t>(count, 0, static_cast<std::int64_t>(order.size()));
    std::vector<std::int64_t> out(order.begin(), order.begin() + kept);
    std::sort(out.begin(), out.end());
    return out;
}

RankingRound rankedRound(std::int64_t step, PerLayer trainingKl, PerLayer heldOutKl, std::int64_t keep) {
    RankingRound round;
    round.step = step;
    for (PerLayer* values : {&trainingKl, &heldOutKl}) {
        for (std::optional<double>& value : *values) {
            value = value && std::isfinite(*value) ? value : std::nullopt;
        }
    }
    round.order = layersByKl(trainingKl);
    round.kept = firstLayers(round.order, keep);
    round.trainingKl = std::move(trainingKl);
    round.heldOutKl = std::move(heldOutKl);
    return round;
}

std::size_t unchangedRounds(const Ranking& ranking) {
    std::size_t row = 0;
    for (auto round = ranking.rounds.rbegin(); round != ranking.rounds.rend(); ++round) {
        if (!isWhole(*round) || round->kept != ranking.rounds.back().kept) {
            break;
        }
        ++row;
    }
    return row;
}

std::optional<std::int64_t> stableFromStep(const Ranking& ranking) {
    const std::size_t row = unchangedRounds(ranking);
    return row < 2 ? std::nullopt : std::optional(ranking.rounds[ranking.rounds.size() - row].step);
}

bool isSettled(const Ranking& ranking, std::int64_t patience) {
    return patience > 0 && unchangedRounds(ranking) >= static_cast<std::size_t>(patience);
}

Json toJson(const Ranking& ranking) {
    const std::optional<std::int64_t> stable = stableFromStep(ranking);
    Json out = {{"format", kFormat},
                {"schema", kSelectSchema},
                {"num_layers", ranking.layerCount},
                {"keep", ranking.keep},
                {"rounds", Json::array()},
                {"stable_from_step", stable ? Json(*stable) : Json(nullptr)},
                {"ended_early", ranking.endedEarly},
                {"complete", ranking.complete}};
    for (const RankingRound& round : ranking.rounds) {
        out["rounds"].push_back({{"step", round.step},
                                 {"training_kl", toJson(round.trainingKl)},
                                 {"held_out_kl", round.heldOutKl.empty() ? Json(nullptr) : toJson(round.heldOutKl)},
                                 {"order", round.order},
                                 {"kept", round.kept}});
    }
    return out;
}

Ranking rankingFromJson(const Json& document, const std::string& source) {
    checkFormat(document, kFormat, true, source);
    refuseUnknownKeys(document, {"format", "schema", "num_layers", "keep", "rounds", "stable_from_step", "ended_early", "complete"},
                      source);
    const ConfigReader reader(document, source);
    Ranking ranking;
    ranking.layerCount = reader.integer("num_layers", {1, kMostLayers});
    ranking.keep = reader.integer("keep", {1, ranking.layerCount});
    ranking.endedEarly = reader.boolean("ended_early", false);
    ranking.complete = reader.boolean("complete", false);
    for (const Json& entry : listBelow(document, "rounds", source)) {
        const std::string place = source + ": rounds/" + std::to_string(ranking.rounds.size());
        ranking.rounds.push_back(roundFrom(entry, ranking, place));
        const std::size_t count = ranking.rounds.size();
        if (count > 1 && ranking.rounds[count - 1].step <= ranking.rounds[count - 2].step) {
            ConfigReader(entry, place).refuse("step", HALYARD_TEXT("more than the step of the ranking before"));
        }
    }
    return ranking;
}

Ranking readRanking(const std::filesystem::path& path) {
    return rankingFromJson(readJsonFile(path), path.string());
}

} // namespace halyard
