// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace halyard {

// Steps of one stage, and what a step reads.
struct DemoStage {
    std::int64_t steps = 0;
    double learningRate = 0; // peak
    std::int64_t length = 0; // tokens of a sequence
    std::int64_t batch = 0;  // sequences of a step
    [[nodiscard]] std::int64_t tokens() const { return steps * length * batch; }
};

// Needles of one evaluation: documents are independent of each other, the needles of a document are not.
struct DemoNeedles {
    std::vector<std::int64_t> lengths; // tokens of a document; empty: not measured
    std::string haystacks;             // tasks: demo_busy, demo_filler
    std::int64_t documents = 0;        // of each length and haystack
    std::int64_t needles = 0;          // of a document
};

// All numbers of the demo: fixed before anything is trained.
struct DemoRecipe {
    std::string budget;
    std::vector<std::int64_t> seeds = {0};
    bool comparesSelections = false; // distils uniform's and random's layers, too
    std::int64_t kept = 2;           // softmax layers: a quarter of the teacher's eight
    DemoStage align{};               // stage 1
    DemoStage distil{};              // stage 2
    DemoStage finetune{};            // stage 3; its length is the longest of the student's training
    std::int64_t heldOutDocuments = 0;
    std::int64_t recallItems = 0;  // of the sweep
    std::int64_t choiceItems = 0;
    DemoNeedles shortNeedles{};    // where few needles have room
    DemoNeedles needles{};
    DemoNeedles longNeedles{};     // 16 times the longest training length, where a document takes longest to read
    DemoNeedles farNeedles{};      // 64 times the longest training length; of the teacher and the first seed's student
    DemoNeedles searchNeedles{};   // by which A and the constant are chosen, where scalings differ; other documents than those that judge them
    std::vector<std::int64_t> scalings = {16, 32, 64, 128, 256, 500}; // values of A
    std::string constants = "1.1,1.25,1.5,1.75,2,2.5";
    std::vector<std::int64_t> speedLengths;
    std::int64_t speedRepeats = 0;

    // Tokens to which the teacher finds needles: its training length.
    static constexpr std::int64_t kTeacherLength = 128;
};

// "default": one seed, at most 4 minutes of two cores; "full": three seeds and selections compared, at most an hour;
// "test": the same steps in seconds, too few to learn anything. Throws Error(InvalidInput) for another name.
[[nodiscard]] DemoRecipe demoRecipe(const std::string& budget);

} // namespace halyard
