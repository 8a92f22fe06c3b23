// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/select/score/sweep_logs.h"

#include <algorithm>

namespace halyard::test {

namespace {

std::string padded(std::string text, std::size_t width) {
    // Arrows take three bytes and one column.
    const std::size_t columns = text.starts_with("\xE2") ? 1 : text.size();
    text.append(width > columns ? width - columns : 0, ' ');
    return text;
}

std::string tableLine(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
    std::string line = "|";
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += padded(cells[i], widths[i]) + "|";
    }
    return line + "\n";
}

std::string progress(const char* what, int total) {
    std::string line;
    for (int done = 0; done <= total; done += total / 8) {
        line += "\rRunning " + std::string(what) + " requests:  " + std::to_string(100 * done / total) +
                "%|████▊     | " + std::to_string(done) + "/" + std::to_string(total) + " [00:01<00:02, 59.17it/s]";
    }
    return line + "\n";
}

} // namespace

std::string evaluationLog(const std::vector<LogRow>& rows) {
    std::string log = "The following values were not passed to the launcher and had defaults used "
                      "instead:\n\t`--num_machines` was set "
                      "to a value of `1`\n";
    for (int process = 0; process < 3; ++process) {
        log += "2026-01-0" + std::to_string(process + 1) +
               ":10:00:00 INFO     [evaluator:185] Setting random seed to 0 | Setting numpy seed to 1234 | Setting "
               "torch seed\n";
    }
    log += progress("loglikelihood", 6802) + progress("generate_until", 340);
    log += "hf (pretrained=models/qwen3,dtype=bfloat16), gen_kwargs: (None), limit: None, num_fewshot: 0, batch_size: "
           "16\n";
    std::size_t widest = 7;
    for (const LogRow& row : rows) {
        widest = std::max(widest, row.task.size());
    }
    const std::vector<std::size_t> widths = {widest, 7, 6, 6, 8, 3, 6, 3, 6};
    log += tableLine({" Tasks", "Version", "Filter", "n-shot", " Metric", "", "Value", "", "Stderr"}, widths);
    log += tableLine(
        {std::string(widest, '-'), "------:", "------", "-----:", "--------", "---", "-----:", "---", "-----:"},
        widths);
    for (const LogRow& row : rows) {
        log += tableLine({row.task, row.task.empty() ? "" : "      1", "none", "     0", row.metric, row.arrow,
                          row.value, "±", row.error},
                         widths);
    }
    return log + "\n";
}

int firstRowLine(const std::string& log) {
    const std::size_t heading = log.find("| Tasks");
    return static_cast<int>(std::count(log.begin(), log.begin() + static_cast<std::ptrdiff_t>(heading), '\n')) + 3;
}

std::string retrievalLog(const ModelMeans& means) {
    return evaluationLog(
        {{"fda", "contains", means.fda}, {"ruler_qa_squad", "4096", means.ruler}, {"swde", "contains", means.swde}});
}

std::string commonsenseLog(const ModelMeans& means) {
    return evaluationLog({{"arc_challenge", "acc", "0.1111", "0.0143"},
                          {"", "acc_norm", means.arcChallenge, "0.0100"},
                          {"arc_easy", "acc", "0.1111", "0.0092"},
                          {"", "acc_norm", means.arcEasy, "0.0100"},
                          {"hellaswag", "acc", "0.1111", "0.0050"},
                          {"", "acc_norm", means.hellaswag, "0.0100"}});
}

void writeSweep(const ScratchFolder& scratch, const std::string& folder, const ModelMeans& teacher,
                const std::vector<ModelMeans>& layers) {
    scratch.write(folder + "/original/retrieval_eval.log", retrievalLog(teacher));
    scratch.write(folder + "/original/commonsense_eval.log", commonsenseLog(teacher));
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const std::string layer = folder + "/run/layer" + std::to_string(i);
        scratch.write(layer + "/retrieval_eval.log", retrievalLog(layers[i]));
        scratch.write(layer + "/commonsense_eval.log", commonsenseLog(layers[i]));
    }
}

std::vector<ModelMeans> fourLayers() {
    return {{"0.5000", "0.7000", "0.6000", "0.5700", "0.5700", "0.5700"},
            {"0.5000", "0.7000", "0.6000", "0.6000", "0.6000", "0.6000"},
            {"0.6000", "0.8000", "0.7000", "0.5900", "0.5900", "0.5900"},
            {"0.3000", "0.5000", "0.4000", "0.5700", "0.5700", "0.5700"}};
}

ModelMeans fourLayersTeacher() {
    return {"0.6100", "0.8100", "0.7100", "0.5800", "0.5800", "0.5800"};
}

} // namespace halyard::test
