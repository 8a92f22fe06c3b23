// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/prepare.h"

#include "core/base/atomic_file.h"
#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/data/prepare_progress.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::size_t kBatchDocuments = 512;
constexpr std::size_t kBatchBytes = std::size_t{8} << 20U;
// The share of bad lines is judged from here on, and at the end; before, one bad line would be too many.
constexpr std::int64_t kLinesBeforeJudging = 1000;

struct Encoded {
    DocumentOrBadLine document;
    std::vector<TokenId> ids;
};

class Preparing {
public:
    Preparing(const PrepareOptions& options, Tokenizer tokenizer, std::vector<std::filesystem::path> inputs)
        : m_options(options), m_tokenizer(std::move(tokenizer)), m_inputs(std::move(inputs)),
          m_folder(workFolder(options.out)), m_fingerprint(prepareFingerprint(options, m_inputs, m_tokenizer.hash())),
          m_reader(m_inputs, options.textField),
          m_packer(packingMethodOf(options.packing), options.block, m_tokenizer.endOfText().value()),
          m_writer(m_folder, options.block, std::max<std::int64_t>(1, options.shardTokens / options.block)) {}

    // The folder that becomes the output when all is done: a hidden neighbour of it.
    static std::filesystem::path workFolder(const std::filesystem::path& out) {
        const std::filesystem::path full = std::filesystem::absolute(out).lexically_normal();
        const std::filesystem::path whole = full.has_filename() ? full : full.parent_path();
        return whole.parent_path() / ("." + whole.filename().string() + ".preparing");
    }

    DataManifest run();

private:
    void begin();
    void work();
    [[nodiscard]] std::vector<Encoded> readBatch();
    void encodeBatch(std::vector<Encoded>& batch) const;
    void packBatch(const std::vector<Encoded>& batch);
    void reportBadLine(const DocumentOrBadLine& line) const;
    void judge() const;
    void save();
    DataManifest finish();

    const PrepareOptions& m_options;
    Tokenizer m_tokenizer;
    std::vector<std::filesystem::path> m_inputs;
    std::filesystem::path m_folder;
    Json m_fingerprint;
    FileDescriptor m_lock;
    DocumentReader m_reader;
    Packer m_packer;
    ShardWriter m_writer;
    PrepareProgress m_progress;
    std::vector<std::uint64_t> m_bytesBefore; // by input: bytes of all inputs before it
};

void Preparing::begin() {
    createFolders(m_folder);
    m_lock = FileDescriptor(
        uninterrupted([&] { return ::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    if (!m_lock.isOpen()) {
        throw systemError(m_folder.string(), HALYARD_TEXT("opening"), errno);
    }
    if (uninterrupted([&] { return ::flock(m_lock.get(), LOCK_EX | LOCK_NB); }) != 0) {
        if (errno != EWOULDBLOCK) {
            throw systemError(m_folder.string(), HALYARD_TEXT("locking"), errno);
        }
        throw invalidInput(HALYARD_TEXT("{folder}: another process is preparing this data now. Wait for it."),
                           {{"folder", printable(m_options.out.string())}});
    }
    if (auto progress = loadProgress(m_folder, m_fingerprint)) {
        m_progress = std::move(*progress);
        m_reader.seek(m_progress.input);
        m_packer.restore(m_progress.packer);
        m_writer.restore(m_progress.shards);
    } else {
        for (const auto& entry : std::filesystem::directory_iterator(m_folder)) {
            std::filesystem::remove_all(entry.path());
        }
    }
    std::uint64_t bytes = 0;
    for (const Json& input : m_fingerprint.at("inputs")) {
        m_bytesBefore.push_back(bytes);
        bytes += input.at("bytes").get<std::uint64_t>();
    }
    m_bytesBefore.push_back(bytes);
}

std::vector<Encoded> Preparing::readBatch() {
    std::vector<Encoded> batch;
    for (std::size_t bytes = 0; batch.size() < kBatchDocuments && bytes < kBatchBytes;) {
        auto document = m_reader.next();
        if (!document) {
            break;
        }
        bytes += document->text.size();
        batch.push_back({std::move(*document), {}});
    }
    return batch;
}

void Preparing::encodeBatch(std::vector<Encoded>& batch) const {
    std::atomic<std::size_t> next{0};
    const auto encodeSome = [&] {
        for (std::size_t i = next++; i < batch.size(); i = next++) {
            Encoded& one = batch[i];
            try {
                one.ids = m_tokenizer.encode(one.document.text);
            } catch (const Error& error) {
                one.document.badReason = error.what();
            } catch (const std::bad_alloc&) {
                one.document.badReason = "not enough memory to tokenise it";
            }
        }
    };
    const std::size_t threads = std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), 16);
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(threads, batch.size()); ++i) {
        others.emplace_back(encodeSome);
    }
    encodeSome();
}

