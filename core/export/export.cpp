// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/export.h"

#include "core/base/atomic_file.h"
#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/progress.h"
#include "core/export/compare_logits.h"
#include "core/export/compare_python.h"
#include "core/export/export_config.h"
#include "core/export/export_source.h"
#include "core/export/export_target.h"
#include "core/export/model_card.h"
#include "core/export/python_sources.h"
#include "core/export/tokenizer_files.h"

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
        writeWeights(folder.path());
        writeDocuments(folder.path());
        compareTensors(folder.path());
        compareLogits(folder.path());
        Cancellation::throwIfRequested();
        folder.commit();
        return std::move(m_report);
    }

private:
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
    }

    void writeDocuments(const fs::path& folder) {
        const Json config = exportedConfig(m_model.config, m_report.scaling, m_report.dtype);
        m_report.architecture = config.at("architectures").at(0).get<std::string>();
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

    void compareTensors(const fs::path& folder) const {
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
    }

    void compareLogits(const fs::path& folder) {
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
        if (!(error <= (type == at::kFloat ? kReloadFloatTolerance : kReloadBfloatTolerance))) {
            throw failure(
                HALYARD_TEXT("The exported folder computes other logits than the checkpoint (relative error {error}). "
                             "Nothing was exported."),
                {{"error", Json(error).dump()}});
        }
        comparePythonLogits(folder, ids_BT, expected_BTV, type);
    }

    void comparePythonLogits(const fs::path& folder, const at::Tensor& ids_BT, const at::Tensor& expected_BTV,
                             at::ScalarType type) {
        const PythonComparison result =
            comparePython({.python = m_options.python.empty() ? findPython() : m_options.python,
                           .folder = folder,
                           .ids_BT = ids_BT,
                           .logits_BTV = expected_BTV,
                           .type = type,
                           .seconds = m_options.pythonSeconds});
        if (result.failure) {
            throw failure(
                HALYARD_TEXT("transformers cannot load the exported folder ({reason}). Nothing was exported."),
                {{"reason", *result.failure}});
        }
        if (!result.transformers) {
            m_report.notes.push_back(result.unavailable);
            return;
        }
        if (!(result.error <= (type == at::kFloat ? kFloatTolerance : kBfloatTolerance))) {
            throw failure(
                HALYARD_TEXT("transformers {version} computes other logits from the exported folder (relative error "
                             "{error}). Nothing was exported."),
                {{"version", *result.transformers}, {"error", Json(result.error).dump()}});
        }
        m_report.transformers = result.transformers;
        m_report.pythonError = result.error;
    }

    const ExportOptions& m_options;
    ExportSource m_source;
    ModelFolder m_model;
    Entries m_tensors;
    ExportReport m_report;
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
