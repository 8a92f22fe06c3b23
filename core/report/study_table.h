// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/report/run_measures.h"
#include "core/run/run_folder.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// What one column of the table of a study measures.
struct StudyColumn {
    const char* key;
    const char* label;
    bool lowerIsBetter;
};
// held_out_kl (of the students' predictions to the teacher's), recall, needles (of at most the training length),
// needles_beyond, choices
[[nodiscard]] const std::array<StudyColumn, 5>& studyColumns();

struct StudyCell {
    std::vector<std::optional<double>> values; // by seed; nothing: not measured yet
    std::vector<std::string> folders;          // of the runs they stand in, below the study's folder
    StudyShare pooled;                         // of all seeds; no answers for a column that is no share
    [[nodiscard]] std::optional<double> mean() const;   // of the seeds that are measured
    [[nodiscard]] std::optional<double> spread() const; // their standard deviation, by n − 1; of at least two
};

struct StudyRow {
    std::string method;
    std::vector<std::vector<std::int64_t>> kept; // by seed; empty: not known yet
    std::map<std::string, StudyCell> cells;      // by column
    // Rows of layers that nothing was measured for, "uniform" and "random", and the columns in which this one is worse.
    std::map<std::string, std::vector<std::string>> worseThan;
    std::vector<std::string> warnings; // of its selections, each once
};

// What must be true of the teacher for the comparison to mean something.
struct StudyPrecondition {
    std::string column;
    double least = 0;
    StudyShare measured; // no answers: not yet
    std::string folder;
    [[nodiscard]] bool met() const { return measured.answers > 0 && measured.right >= least * measured.answers; }
};

struct StudyTable {
    std::string study; // its preset
    std::vector<std::int64_t> seeds;
    std::int64_t trainingLength = 0;
    std::vector<StudyPrecondition> preconditions;
    std::vector<StudyRow> rows; // in the order of the study
    bool complete = false;      // nothing is missing
};

// The table of a study as far as its runs have come, read from their folders alone: a row a selection's name, a column
// value a run of stage 2 and seed, from its events and from the evaluations that read it; the teacher is what is evaluated
// without being a run of the study. What cannot be read counts as not measured.
[[nodiscard]] StudyTable studyTable(const RunFolder& study);

[[nodiscard]] Json toJson(const StudyTable& table);
// A line a selector and seed.
[[nodiscard]] std::string toCsv(const StudyTable& table);
// Best first, by held-out KL. markdown: as a table of a README; else in columns of a terminal.
[[nodiscard]] std::string toText(const StudyTable& table, bool markdown);

// Writes table.json and table.csv into the study's folder.
StudyTable writeStudyTable(const RunFolder& study);

} // namespace halyard