void Preparing::reportBadLine(const DocumentOrBadLine& line) const {
    char limit[32];
    std::snprintf(limit, sizeof limit, "%g", m_options.badLineLimit * 100);
    std::string place = printable(line.file);
    if (line.line > 0) {
        place += " line " + grouped(static_cast<unsigned long long>(line.line));
    }
    const bool isPeriod = line.badReason.ends_with('.');
    std::fprintf(stderr, "%s: %s%s Line skipped (%s skipped so far; stops at %s %%).\n", place.c_str(),
                 line.badReason.c_str(), isPeriod ? "" : ".",
                 grouped(static_cast<unsigned long long>(m_progress.badLines)).c_str(), limit);
}

void Preparing::judge() const {
    if (static_cast<double>(m_progress.badLines) > m_options.badLineLimit * static_cast<double>(m_progress.lines)) {
        throw invalidInput(HALYARD_TEXT("{bad} of {lines} lines are bad, more than the limit of {limit} %. Repair the "
                                        "input; each bad line is named above."),
                           {{"bad", grouped(static_cast<unsigned long long>(m_progress.badLines))},
                            {"lines", grouped(static_cast<unsigned long long>(m_progress.lines))},
                            {"limit", Json(m_options.badLineLimit * 100).dump()}});
    }
}

void Preparing::packBatch(const std::vector<Encoded>& batch) {
    for (const Encoded& one : batch) {
        ++m_progress.lines;
        if (!one.document.badReason.empty()) {
            ++m_progress.badLines;
            reportBadLine(one.document);
        } else {
            ++m_progress.documents;
            m_packer.add(one.ids, [&](std::span<const TokenId> block) { m_writer.write(block); });
        }
        if (m_progress.lines >= kLinesBeforeJudging) {
            judge();
        }
    }
}

void Preparing::save() {
    m_progress.input = m_reader.position();
    m_progress.packer = m_packer.state();
    m_progress.shards = m_writer.sync();
    saveProgress(m_folder, m_fingerprint, m_progress);
}

void Preparing::work() {
    std::FILE* out = m_options.showProgress ? stderr : nullptr;
    std::optional<Progress> shown;
    const auto kilobytesDone = [&] {
        const InputPosition at = m_reader.position();
        return (m_bytesBefore[std::min(at.file, m_inputs.size())] + at.offset) / 1000;
    };
    if (out != nullptr) {
        shown.emplace("Tokenising", m_bytesBefore.back() / 1000, "kB", out);
        shown->startAt(kilobytesDone());
    }
    auto saved = std::chrono::steady_clock::now();
    for (;;) {
        std::vector<Encoded> batch = readBatch();
        if (batch.empty()) {
            break;
        }
        encodeBatch(batch);
        packBatch(batch);
        if (shown) {
            shown->update(kilobytesDone());
        }
        const std::chrono::duration<double> since = std::chrono::steady_clock::now() - saved;
        if (since.count() >= m_options.saveSeconds || Cancellation::requested()) {
            save();
            saved = std::chrono::steady_clock::now();
        }
        Cancellation::throwIfRequested();
    }
}

