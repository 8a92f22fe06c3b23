// SPDX-License-Identifier: GPL-3.0-or-later
// halyard-agent: supervises runs, works off their queue, answers workbenches.
#include "core/run/installation.h"
#include "remote/agent/job_command.h"
#include "remote/agent/stdio_command.h"
#include "remote/agent/supervise_command.h"

int main(int argc, char** argv) {
    using namespace halyard;
    shortenThreadWaits();
    return runProgram("halyard-agent", "Supervises runs, works off their queue, and answers workbenches.",
                      {superviseCommand(), schedulerCommand(), stdioCommand(), jobCommand()},
                      std::span<char*>(argv, static_cast<std::size_t>(argc)));
}
