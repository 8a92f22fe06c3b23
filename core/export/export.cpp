// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/export.h"

#include "core/base/atomic_file.h"
#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/message_json.h"
#include "core/base/progress.h"
#include "core/export/compare_logits.h"
#include "core/export/compare_python.h"
#include "core/export/export_config.h"
#include "core/export/export_source.h"
#include "core/export/export_target.h"
#include "core/export/model_card.h"
#include "core/export/python_sources.h"
#include "core/export/tokenizer_files.h"
#include "core/run/installation.h"

#include <algorithm>
#include <cstring>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr const char* kHead = "lm_head.weight";
constexpr const char* kEmbedding = "model.embed_tokens.weight";
constexpr std::uint64_t kMegabyte = 1'000'000;
// Of the logits of equal weights computed twice by this program: the order of sums in a library may follow the
// alignment of the data.
constexpr double kReloadFloatTolerance = 1e-5;
constexpr double kReloadBfloatTolerance = 2e-2;
// Of logits between this program and transformers: another order of summation, through every layer.
constexpr double kFloatTolerance = 2e-4;
constexpr double kBfloatTolerance = 0.15;

using Entries = std::map<std::string, TensorFolder::Entry>;

bool sameBytes(const TensorFolder::Entry& a, const TensorFolder::Entry& b) {
    return a.info->dtype == b.info->dtype && a.info->shape == b.info->shape && a.bytes().size() == b.bytes().size() &&
           (a.bytes().empty() || std::memcmp(a.bytes().data(), b.bytes().data(), a.bytes().size()) == 0);
}

// What is written: everything but a copy of tied embeddings.
Entries exportedTensors(const ModelFolder& model) {
    Entries out = model.tensors.tensors();
    const auto head = out.find(kHead);
    const auto embedding = out.find(kEmbedding);
    if (model.config.tie_word_embeddings && head != out.end() && embedding != out.end()) {
        if (!sameBytes(head->second, embedding->second)) {
            throw invalidInput(
                HALYARD_TEXT("{folder}: config.json says \"tie_word_embeddings\": true, but lm_head.weight differs "
                             "from model.embed_tokens.weight. Correct the one that is wrong."),
                {{"folder", printable(model.path.string())}});
        }
        out.erase(head);
    }
    return out;
}

LogitsScaling chooseScaling(const ExportOptions& options, const ExportSource& source, const ModelConfig& config,
                            Message& reason) {
    if (config.family != ModelFamily::HypeNet) {
        if (options.scaling && options.scaling->kind != LogitsScaling::Kind::None) {
            throw invalidInput(
                HALYARD_TEXT("A Qwen3 model has no attn_logits_scaling; leave --attn-logits-scaling out."));
        }
        return {};
    }
    if (options.scaling) {
        reason = Message(HALYARD_TEXT("as asked"));
        return *options.scaling;
    }
    if (source.scaling) {
        reason = Message(HALYARD_TEXT("as the run says"));
        return *source.scaling;
    }
    if (config.attn_logits_scaling.kind != LogitsScaling::Kind::None) {
        reason = Message(HALYARD_TEXT("as the checkpoint's config.json says"));
        return config.attn_logits_scaling;
    }
    reason =
        Message(HALYARD_TEXT("the published setting, because none was given; --attn-logits-scaling none turns it off"));
    return {LogitsScaling::Kind::Position, 500};
}

class Exporter {
public:
    explicit Exporter(const ExportOptions& options)
        : m_options(options), m_source(findExportSource(options)), m_model(openModelFolder(m_source.model)),
          m_tensors(exportedTensors(m_model)) {
        m_report.notes = m_source.notes;
        m_report.dtype = storedDtype(m_model);
        m_report.scaling = chooseScaling(options, m_source, m_model.config, m_report.scalingReason);
        m_model.config.attn_logits_scaling = m_report.scaling;
        m_report.out = options.out;
    }

    ExportReport run() {
        checkExportTarget(m_options.out, m_source.model);
        removeLeftoversOf(m_options.out);
        AtomicFolder folder(m_options.out);
        check("tensors", [&] { writeWeights(folder.path()); });
        check("config", [&] { writeDocuments(folder.path()); });
        check("read_back", [&] { compareTensors(folder.path()); });
        Logits expected;
        check("logits", [&] { expected = compareLogits(folder.path()); });
        check("python", [&] { comparePythons(folder.path(), expected); });
        Cancellation::throwIfRequested();
        folder.commit();
        return std::move(m_report);
    }

private:
    // Of the checkpoint.
    struct Logits {
        at::Tensor ids_BT;
        at::Tensor logits_BTV;
        at::ScalarType type = at::kFloat;
    };

