// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// Where the program's own parts and LibTorch are on this machine.

// The LibTorch this program was built for, "2.11.0".
[[nodiscard]] std::string requiredTorchVersion();

// What version.py of a torch folder says, "2.11.0+cpu"; empty when it cannot be read.
[[nodiscard]] std::string torchVersionOf(const std::filesystem::path& torchFolder);

// The torch folder to use: HALYARD_TORCH_DIR; the .venv of the source tree that holds this program;
// $XDG_DATA_HOME/halyard/torch. Throws Error(InvalidInput) with the fix when there is none or its version is another.
[[nodiscard]] std::filesystem::path findTorch();

// $XDG_DATA_HOME/halyard, or ~/.local/share/halyard. Throws Error(InvalidInput) when neither variable says where.
[[nodiscard]] std::filesystem::path dataFolder();

// halyard-worker beside this program, or in ../libexec/halyard. Throws Error(InvalidInput) when it is not there.
[[nodiscard]] std::filesystem::path findWorker();

// halyard-agent beside this program, or in ../../bin of a worker in libexec. Throws Error(InvalidInput) when it is not there.
[[nodiscard]] std::filesystem::path findAgent();

// The interpreters that the worker may ask for what only Python's packages can: those HALYARD_PYTHON names (":" between two),
// else .venv/bin/python and .venv-transformers5/bin/python of the source tree the running program was built in, where they are.
[[nodiscard]] std::vector<std::filesystem::path> findPythons();

// LD_LIBRARY_PATH for the worker: the torch libraries before what is there already.
[[nodiscard]] std::string libraryPathWith(const std::filesystem::path& torchFolder);

// For this process and what it starts: threads of LibTorch that wait for each other hold on to a core for a few
// microseconds only. By default they spin for milliseconds, and with another busy program on the machine a training step
// then takes ten times as long. GOMP_SPINCOUNT or OMP_WAIT_POLICY set by the user stay as they are.
void shortenThreadWaits();

} // namespace halyard
