// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/score/sweep.h"

namespace halyard {

// R_i and C_i are the means over the tasks of recall and of commonsense with the mixer of layer i replaced.
enum class ScoreMethod {
    Halo,        // min(50, (R_base - R_i) / (C_base - C_i + 1e-10)), halo.md section 6
    JetNemotron, // R_base - R_i
};
// What R_base and C_base are. As published: the best swept layer for halo, the teacher for jet-nemotron.
enum class Baseline {
    BestSwept, // max_j R_j and max_j C_j
    Teacher,   // a difference may be negative then: a layer may do better than the teacher
};
[[nodiscard]] std::string_view nameOf(ScoreMethod method); // "halo", "jet-nemotron"
[[nodiscard]] std::string_view nameOf(Baseline baseline);  // "best-swept", "teacher"
// Throw Error(InvalidInput) naming those that there are.
[[nodiscard]] ScoreMethod scoreMethodFromName(const std::string& name);
[[nodiscard]] Baseline baselineFromName(const std::string& name);
[[nodiscard]] Baseline publishedBaseline(ScoreMethod method);

inline constexpr double kScoreClip = 50;
// A commonsense difference smaller than this (0.2 points of a score in percent) decides the ratio by noise.
inline constexpr double kSmallDenominator = 0.002;

struct ScoreRule {
    ScoreMethod method = ScoreMethod::Halo;
    Baseline baseline = Baseline::BestSwept;
};

// The results that a score is made of: every layer that has all of the tasks, and the teacher if it has them.
struct ScoreTable {
    std::vector<std::int64_t> layers;        // ascending
    std::vector<std::string> tasks;          // recall first
    std::size_t recall = 0;                  // number of the tasks of recall; the others are commonsense
    std::vector<std::vector<double>> values; // a row a layer, a column a task
    std::vector<double> teacher;             // empty when it was not measured

    // The same without one of the tasks.
    [[nodiscard]] ScoreTable without(std::size_t task) const;
};

// Which tasks a score takes: those of the sweep's groups, or of the published ones, that some layer has. A task of a
// group that no layer has is told in warnings. Throws Error(InvalidInput) when a group that the rule needs has no task,
// or the teacher's results are needed and missing. source: what sentences name.
[[nodiscard]] ScoreTable scoreTable(const Sweep& sweep, const ScoreRule& rule, const std::string& source,
                                    std::vector<Message>& warnings);

struct LayerScore {
    std::int64_t layer = 0;
    double score = 0;
    double recallDrop = 0;      // R_base - R_i
    double commonsenseDrop = 0; // C_base - C_i; 0 when the rule has no commonsense
    bool atClip = false;
    bool smallDenominator = false;    // |commonsenseDrop| < kSmallDenominator (halo)
    bool negativeDenominator = false; // the layer does better than the baseline (halo): the sign of the score is turned

    // "clip", "small-denominator", "negative-denominator".
    [[nodiscard]] std::vector<std::string> flags() const;
};

// A score for each layer of the table, in its order.
[[nodiscard]] std::vector<LayerScore> importance(const ScoreTable& table, const ScoreRule& rule);

// The layers by score, highest first; of equal scores the lower layer first (as sorting a list of layers does).
[[nodiscard]] std::vector<std::int64_t> ranking(const std::vector<LayerScore>& scores);
// The first count of a ranking, ascending. count is at most the number of scores.
[[nodiscard]] std::vector<std::int64_t> topLayers(const std::vector<LayerScore>& scores, std::size_t count);

// The share of the summed importance (scores below 0 count as 0) that the selected layers keep; 1 when there is none.
[[nodiscard]] double keptImportance(const std::vector<LayerScore>& scores, const std::vector<std::int64_t>& selected);

// Which layers stay when a task is left out.
struct TaskLeftOut {
    std::string task;
    std::vector<std::int64_t> selected; // ascending
    std::size_t kept = 0;               // how many of the full selection are among them
};
struct Stability {
    std::vector<TaskLeftOut> leftOut; // a task that is alone in its group cannot be left out
    std::vector<std::int64_t> always; // of the full selection: those that stay whichever task is left out
};
[[nodiscard]] Stability leaveOneTaskOut(const ScoreTable& table, const ScoreRule& rule, std::size_t count);

} // namespace halyard
