// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/parquet_rows.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/exchange_folder.h"
#include "core/base/file.h"
#include "core/base/subprocess.h"
#include "core/run/installation.h"

#include <array>
#include <unistd.h>
#include <vector>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLargestText = std::size_t{2} << 30U;
constexpr int kSecondsAllowed = 900;
constexpr int kHasNoPyarrow = 3;
constexpr int kIsDamaged = 4;

std::vector<fs::path> interpreters() {
    std::vector<fs::path> found = findPythons();
    std::error_code error;
    for (const char* path : {"/usr/bin/python3", "/usr/local/bin/python3"}) {
        if (fs::exists(path, error)) {
            found.emplace_back(path);
        }
    }
    return found;
}

[[noreturn]] void refuse(const fs::path& file, std::string why) {
    why.erase(why.find_last_not_of("\n.") + 1);
    throw invalidInput(HALYARD_TEXT("{file} cannot be read as a Parquet file: {why}."),
                       {{"file", printable(file.string())}, {"why", printable(why, 400)}});
}

} // namespace

bool isParquet(const fs::path& file) {
    std::array<char, 4> begin{};
    const FileDescriptor descriptor = openRegularFile(file);
    const ssize_t got = ::pread(descriptor.get(), begin.data(), begin.size(), 0);
    return got == static_cast<ssize_t>(begin.size()) && std::string_view(begin.data(), begin.size()) == "PAR1";
}

std::string parquetRows(const fs::path& file, std::int64_t limit) {
    const ExchangeFolder scratch("halyard-parquet");
    const fs::path lines = scratch.path() / "rows.jsonl";
    for (const fs::path& python : interpreters()) {
        const SubprocessResult result = runSubprocess(
            {.arguments = {python.string(), "-c", std::string(parquetScript()), fs::absolute(file).string(), lines.string(),
                           std::to_string(limit)},
             .extraEnvironment = {{"PYTHONDONTWRITEBYTECODE", "1"}},
             .captureOutput = true,
             .timeLimitSeconds = kSecondsAllowed});
        Cancellation::throwIfRequested();
        if (result.exitCode == 0) {
            return readFile(lines, kLargestText);
        }
        if (result.exitCode == kIsDamaged) {
            refuse(file, result.output);
        }
        if (result.exitCode != kHasNoPyarrow) {
            refuse(file, result.timedOut ? "that took more than " + std::to_string(kSecondsAllowed) + " s"
                                         : python.string() + " ended with exit code " + std::to_string(result.exitCode));
        }
    }
    throw invalidInput(HALYARD_TEXT("{file} is a Parquet file; reading it needs a Python with pyarrow, and none was found. Install "
                                    "it (pip install pyarrow) and name that Python in HALYARD_PYTHON, or make jsonl of the file."),
                       {{"file", printable(file.string())}});
}

} // namespace halyard
