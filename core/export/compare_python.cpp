// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/compare_python.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/exchange_folder.h"
#include "core/base/json.h"
#include "core/base/subprocess.h"
#include "core/export/python_sources.h"
#include "core/io/safetensors.h"

#include <algorithm>
#include <csignal>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kLongestLimit = 1'000'000; // seconds

std::span<const std::byte> bytesOf(const at::Tensor& tensor) {
    return {static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()};
}

void writeExpected(const fs::path& file, const at::Tensor& ids_BT, const at::Tensor& logits_BTV) {
    SafetensorsWriter writer(
        file, {{"ids", DType::I64, ids_BT.sizes().vec()}, {"logits", DType::F32, logits_BTV.sizes().vec()}});
    writer.append(bytesOf(ids_BT.contiguous()));
    writer.append(bytesOf(logits_BTV.contiguous()));
    writer.commit();
}

PythonComparison notCompared(Sentence why, Arguments arguments = {}) {
    PythonComparison result;
    result.unavailable = Message(why, std::move(arguments));
    return result;
}

PythonComparison interpret(const std::string& answer, const fs::path& python) {
    const Json document = parseJson(answer, "the comparison in Python");
    const std::string status = document.value("status", "");
    const std::string reason = printable(document.value("reason", ""), 400);
    PythonComparison result;
    if (status == "compared") {
        result.transformers = printable(document.at("transformers").get<std::string>(), 40);
        result.error = document.at("error").get<double>();
        return result;
    }
    if (status == "failed") {
        result.failure = reason;
        return result;
    }
    return notCompared(HALYARD_TEXT("The folder was not loaded with transformers: {python} cannot ({reason})."),
                       {{"python", printable(python.string())}, {"reason", reason}});
}

} // namespace

PythonComparison comparePython(const PythonComparisonOptions& options) {
    std::error_code error;
    if (options.python.empty() || !fs::exists(options.python, error)) {
        return notCompared(
            HALYARD_TEXT("The folder was not loaded with transformers: no Python was found. Set HALYARD_PYTHON "
                         "to one that has transformers to compare there too."));
    }
    const ExchangeFolder scratch("halyard-export");
    const fs::path expected = scratch.path() / "expected.safetensors";
    writeExpected(expected, options.ids_BT, options.logits_BTV);
    SubprocessResult result;
    try {
        result = runSubprocess(
            {.arguments = {options.python.string(), "-c", std::string(comparisonScript().text),
                           fs::absolute(options.folder).string(), expected.string(),
                           options.type == at::kFloat ? "float32" : "bfloat16", std::to_string(options.seconds)},
             .extraEnvironment = {{"HF_HUB_OFFLINE", "1"},
                                  {"HF_MODULES_CACHE", (scratch.path() / "modules").string()},
                                  {"PYTHONDONTWRITEBYTECODE", "1"},
                                  {"CUDA_VISIBLE_DEVICES", ""}},
             .captureOutput = true,
             .timeLimitSeconds = static_cast<int>(std::min<std::int64_t>(options.seconds, kLongestLimit))});
    } catch (const Error& failed) {
        return notCompared(HALYARD_TEXT("The folder was not loaded with transformers: {why}"),
                           {{"why", failed.what()}});
    }
    Cancellation::throwIfRequested();
    if (result.timedOut || result.signal == SIGALRM) {
        return notCompared(
            HALYARD_TEXT("The folder was not loaded with transformers: that took more than {seconds} s."),
            {{"seconds", std::to_string(options.seconds)}});
    }
    if (result.exitCode != 0) {
        const std::string how = result.signal != 0 ? "signal " + std::to_string(result.signal)
                                                   : "exit code " + std::to_string(result.exitCode);
        return notCompared(HALYARD_TEXT("The folder was not loaded with transformers: {python} ended with {how}."),
                           {{"python", printable(options.python.string())}, {"how", how}});
    }
    try {
        return interpret(result.output, options.python);
    } catch (const std::exception&) {
        return notCompared(HALYARD_TEXT("The folder was not loaded with transformers: {python} gave no answer."),
                           {{"python", printable(options.python.string())}});
    }
}

} // namespace halyard
