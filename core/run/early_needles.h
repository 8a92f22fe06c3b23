// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/issues.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// Early needles: what a student in training finds, asked after each checkpoint of stages 2 and 3 on documents that are the same
// every time. Which lengths it fails at is seen hours before an evaluation of the finished run would tell.
[[nodiscard]] bool mayAskNeedles(RunKind kind);
[[nodiscard]] bool asksNeedles(const RunSpec& spec);

// The run of kind niah that the grid of one checkpoint is: with this checkpoint as its model it gives the same answers.
[[nodiscard]] RunSpec needleGridOf(const RunSpec& training);

// Tasks with needles by their names, as a program has them that adds none of its own.
[[nodiscard]] const std::vector<std::string>& needleTaskNames();
// Whether a task is made of tokens, as those of the bundled teacher's language are, and needs no tokenizer.
[[nodiscard]] bool isOfTokens(const std::string& task);
// eval.tasks of a run of kind niah; RULER's three single ones where none is named.
[[nodiscard]] std::vector<std::string> needleTasksOf(const RunSpec& niah);

// The folder of the tokenizer that the models of a run use: the input of that role, or one that lies beside a model's weights.
[[nodiscard]] std::optional<std::filesystem::path> tokenizerFolderOf(const RunSpec& spec);

// What keeps the grid from being asked. onDisk: whether the inputs are looked at.
void checkEarlyNeedles(const RunSpec& spec, bool onDisk, Issues& issues);

// {"step", "seconds", "cells": [{"task", "length", "right", "answers"}, …]}: the event "needles" of one checkpoint.
// right: the sum of what the answers are worth, 0 … 1 each.
struct NeedleCell {
    std::string task;
    std::int64_t length = 0; // tokens
    double right = 0;
    std::int64_t answers = 0;
};
[[nodiscard]] Json toJson(const NeedleCell& cell);

// Of one length, all tasks together.
struct NeedleShare {
    std::int64_t length = 0;
    double right = 0;
    std::int64_t answers = 0;

    [[nodiscard]] double share() const { return right / static_cast<double>(answers); }
};
// By rising length. Cells that are none, as a damaged or foreign file may hold, are left out.
[[nodiscard]] std::vector<NeedleShare> needleShares(const Json& needlesEvent);

} // namespace halyard
