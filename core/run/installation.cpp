// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/installation.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/subprocess.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <vector>

namespace halyard {

namespace fs = std::filesystem;

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

bool holdsTorch(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder / "lib" / "libtorch_cpu.so", error);
}

// The program of a source tree stands in build/<preset>/bin, so the tree is a few folders up.
std::optional<fs::path> torchOfSourceTree() {
    constexpr int kFoldersUp = 4;
    fs::path at = currentProgram().parent_path();
    for (int i = 0; i < kFoldersUp && at.has_relative_path(); ++i, at = at.parent_path()) {
        std::error_code error;
        for (const fs::directory_entry& entry : fs::directory_iterator(at / ".venv" / "lib", error)) {
            const fs::path torch = entry.path() / "site-packages" / "torch";
            if (entry.path().filename().string().starts_with("python3") && holdsTorch(torch)) {
                return torch;
            }
        }
    }
    return std::nullopt;
}

fs::path requireVersion(const fs::path& torch) {
    const std::string found = torchVersionOf(torch);
    if (found.substr(0, found.find('+')) != requiredTorchVersion()) {
        throw invalidInput(HALYARD_TEXT("{path} is LibTorch {found}; this program was built for {needed}. Run \"halyard "
                                        "setup\", or set HALYARD_TORCH_DIR to the torch folder of that version."),
                           {{"path", printable(torch.string())},
                            {"found", found.empty() ? "of an unknown version" : printable(found, 40)},
                            {"needed", requiredTorchVersion()}});
    }
    return torch;
}

} // namespace

std::string requiredTorchVersion() {
    return HALYARD_TORCH_VERSION;
}

std::string torchVersionOf(const fs::path& torchFolder) {
    try {
        const std::string text = readFile(torchFolder / "version.py", 65536);
        const std::string mark = "__version__ = '";
        const std::size_t at = text.find(mark);
        const std::size_t begin = at + mark.size();
        return at == std::string::npos ? std::string() : text.substr(begin, text.find('\'', begin) - begin);
    } catch (const Error&) {
        return "";
    }
}

fs::path dataFolder() {
    if (const std::string data = variable("XDG_DATA_HOME"); !data.empty()) {
        return fs::path(data) / "halyard";
    }
    if (const std::string home = variable("HOME"); !home.empty()) {
        return fs::path(home) / ".local" / "share" / "halyard";
    }
    throw invalidInput(HALYARD_TEXT("Neither HOME nor XDG_DATA_HOME is set, so there is no place for data. Set one of them."));
}

fs::path findTorch() {
    if (const std::string given = variable("HALYARD_TORCH_DIR"); !given.empty()) {
        if (!holdsTorch(given)) {
            throw invalidInput(HALYARD_TEXT("HALYARD_TORCH_DIR is {path}, which holds no lib/libtorch_cpu.so. Set it to the "
                                            "torch folder of a wheel, or unset it."),
                               {{"path", printable(given)}});
        }
        return requireVersion(given);
    }
    if (const auto torch = torchOfSourceTree()) {
        return requireVersion(*torch);
    }
    const bool hasDataFolder = !variable("XDG_DATA_HOME").empty() || !variable("HOME").empty();
    if (hasDataFolder && holdsTorch(dataFolder() / "torch")) {
        return requireVersion(dataFolder() / "torch");
    }
    throw invalidInput(HALYARD_TEXT("LibTorch {needed} was not found. Run \"halyard setup\" to fetch it, or set "
                                    "HALYARD_TORCH_DIR to the torch folder of a wheel."),
                       {{"needed", requiredTorchVersion()}});
}

fs::path findWorker() {
    const fs::path here = currentProgram().parent_path();
    for (const fs::path& candidate : {here / "halyard-worker", here.parent_path() / "libexec" / "halyard" / "halyard-worker"}) {
        std::error_code error;
        if (fs::exists(candidate, error)) {
            return candidate;
        }
    }
    throw invalidInput(HALYARD_TEXT("halyard-worker was not found beside {path}. This installation can read and create runs "
                                    "but not compute; install the worker, or run this on a machine that has it."),
                       {{"path", printable(currentProgram().string())}});
}

fs::path findAgent() {
    const fs::path here = currentProgram().parent_path();
    for (const fs::path& candidate : {here / "halyard-agent", here.parent_path().parent_path() / "bin" / "halyard-agent"}) {
        std::error_code error;
        if (fs::exists(candidate, error)) {
            return candidate;
        }
    }
    throw invalidInput(HALYARD_TEXT("halyard-agent was not found beside {path}; it supervises runs. Install it there."),
                       {{"path", printable(currentProgram().string())}});
}

std::vector<fs::path> findPythons() {
    std::vector<fs::path> found;
    if (const std::string chosen = variable("HALYARD_PYTHON"); !chosen.empty()) {
        std::istringstream names(chosen);
        for (std::string name; std::getline(names, name, ':');) {
            if (!name.empty()) {
                found.emplace_back(name);
            }
        }
        return found;
    }
    constexpr int kFoldersUp = 6;
    fs::path folder = currentProgram().parent_path();
    for (int i = 0; i < kFoldersUp && folder.has_relative_path(); ++i, folder = folder.parent_path()) {
        std::error_code error;
        if (!fs::exists(folder / "CMakePresets.json", error)) {
            continue;
        }
        for (const char* environment : {".venv", ".venv-transformers5"}) {
            if (const fs::path python = folder / environment / "bin/python"; fs::exists(python, error)) {
                found.push_back(python);
            }
        }
        break;
    }
    return found;
}

std::string libraryPathWith(const fs::path& torchFolder) {
    const std::string before = variable("LD_LIBRARY_PATH");
    return (torchFolder / "lib").string() + (before.empty() ? "" : ":" + before);
}

void shortenThreadWaits() {
    if (variable("OMP_WAIT_POLICY").empty()) {
        (void)::setenv("GOMP_SPINCOUNT", "1000", 0); // fails without memory only, and then nothing else works
    }
}

} // namespace halyard
