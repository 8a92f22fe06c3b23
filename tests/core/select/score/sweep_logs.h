// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/run/scratch_folder.h"

#include <optional>
#include <string>
#include <vector>

namespace halyard::test {

// A row of a table as lm-evaluation-harness prints it. Texts, so that a test can write what is no number.
struct LogRow {
    std::string task; // empty: that of the row above
    std::string metric;
    std::string value;
    std::string error = "N/A";
    std::string arrow = "↑";
};

// A console log in the layout of the published sweeps: messages of several processes, progress bars rewritten in one
// line by carriage returns, the model's line, the table, an empty line.
[[nodiscard]] std::string evaluationLog(const std::vector<LogRow>& rows);
// The number of the line on which the first row of its table stands, and of the log's last line.
[[nodiscard]] int firstRowLine(const std::string& log);

// Means of the six published tasks for one model, as texts.
struct ModelMeans {
    std::string fda, ruler, swde;
    std::string arcChallenge, arcEasy, hellaswag;
};
[[nodiscard]] std::string retrievalLog(const ModelMeans& means);
[[nodiscard]] std::string commonsenseLog(const ModelMeans& means);

// original/ and run/layerN/ with both logs; layer i has the means at i.
void writeSweep(const ScratchFolder& scratch, const std::string& folder, const ModelMeans& teacher,
                const std::vector<ModelMeans>& layers);
// Four layers whose scores of halo are, in order, 10/3, 50 (best at commonsense), 0 (best at recall), 10.
[[nodiscard]] std::vector<ModelMeans> fourLayers();
[[nodiscard]] ModelMeans fourLayersTeacher();

} // namespace halyard::test
