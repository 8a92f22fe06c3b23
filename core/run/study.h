// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// How much the study of selectors computes.
struct StudyBudget {
    std::string name;
    std::int64_t seeds = 3;                // unless it is said otherwise
    std::vector<std::string> selectors;    // that are compared
    std::string screens = "kl,zero";       // those that they need
    std::int64_t length = 128; // the teacher's training length, and that of every training here
    std::int64_t batch = 16;
    std::int64_t alignSteps = 250;   // stage 1
    std::int64_t distilSteps = 150;  // stage 2, of every set of layers
    std::int64_t probeSteps = 40;    // stage 2 of each probe of GA-S2
    std::int64_t rankings = 4;       // of GA-S2
    std::int64_t trainDocuments = 4096;
    std::int64_t heldOutDocuments = 256; // for the verdict, and as many others for the screens
    std::int64_t recallItems = 200;
    std::int64_t choiceItems = 256;
    std::int64_t syntheticItems = 8;
    std::int64_t needleDocuments = 32; // of each task and length
    std::int64_t needles = 4;          // of a document
    std::vector<std::int64_t> lengths = {64, 128, 256};
    std::int64_t keep = 2;
};
// "full", or "test": one seed, four of the selectors, a few steps and items. Throws Error(InvalidInput).
[[nodiscard]] StudyBudget studyBudget(const std::string& name);

[[nodiscard]] const std::vector<std::string>& studyPresetNames();
// Throws Error(InvalidInput) with the nearest name; others: studies that are shipped as grids.
void requireStudyPreset(const std::string& preset, const std::vector<std::string>& others = {});

// What the study of selectors reads. Files of items are one for each seed, beside those for the sweep: what selects layers
// has seen nothing of what judges the selection.
struct StudyInputs {
    std::string teacher; // model folder with its tokenizer
    std::int64_t layers = 8;
    std::string data;       // prepared text, one document a block
    std::string screenText; // for the screens and the probes
    std::string heldOut;    // for the verdict
    std::string sweepRecall;
    std::string sweepChoices;
    struct Items {
        std::string recall;
        std::string choices;
    };
    std::vector<Items> verdict; // by seed
};

// The names of the selectors that are compared, in order.
[[nodiscard]] const std::vector<std::string>& comparedSelectors();

// The study as one composite run. First the teacher is measured: "teacher-needles", "teacher-recall". Then for each seed s
// "align-s" (stage 1), "sweep-s", "probes-s" (GA-S2), and for each selector METHOD "METHOD-s" (stage 2 with the layers of its
// selection), "METHOD-s-needles", "METHOD-s-recall".
[[nodiscard]] RunSpec selectionStudy(const StudyInputs& inputs, const StudyBudget& budget);

} // namespace halyard
