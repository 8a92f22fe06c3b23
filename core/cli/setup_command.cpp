// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/subprocess.h"
#include "core/cli/doctor_command.h"
#include "core/run/installation.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// What the CPU part of LibTorch links to in its wheel.
constexpr const char* kCudaRuntime = "nvidia-cuda-runtime==13.0.96";
constexpr const char* kCudaProfiler = "nvidia-cuda-cupti==13.0.85";

bool hasNvidiaDevice() {
    std::error_code error;
    return fs::exists("/dev/nvidiactl", error) || fs::exists("/proc/driver/nvidia/version", error);
}

std::string findPython() {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path == nullptr ? "" : path);
    for (std::string folder; std::getline(folders, folder, ':');) {
        std::error_code error;
        const fs::path candidate = fs::path(folder) / "python3";
        if (folder.starts_with('/') && fs::is_regular_file(fs::canonical(candidate, error), error)) {
            return candidate.string();
        }
    }
    throw invalidInput(HALYARD_TEXT("python3 was not found on PATH; its pip fetches LibTorch. Install it: apt install "
                                    "python3-pip"));
}

void install(const std::string& python, const fs::path& target, std::vector<std::string> packages, bool dependencies) {
    std::vector<std::string> arguments = {python, "-m", "pip", "install", "--target", target.string(),
                                          "--upgrade", "--no-input", "--disable-pip-version-check", "--quiet"};
    if (!dependencies) {
        arguments.emplace_back("--no-deps");
    }
    arguments.insert(arguments.end(), packages.begin(), packages.end());
    const SubprocessResult result = runSubprocess({.arguments = arguments, .extraEnvironment = {}, .captureOutput = true});
    if (result.exitCode != 0) {
        throw failure(HALYARD_TEXT("pip could not fetch {package}; its message is above. Check the network and the free "
                                   "space of {folder}, and call \"halyard setup\" again."),
                      {{"package", packages.front()}, {"folder", printable(target.parent_path().string())}});
    }
}

// dataFolder()/torch is the torch package; what it links to ("nvidia") stands beside it, as in site-packages.
void placeBeside(const fs::path& from, const fs::path& folder) {
    for (const char* name : {"nvidia", "torch"}) {
        if (!fs::exists(from / name)) {
            continue;
        }
        std::error_code error;
        fs::remove_all(folder / name, error);
        fs::rename(from / name, folder / name, error);
        if (error) {
            throw systemError((folder / name).string(), HALYARD_TEXT("renaming"), error.value());
        }
    }
    syncFolder(folder);
}

int setUp(bool json) {
    const fs::path folder = dataFolder();
    const fs::path torch = folder / "torch";
    const std::string version = requiredTorchVersion();
    const std::string found = torchVersionOf(torch);
    if (found.substr(0, found.find('+')) != version) {
        const std::string python = findPython();
        std::error_code error;
        fs::create_directories(folder, error);
        removeLeftovers(folder);
        // Removed with all it holds unless its parts have been moved to their places; never committed itself.
        const AtomicFolder download(folder / "download");
        std::fprintf(stderr, "Fetching LibTorch %s into %s.\n", version.c_str(), printable(folder.string()).c_str());
        if (hasNvidiaDevice()) {
            install(python, download.path(), {"torch==" + version}, true);
        } else {
            install(python, download.path(), {"torch==" + version}, false);
            install(python, download.path(), {kCudaRuntime, kCudaProfiler}, false);
        }
        placeBeside(download.path(), folder);
    }
    if (json) {
        printJson(Json{{"torch_dir", torch.string()}, {"torch", torchVersionOf(torch)}}.dump());
    } else {
        std::printf("LibTorch %s is in %s.\n", torchVersionOf(torch).c_str(), printable(torch.string()).c_str());
    }
    return 0;
}

} // namespace

Command setupCommand() {
    return {"setup", "Fetch LibTorch into the data folder", [](CLI::App& app) {
                const auto json = std::make_shared<bool>(false);
                app.add_flag("--json", *json, "print the result as JSON");
                return [json] { return setUp(*json); };
            }};
}

} // namespace halyard
