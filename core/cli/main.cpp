// SPDX-License-Identifier: GPL-3.0-or-later
// halyard: reads, validates, lists and starts; what computes is halyard-worker.
#include "core/cli/demo_command.h"
#include "core/cli/doctor_command.h"
#include "core/cli/eval_command.h"
#include "core/cli/forward_command.h"
#include "core/cli/new_command.h"
#include "core/cli/run_command.h"
#include "core/cli/select_command.h"
#include "core/cli/status_command.h"
#include "core/cli/study_command.h"
#include "core/cli/tokenize_command.h"
#include "core/run/installation.h"

int main(int argc, char** argv) {
    using namespace halyard;
    shortenThreadWaits();
    const std::span<char*> line(argv, static_cast<std::size_t>(argc));
    std::vector<Command> commands = {
        demoCommand(),
        studyCommand(),
        newCommand(),
        fieldsCommand(),
        runCommand(),
        statusCommand(),
        stopCommand(),
        selectRankCommand(),
        selectGaS2Command(),
        selectListCommand(),
        selectUniformCommand(),
        selectRandomCommand(),
        selectCompareCommand(),
        selectTableCommand(),
        selectSweepCommand(),
        tokenizeCommand(),
        doctorCommand(),
        setupCommand(),
        forwardCommand("data", "Prepare text for training, or look at what was prepared", line),
        forwardCommand("transfer", "Make a student from a teacher", line),
        forwardCommand("logits", "Write a model's logits", line),
        forwardCommand("loss", "Write an objective's loss and gradients", line),
        forwardCommand("generate", "Continue a text", line),
        forwardCommand("eval perplexity", "How well models predict prepared text", line),
        forwardCommand("export", "Write a model folder for transformers", line),
        forwardCommand("bench", "Time a piece of work", line),
    };
    for (std::vector<Command> some : {evalCommands(), selectScreenCommands()}) {
        std::move(some.begin(), some.end(), std::back_inserter(commands));
    }
    return runProgram("halyard", "Distils softmax-attention language models into hybrids of linear attention.", commands, line);
}