DataManifest Preparing::finish() {
    judge();
    m_packer.finish();
    const std::vector<ShardEntry> shards = m_writer.finish();
    DataManifest manifest;
    manifest.packing = m_options.packing;
    manifest.block = m_options.block;
    manifest.tokenizerHash = m_tokenizer.hash();
    manifest.vocabularySize = static_cast<std::int64_t>(m_tokenizer.vocabularySize());
    manifest.documents = m_progress.documents;
    manifest.badLines = m_progress.badLines;
    Json list = Json::array();
    for (const ShardEntry& shard : shards) {
        manifest.blocks += shard.blocks;
        list.push_back({{"file", shard.file}, {"blocks", shard.blocks}, {"xxh3_128", shard.hash}});
    }
    manifest.tokens = manifest.blocks * manifest.block;
    if (manifest.blocks == 0) {
        throw invalidInput(HALYARD_TEXT("The input gives {tokens} tokens, less than one block of {block}. Give more text "
                                        "or a shorter block."),
                           {{"tokens", std::to_string(m_packer.state().droppedTokens)},
                            {"block", std::to_string(manifest.block)}});
    }
    writeJsonFile(m_folder / kManifestName, {{"format", "halyard-tokens"},
                                             {"version", kShardVersion},
                                             {"packing", manifest.packing},
                                             {"block", manifest.block},
                                             {"tokenizer_hash", manifest.tokenizerHash},
                                             {"vocabulary_size", manifest.vocabularySize},
                                             {"documents", manifest.documents},
                                             {"bad_lines", manifest.badLines},
                                             {"tokens", manifest.tokens},
                                             {"blocks", manifest.blocks},
                                             {"dropped_tokens", m_packer.state().droppedTokens},
                                             {"source", hashOf(m_fingerprint.dump())},
                                             {"shards", list}});
    removeProgress(m_folder);
    removeLeftovers(m_folder);
    syncFolder(m_folder);
    std::filesystem::rename(m_folder, m_options.out);
    syncFolder(m_folder.parent_path());
    return manifest;
}

DataManifest Preparing::run() {
    std::error_code ignored;
    if (std::filesystem::exists(m_options.out / kManifestName, ignored)) {
        const Json manifest = readJsonFile(m_options.out / kManifestName);
        if (manifest.is_object() && manifest.value("source", "") == hashOf(m_fingerprint.dump())) {
            return TokenShards(m_options.out).manifest();
        }
    }
    if (std::filesystem::exists(m_options.out, ignored) && !std::filesystem::is_empty(m_options.out, ignored)) {
        throw invalidInput(HALYARD_TEXT("{folder}: exists already and holds something else. Remove it or name another "
                                        "--out."),
                           {{"folder", printable(m_options.out.string())}});
    }
    begin();
    try {
        work();
        return finish();
    } catch (const Error& error) {
        // Wrong input leaves nothing behind; after any other end preparing can go on.
        if (error.kind() == ErrorKind::InvalidInput) {
            std::filesystem::remove_all(m_folder, ignored);
        }
        throw;
    }
}

void checkOptions(const PrepareOptions& options) {
    if (options.block < 1 || options.block > kLongestBlock) {
        throw invalidInput(HALYARD_TEXT("--block {block} is outside 1…{largest}."),
                           {{"block", std::to_string(options.block)}, {"largest", std::to_string(kLongestBlock)}});
    }
    if (options.shardTokens < 1) {
        throw invalidInput(HALYARD_TEXT("A shard of {tokens} tokens is not possible; give at least 1."),
                           {{"tokens", std::to_string(options.shardTokens)}});
    }
    if (options.out.empty()) {
        throw invalidInput(HALYARD_TEXT("--out is empty. Name the folder to write."));
    }
    (void)packingMethodOf(options.packing);
}

} // namespace

DataManifest prepareData(const PrepareOptions& options) {
    checkOptions(options);
    std::vector<std::filesystem::path> inputs = findInputs(options.inputs);
    Tokenizer tokenizer(options.tokenizer);
    if (!tokenizer.endOfText()) {
        throw invalidInput(HALYARD_TEXT("{folder}: no end-of-text token is named. Set \"eos_token\" in "
                                        "tokenizer_config.json."),
                           {{"folder", printable(options.tokenizer.string())}});
    }
    try {
        return Preparing(options, std::move(tokenizer), std::move(inputs)).run();
    } catch (const std::filesystem::filesystem_error& error) {
        throw systemError(error.path1().string(), HALYARD_TEXT("writing"), error.code().value());
    }
}

} // namespace halyard