    void tell(CheckLine::State state) const {
        if (m_options.tell) {
            m_options.tell({m_check, state, m_facts});
        }
    }

    // Tells that a check is made, and how it ended; it puts what it measured into m_facts.
    void check(const char* name, const std::function<void()>& make) {
        m_check = name;
        m_facts = Json::object();
        tell(CheckLine::State::Running);
        try {
            make();
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Stopped) {
                tell(CheckLine::State::Failed);
            }
            throw;
        }
        tell(m_facts.contains("unavailable") && !m_facts.contains("compared") ? CheckLine::State::Skipped : CheckLine::State::Passed);
    }

    void writeWeights(const fs::path& folder) {
        std::vector<SafetensorsWriter::Declaration> declarations;
        for (const auto& [name, entry] : m_tensors) {
            declarations.push_back({name, entry.info->dtype, entry.info->shape});
            m_report.parameters += static_cast<std::int64_t>(elementCount(entry.info->shape).value_or(0));
            m_report.bytes += entry.info->bytes();
        }
        const ShardPlan plan = planShards(declarations, m_options.maxShardBytes);
        Progress progress("writing weights", m_report.bytes / kMegabyte, "MB");
        std::uint64_t written = 0;
        for (const ShardPlan::Shard& shard : plan.shards) {
            SafetensorsWriter writer(folder / shard.fileName, shard.tensors, {{"format", "pt"}});
            for (const SafetensorsWriter::Declaration& tensor : shard.tensors) {
                Cancellation::throwIfRequested();
                const auto bytes = m_tensors.at(tensor.name).bytes();
                writer.append(bytes);
                written += bytes.size();
                progress.update(written / kMegabyte);
            }
            writer.commit();
        }
        if (!plan.index.is_null()) {
            writeJsonFile(folder / "model.safetensors.index.json", plan.index);
        }
        m_report.tensors = static_cast<std::int64_t>(m_tensors.size());
        m_report.shards = static_cast<std::int64_t>(plan.shards.size());
        m_facts = {{"tensors", m_report.tensors}, {"bytes", m_report.bytes}};
    }

    void writeDocuments(const fs::path& folder) {
        const Json config = exportedConfig(m_model.config, m_report.scaling, m_report.dtype);
        m_report.architecture = config.at("architectures").at(0).get<std::string>();
        m_facts["architecture"] = printable(m_report.architecture);
        writeJsonFile(folder / "config.json", config);
        SpecialTokens tokens;
        if (m_source.tokenizer.empty()) {
            m_report.notes.emplace_back(
                HALYARD_TEXT("No tokenizer is known for this model, so the folder has none. Give one with "
                             "--tokenizer."));
        } else {
            tokens = copyTokenizer(m_source.tokenizer, folder, m_model.config.vocab_size, m_report.notes);
        }
        writeJsonFile(folder / "generation_config.json", exportedGenerationConfig(m_model, tokens));
        if (m_model.config.family == ModelFamily::HypeNet) {
            for (const PythonSource& source : huggingFaceSources()) {
                writeFileAtomically(folder / source.fileName, source.text);
            }
        }
        const fs::path& out = m_options.out;
        const std::string name = (out.has_filename() ? out : out.parent_path()).filename().string();
        writeFileAtomically(folder / "README.md",
                            modelCard({name, m_model.config, m_source, m_report, !m_source.tokenizer.empty()}));
        writeMark(folder);
    }

    // Says that this folder is an export, and of what.
    void writeMark(const fs::path& folder) const {
        Json files = Json::object();
        for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
            files[entry.path().filename().string()] = {{"bytes", static_cast<std::uint64_t>(entry.file_size())},
                                                       {"hash", hashOfFile(entry.path())}};
        }
        writeJsonFile(folder / kExportMark, {{"format", kExportFormat},
                                             {"schema", 1},
                                             {"attn_logits_scaling", toJson(m_report.scaling)},
                                             {"lineage", lineageJson(m_source.lineage)},
                                             {"files", files}});
    }

    void compareTensors(const fs::path& folder) {
        const ModelFolder written = openModelFolder(folder);
        const Entries& tensors = written.tensors.tensors();
        for (const auto& [name, entry] : m_tensors) {
            Cancellation::throwIfRequested();
            const auto found = tensors.find(name);
            if (found == tensors.end() || !sameBytes(entry, found->second)) {
                throw failure(
                    HALYARD_TEXT("Read back, tensor \"{tensor}\" is not what was written. Nothing was exported; check "
                                 "the disk of {out}."),
                    {{"tensor", printable(name)}, {"out", printable(m_options.out.string())}});
            }
        }
        if (tensors.size() != m_tensors.size()) {
            throw failure(
                HALYARD_TEXT("Read back, the folder has {found} tensors instead of {wanted}. Nothing was exported; "
                             "check the disk of {out}."),
                {{"found", std::to_string(tensors.size())},
                 {"wanted", std::to_string(m_tensors.size())},
                 {"out", printable(m_options.out.string())}});
        }
        m_facts["tensors"] = tensors.size();
    }

    Logits compareLogits(const fs::path& folder) {
        const at::Tensor ids_BT = comparisonIds(m_model.config.vocab_size);
        const at::ScalarType type = comparisonType(m_model, m_report.dtype);
        const at::Tensor expected_BTV = logitsOf(m_model, ids_BT, type);
        if (!expected_BTV.isfinite().all().item<bool>()) {
            throw invalidInput(
                HALYARD_TEXT("{checkpoint}: its logits are not finite, so it is not exported. Choose an earlier "
                             "checkpoint."),
                {{"checkpoint", printable(m_source.model.string())}});
        }
        Cancellation::throwIfRequested();
        const double error = relativeError(logitsOf(openModelFolder(folder), ids_BT, type), expected_BTV);
        const double limit = type == at::kFloat ? kReloadFloatTolerance : kReloadBfloatTolerance;
        m_facts = {{"error", error}, {"limit", limit}};
        if (!(error <= limit)) {
            throw failure(
                HALYARD_TEXT("The exported folder computes other logits than the checkpoint (relative error {error}). "
                             "Nothing was exported."),
                {{"error", Json(error).dump()}});
        }
        m_report.logitsError = error;
        return {ids_BT, expected_BTV, type};
    }

    void comparePythons(const fs::path& folder, const Logits& expected) {
        std::vector<fs::path> pythons = m_options.pythons.empty() ? findPythons() : m_options.pythons;
        if (pythons.empty()) {
            pythons.emplace_back(); // says that there is none
        }
        for (const fs::path& python : pythons) {
            comparePythonLogits(python, folder, expected);
            if (python != pythons.back()) {
                tell(CheckLine::State::Running);
            }
        }
    }

    void comparePythonLogits(const fs::path& python, const fs::path& folder, const Logits& expected) {
        const PythonComparison result = comparePython({.python = python,
                                                       .folder = folder,
                                                       .ids_BT = expected.ids_BT,
                                                       .logits_BTV = expected.logits_BTV,
                                                       .type = expected.type,
                                                       .seconds = m_options.pythonSeconds});
        if (result.failure) {
            throw failure(
                HALYARD_TEXT("transformers cannot load the exported folder ({reason}). Nothing was exported."),
                {{"reason", *result.failure}});
        }
        if (!result.transformers) {
            m_report.notes.push_back(result.unavailable);
            m_facts["unavailable"] = toJson(result.unavailable);
            return;
        }
        m_facts["limit"] = expected.type == at::kFloat ? kFloatTolerance : kBfloatTolerance;
        m_facts["compared"].push_back({{"transformers", *result.transformers}, {"error", result.error}});
        if (!(result.error <= m_facts["limit"].get<double>())) {
            throw failure(
                HALYARD_TEXT("transformers {version} computes other logits from the exported folder (relative error "
                             "{error}). Nothing was exported."),
                {{"version", *result.transformers}, {"error", Json(result.error).dump()}});
        }
        m_report.agreements.push_back({*result.transformers, result.error});
    }

    const ExportOptions& m_options;
    ExportSource m_source;
    ModelFolder m_model;
    Entries m_tensors;
    ExportReport m_report;
    const char* m_check = "";
    Json m_facts;
};

} // namespace

ExportReport exportModel(const ExportOptions& options) {
    try {
        return Exporter(options).run();
    } catch (const fs::filesystem_error& error) {
        throw systemError(options.out.string(), HALYARD_TEXT("exporting"), error.code().value());
    }
}

} // namespace halyard
