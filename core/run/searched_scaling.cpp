// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/searched_scaling.h"

#include "core/base/error.h"
#include "core/run/evaluation.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

namespace halyard {

namespace {

constexpr std::string_view kBest = "best";
constexpr std::string_view kBestConstant = "best constant";
constexpr std::string_view kBestAt = "best at ";
constexpr std::size_t kLargestResults = std::size_t{1} << 28U;

// One scaling that was tried.
struct Tried {
    LogitsScaling scaling;
    double needles = -1; // nothing was asked
    double loss = std::numeric_limits<double>::infinity();
};

bool isBetter(const Tried& one, const Tried& other) {
    if (one.needles != other.needles) {
        return one.needles > other.needles;
    }
    return one.loss != other.loss ? one.loss < other.loss : one.scaling.value < other.scaling.value;
}

[[noreturn]] void refuse(const std::filesystem::path& file) {
    throw invalidInput(HALYARD_TEXT("{file} holds no finished search for a logits scaling of one model, with values of A and constants. "
                                    "Give results.json of a run of kind scaling."),
                       {{"file", printable(file.string())}});
}

std::vector<Tried> curveOf(const Json& search) {
    std::vector<Tried> out;
    for (const Json& point : search.at("curve")) {
        Tried tried{.scaling = parseLogitsScaling(point.at("scaling").get<std::string>())};
        if (point.at("needles").is_number()) {
            tried.needles = point["needles"].get<double>();
        }
        if (point.at("loss").is_number()) {
            tried.loss = point["loss"].get<double>();
        }
        out.push_back(tried);
    }
    return out;
}

std::optional<LogitsScaling> bestOf(const std::vector<Tried>& curve, LogitsScaling::Kind kind) {
    const Tried* best = nullptr;
    for (const Tried& tried : curve) {
        if (tried.scaling.kind == kind && (best == nullptr || isBetter(tried, *best))) {
            best = &tried;
        }
    }
    return best == nullptr ? std::nullopt : std::optional(best->scaling);
}

// The position of "best at 512"; nothing for other words.
std::optional<std::int64_t> positionOf(std::string_view word) {
    if (!word.starts_with(kBestAt)) {
        return std::nullopt;
    }
    std::int64_t position = 0;
    const char* const end = word.data() + word.size();
    const auto read = std::from_chars(word.data() + kBestAt.size(), end, position);
    return read.ec == std::errc() && read.ptr == end && position >= 0 && position <= (std::int64_t{1} << 40U) ? std::optional(position)
                                                                                                              : std::nullopt;
}

std::string resolved(const std::string& word, const SearchedScaling& found) {
    if (word == kBest) {
        return describe(found.best);
    }
    if (word == kBestConstant) {
        return describe(found.bestConstant);
    }
    const auto at = positionOf(word);
    if (!at) {
        return word;
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.4f", std::log(static_cast<double>(*at) + found.best.value) / std::log(std::trunc(found.best.value)));
    return text;
}

} // namespace

SearchedScaling readScalingSearch(const std::filesystem::path& resultsJson) {
    const Json document = readJsonFile(resultsJson, {.maxBytes = kLargestResults});
    try {
        const Json& search = document.at("search");
        if (document.at("kind") != "scaling" || document.at("complete") != true || search.size() != 1) {
            refuse(resultsJson);
        }
        const std::vector<Tried> curve = curveOf(search.at(0));
        const auto best = bestOf(curve, LogitsScaling::Kind::Position);
        const auto constant = bestOf(curve, LogitsScaling::Kind::Constant);
        if (!best || !constant) {
            refuse(resultsJson);
        }
        return {*best, *constant};
    } catch (const Json::exception&) {
        refuse(resultsJson);
    }
}

bool isSearchedScaling(std::string_view word) {
    return word == kBest || word == kBestConstant || positionOf(word).has_value();
}

void resolveScalings(RunSpec& spec) {
    const RunInput* const search = spec.input("search");
    if (search == nullptr) {
        return;
    }
    const SearchedScaling found = readScalingSearch(search->path);
    std::string out;
    for (const std::string& word : wordsOfList(spec.eval.scalings)) {
        out += (out.empty() ? "" : ", ") + resolved(word, found);
    }
    spec.eval.scalings = out;
}

} // namespace halyard
