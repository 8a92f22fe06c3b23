// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/forward_command.h"

#include "core/base/error.h"
#include "core/run/installation.h"

#include <cerrno>
#include <cstdlib>
#include <unistd.h>

namespace halyard {

void becomeWorker(const std::vector<std::string>& words) {
    const std::filesystem::path worker = findWorker();
    const std::filesystem::path torch = findTorch();
    if (::setenv("LD_LIBRARY_PATH", libraryPathWith(torch).c_str(), 1) != 0 ||
        ::setenv("HALYARD_TORCH_DIR", torch.c_str(), 1) != 0) {
        throw systemError(worker.string(), HALYARD_TEXT("starting"), errno);
    }
    std::vector<std::string> texts = {worker.string()};
    texts.insert(texts.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (std::string& text : texts) {
        arguments.push_back(text.data());
    }
    arguments.push_back(nullptr);
    ::execv(arguments[0], arguments.data());
    throw systemError(worker.string(), HALYARD_TEXT("starting"), errno);
}

Command forwardCommand(const std::string& name, const std::string& summary, std::span<char*> line) {
    std::vector<std::string> words(line.begin() + 1, line.end());
    return {name, summary, [words = std::move(words)](CLI::App& app) {
                // The worker knows the options; it also answers --help.
                app.set_help_flag();
                app.allow_extras();
                app.prefix_command();
                return [words] {
                    becomeWorker(words);
                    return 0;
                };
            }};
}

} // namespace halyard
