// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// Where a figure stands: a file and its line, from 1; line 0 means the file as a whole.
struct SourcePlace {
    std::string file;
    std::int64_t line = 0;

    // "layer3/retrieval_eval.log:896", safe to print.
    [[nodiscard]] std::string text() const;
    friend bool operator==(const SourcePlace&, const SourcePlace&) = default;
};

// What one model reached on one task. Higher is better.
struct TaskResult {
    std::string metric; // "acc_norm", "contains", "4096" (RULER: a context length)
    double value = 0;
    std::optional<double> standardError; // of the value, as the evaluation printed it
    std::optional<std::int64_t> items;
    std::vector<float> perItem; // one result an item, in the order of the items; empty when they were not kept
    SourcePlace place;
};
using TaskResults = std::map<std::string, TaskResult, std::less<>>;

// A file that was read; hash: XXH3-128 of its content.
struct SourceFile {
    std::string path; // below the sweep's folder where it lies there
    std::string hash;
};

struct CheckpointOfSweep {
    std::string role; // "teacher", "student"
    std::string path;
    std::string hash;
};

using TaskGroups = std::map<std::string, std::vector<std::string>, std::less<>>;
inline constexpr const char* kRecallGroup = "recall";
inline constexpr const char* kCommonsenseGroup = "commonsense";
// The groups of the published scores (halo.md section 6): recall = fda, ruler_qa_squad, swde; commonsense =
// arc_challenge, arc_easy, hellaswag.
[[nodiscard]] const TaskGroups& publishedGroups();

// The results of a layer sweep: the teacher, and for each layer i the teacher with the mixer of layer i replaced.
struct Sweep {
    std::string name;
    std::int64_t layerCount = 0;
    std::string mixer; // published name of the mixer that replaced a layer's; empty when the source does not say
    std::optional<TaskResults> teacher;
    std::map<std::int64_t, TaskResults> layers; // those that were measured, by number
    TaskGroups groups;                          // given by the source; empty: the published ones
    std::vector<SourceFile> files;
    std::vector<CheckpointOfSweep> checkpoints;
    std::vector<std::string> notes;
    std::string license;           // under which a table is given on; empty when the source does not say
    std::vector<Message> warnings; // what was not used, or used instead, each with file and line
};

} // namespace halyard
