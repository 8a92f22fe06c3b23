// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/probe_ranking.h"

#include "core/base/error.h"

#include <algorithm>

namespace halyard {

ProbeRanking probeRankingFromJson(const Json& document, const std::string& source) {
    const auto wrong = [&](const char* what) {
        return invalidInput(HALYARD_TEXT("{source}: this is no ranking of layers ({what})."), {{"source", printable(source, 1000)}, {"what", what}});
    };
    if (!document.is_object() || document.value("format", Json()) != "halyard.ranking" || document.value("schema", Json()) != 1) {
        throw wrong("format");
    }
    const Json layers = document.value("num_layers", Json());
    const Json rounds = document.value("rounds", Json());
    if (!layers.is_number_integer() || layers < 1 || layers > 1024 || !rounds.is_array()) {
        throw wrong("rounds");
    }
    ProbeRanking out;
    out.kl.resize(layers.get<std::size_t>());
    if (const Json stable = document.value("stable_from_step", Json()); stable.is_number_integer()) {
        out.stableFrom = stable.get<std::int64_t>();
    }
    if (rounds.empty()) {
        return out;
    }
    const Json last = rounds.back();
    const Json kl = last.is_object() ? last.value("training_kl", Json()) : Json();
    const Json order = last.is_object() ? last.value("order", Json()) : Json();
    if (!kl.is_array() || kl.size() != out.kl.size() || !order.is_array() || !last.value("step", Json()).is_number_integer()) {
        throw wrong("training_kl");
    }
    out.step = last["step"].get<std::int64_t>();
    for (std::size_t i = 0; i < kl.size(); ++i) {
        out.kl[i] = kl[i].is_number() ? std::optional(kl[i].get<double>()) : std::nullopt;
    }
    for (const Json& layer : order) {
        if (!layer.is_number_integer() || layer < 0 || layer >= layers || std::find(out.order.begin(), out.order.end(), layer.get<std::int64_t>()) != out.order.end()) {
            throw wrong("order");
        }
        out.order.push_back(layer.get<std::int64_t>());
    }
    return out;
}

} // namespace halyard
