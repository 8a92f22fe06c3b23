// SPDX-License-Identifier: GPL-3.0-or-later
// halyard-agent: starts and supervises runs.
#include "core/run/installation.h"
#include "remote/agent/supervise_command.h"

int main(int argc, char** argv) {
    using namespace halyard;
    shortenThreadWaits();
    return runProgram("halyard-agent", "Starts and supervises runs.", {superviseCommand()},
                      std::span<char*>(argv, static_cast<std::size_t>(argc)));
}
