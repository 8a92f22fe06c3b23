// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/message.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// A share of answers that were right; answers 0: not measured.
struct DemoShare {
    double right = 0;
    double answers = 0;
    [[nodiscard]] double value() const { return answers > 0 ? right / answers : 0; }
};

// Needles that one model found at one length.
struct DemoPoint {
    std::int64_t length = 0; // tokens
    DemoShare found;
};

// One model with one scaling of its logits, on one haystack, over lengths.
struct DemoCurve {
    std::string key;      // "teacher", "hype", "training", "constant", "none"; of other choices of layers "uniform", "random"
    std::string scaling;  // what it was measured with: "own", "hype 128", "1.33"; "none"
    std::string haystack; // "busy", "filler"
    std::int64_t seed = 0;
    std::vector<DemoPoint> points; // rising lengths
};

// What exchanging one layer's attention for its aligned mixer did to the teacher.
struct DemoLayer {
    std::int64_t layer = 0;
    DemoShare recall;
    DemoShare choices;
    std::optional<double> score; // HALO's importance
    std::optional<double> low;   // its 95 % interval
    std::optional<double> high;
    std::vector<std::string> flags; // what the ranking warns of ("denominator", ...)
    bool kept = false;
};

// The choice of layers of one seed.
struct DemoSelection {
    std::int64_t seed = 0;
    DemoShare teacherRecall;
    DemoShare teacherChoices;
    std::vector<DemoLayer> layers;
    std::vector<std::int64_t> kept;
};

// Speed and memory of one model at one prompt's length.
struct DemoSpeed {
    std::string model; // "teacher", "hypenet"
    std::int64_t length = 0;
    double prefillSeconds = 0;
    double tokenMilliseconds = 0; // of a decoded token
    double cacheBytes = 0;        // keys, values and states
};

// Something that must hold (a gate), or that is aimed for (a goal).
struct DemoVerdict {
    std::string key;
    Message sentence; // with its measured value and its limit
    double measured = 0;
    double limit = 0;
    bool atMost = false; // else at least
    bool gate = true;
    bool known = false; // measured at all in this budget
    [[nodiscard]] bool holds() const { return known && (atMost ? measured <= limit : measured >= limit); }
};

// One step of the chain, as somebody would repeat it.
struct DemoStep {
    std::string name; // of the child: "align", "needles-1"
    std::string folder;
    std::string command;
    double seconds = 0;
};

// All that a finished demo has found, read from its runs' folders alone.
struct DemoResults {
    std::string budget;
    std::vector<std::int64_t> seeds;
    std::int64_t teacherLength = 0;  // the teacher's training length
    std::int64_t trainingLength = 0; // the longest of the student's training
    std::int64_t layerCount = 0;
    std::int64_t documents = 0; // independent documents of a point and seed, at least
    std::int64_t needles = 0;   // of a document, at most
    std::vector<DemoCurve> curves;
    std::vector<DemoSelection> selections; // by seed
    std::vector<DemoSpeed> speed;
    std::vector<DemoVerdict> verdicts; // gates first
    std::vector<DemoStep> steps;
    double seconds = 0; // of all steps
    std::string exported;
    std::vector<std::pair<std::string, std::string>> versions; // "Halyard" -> "0.1.0", "LibTorch" -> ...
};

// Points of all seeds together.
[[nodiscard]] std::vector<DemoCurve> pooledCurves(const DemoResults& results);
[[nodiscard]] Json toJson(const DemoResults& results);

} // namespace halyard
