// SPDX-License-Identifier: GPL-3.0-or-later
// halyard-worker: computes; started by halyard and the agent.
#include "core/model/mixer.h"
#include "core/worker/bench_command.h"
#include "core/worker/data_command.h"
#include "core/worker/doctor_command.h"
#include "core/worker/export_command.h"
#include "core/worker/generate_command.h"
#include "core/worker/logits_command.h"
#include "core/worker/loss_command.h"
#include "core/worker/perplexity_command.h"
#include "core/worker/run_command.h"
#include "core/worker/sweep_bench.h"
#include "core/worker/transfer_command.h"

int main(int argc, char** argv) {
    using namespace halyard;
    std::vector<Command> commands = {
        dataPrepareCommand(), dataInspectCommand(), runCommand(standardMixers()), lossCommand(standardMixers()),
        perplexityCommand(), exportCommand(),      workerDoctorCommand(),
        logitsCommand(standardMixers()), transferCommand(standardMixers()), generateCommand(standardMixers()),
        sweepBenchCommand(),
    };
    for (Command& command : benchCommands()) {
        commands.push_back(std::move(command));
    }
    return runProgram("halyard-worker", "The part of Halyard that computes.", commands,
                      std::span<char*>(argv, static_cast<std::size_t>(argc)));
}
