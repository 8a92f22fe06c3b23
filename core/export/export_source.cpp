// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/export_source.h"

#include "core/base/error.h"
#include "core/io/checkpoint_store.h"
#include "core/run/run_folder.h"
#include "core/run/run_summary.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestLineage = 64;

bool isFile(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

std::string shown(const fs::path& path) {
    return printable(path.string());
}

// The run that a path means: a run folder, or one of its checkpoints.
std::optional<fs::path> runOf(const fs::path& path) {
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(path, error);
    for (const fs::path& folder : {whole, whole.parent_path().parent_path()}) {
        if (!error && isFile(folder / "run.json")) {
            return folder;
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> stepOf(const fs::path& checkpoint) {
    std::error_code error;
    if (!isFile(checkpoint / "manifest.json")) {
        return std::nullopt;
    }
    return CheckpointStore::manifest(checkpoint).at("step").get<std::int64_t>();
}

void refuseKind(const fs::path& path, RunKind kind) {
    if (isComposite(kind)) {
        throw invalidInput(HALYARD_TEXT("{run} consists of other runs; export one of the runs in its folder \"children\"."),
                           {{"run", shown(path)}});
    }
    if (kind == RunKind::Stage1) {
        throw invalidInput(
            HALYARD_TEXT("{run} is a stage1 run: it trains mixers, not a whole model. Export a stage2 or stage3 "
                         "run that continues it."),
            {{"run", shown(path)}});
    }
}

CheckpointInfo checkpointOf(const fs::path& run, std::optional<std::int64_t> step, std::vector<Message>& notes) {
    const CheckpointStore store(run / "checkpoints");
    if (step) {
        const auto all = store.list();
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const CheckpointInfo& c) { return c.step == *step; });
        if (found == all.end()) {
            throw invalidInput(
                HALYARD_TEXT("{run} has no checkpoint of step {step}; \"halyard status\" names the newest."),
                {{"run", shown(run)}, {"step", std::to_string(*step)}});
        }
        CheckpointStore::verify(found->path);
        return *found;
    }
    std::vector<std::string> damaged;
    const std::optional<CheckpointInfo> newest = store.newestIntact(&damaged);
    for (const std::string& sentence : damaged) {
        notes.emplace_back(HALYARD_TEXT("A newer checkpoint was passed over. {why}"), Arguments{{"why", sentence}});
    }
    if (!newest) {
        throw invalidInput(HALYARD_TEXT("{run} has no intact checkpoint yet, so there is nothing to export."),
                           {{"run", shown(run)}});
    }
    return *newest;
}

// Follows the models a run started from. Runs that are gone end the chain; they are named in the inputs anyway.
void collectLineage(const fs::path& run, std::optional<std::int64_t> step, std::vector<fs::path>& seen,
                    std::vector<LineageRun>& lineage) {
    if (lineage.size() >= kLongestLineage || std::find(seen.begin(), seen.end(), run) != seen.end()) {
        return;
    }
    seen.push_back(run);
    lineage.push_back({runNameOf(run), RunFolder::open(run).spec(), step});
    const std::vector<RunInput> inputs = lineage.back().spec.inputs;
    for (const RunInput& input : inputs) {
        const bool isModel = input.role == "student" || input.role == "teacher" || input.role == "start";
        const std::optional<fs::path> earlier = isModel ? runOf(input.path) : std::nullopt;
        if (earlier) {
            collectLineage(*earlier, input.step ? input.step : stepOf(input.path), seen, lineage);
        }
    }
}

// The tokenizer named by the newest run that names one, or that a teacher folder holds.
fs::path tokenizerOf(const std::vector<LineageRun>& lineage) {
    for (const char* role : {"tokenizer", "teacher"}) {
        for (const LineageRun& run : lineage) {
            const RunInput* input = run.spec.input(role);
            if (input != nullptr && isFile(fs::path(input->path) / "tokenizer.json")) {
                return input->path;
            }
        }
    }
    return {};
}

void checkOptions(const ExportOptions& options) {
    if (options.run.empty() == options.checkpoint.empty()) {
        throw invalidInput(HALYARD_TEXT("Give either --run or --checkpoint: what is to be exported."));
    }
    if (options.step && options.run.empty()) {
        throw invalidInput(HALYARD_TEXT("--step belongs to --run; a checkpoint folder is one step already."));
    }
    if (!options.tokenizer.empty() && !isFile(options.tokenizer / "tokenizer.json")) {
        throw invalidInput(
            HALYARD_TEXT("{folder} has no tokenizer.json; --tokenizer must be a folder with a tokenizer."),
            {{"folder", shown(options.tokenizer)}});
    }
}

} // namespace

ExportSource findExportSource(const ExportOptions& options) {
    checkOptions(options);
    ExportSource source;
    std::optional<fs::path> run;
    std::optional<std::int64_t> step;
    if (!options.run.empty()) {
        const RunFolder folder = RunFolder::open(options.run);
        refuseKind(options.run, folder.spec().kind);
        const CheckpointInfo checkpoint = checkpointOf(folder.path(), options.step, source.notes);
        if (!checkpoint.finite) {
            throw invalidInput(
                HALYARD_TEXT("{checkpoint} holds weights that are not finite. Choose an earlier one with "
                             "--step."),
                {{"checkpoint", shown(checkpoint.path)}});
        }
        source.model = checkpoint.path;
        step = checkpoint.step;
        run = fs::canonical(folder.path());
    } else {
        if (isFile(options.checkpoint / "run.json") && !isFile(options.checkpoint / "config.json")) {
            throw invalidInput(HALYARD_TEXT("{folder} is a run, not a checkpoint: use --run."),
                               {{"folder", shown(options.checkpoint)}});
        }
        source.model = options.checkpoint;
        run = runOf(options.checkpoint);
        step = stepOf(options.checkpoint);
    }
    if (run) {
        std::vector<fs::path> seen;
        collectLineage(*run, step, seen, source.lineage);
        refuseKind(*run, source.lineage.front().spec.kind);
        source.scaling = parseLogitsScaling(source.lineage.front().spec.model.attn_logits_scaling);
    }
    const bool own = isFile(source.model / "tokenizer.json");
    source.tokenizer = !options.tokenizer.empty() ? options.tokenizer
                       : own                      ? source.model
                                                  : tokenizerOf(source.lineage);
    return source;
}

} // namespace halyard
