// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/prepare.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/progress.h"
#include "core/data/held_out.h"
#include "core/data/prepare_progress.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>

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
          m_fingerprint(prepareFingerprint(options, m_inputs, m_tokenizer.hash())), m_reader(m_inputs, options.textField),
          m_train(options, options.out, hashOf(m_fingerprint.dump()), m_tokenizer.endOfText().value()) {
        if (options.heldOutShare > 0) {
            m_heldOut.emplace(options, options.heldOutOut, hashOf(m_fingerprint.dump() + "held out"),
                              m_tokenizer.endOfText().value());
        }
    }

    PreparedData run();

private:
    [[nodiscard]] bool isDone() const;
    void refuseSomethingElse() const;
    void begin();
    void work();
    [[nodiscard]] std::vector<Encoded> readBatch();
    void encodeBatch(std::vector<Encoded>& batch) const;
    void packBatch(const std::vector<Encoded>& batch);
    void reportBadLine(const DocumentOrBadLine& line) const;
    void judge() const;
    void save();
    void finish();
    void commit();
    [[nodiscard]] PreparedData result() const;

    const PrepareOptions& m_options;
    Tokenizer m_tokenizer;
    std::vector<std::filesystem::path> m_inputs;
    Json m_fingerprint;
    DocumentReader m_reader;
    PreparePart m_train;
    std::optional<PreparePart> m_heldOut;
    std::optional<HeldOutRule> m_rule;
    PrepareProgress m_progress;
    std::vector<std::uint64_t> m_bytesBefore; // by input: bytes of all inputs before it
};

void Preparing::begin() {
    std::uint64_t bytes = 0;
    for (const Json& input : m_fingerprint.at("inputs")) {
        m_bytesBefore.push_back(bytes);
        bytes += input.at("bytes").get<std::uint64_t>();
    }
    m_bytesBefore.push_back(bytes);
    if (m_train.isFinished()) {
        return;
    }
    if (auto progress = loadProgress(m_train.workFolder(), m_fingerprint)) {
        m_progress = std::move(*progress);
        m_reader.seek(m_progress.input);
        m_train.restore(m_progress.train);
    } else {
        m_train.clear();
        m_progress = {};
    }
    if (!m_heldOut) {
        return;
    }
    if (m_progress.heldOutLimit > 0) {
        m_rule.emplace(m_progress.heldOutLimit);
        m_heldOut->restore(m_progress.heldOut);
        return;
    }
    m_heldOut->clear();
    // So much text that it gives a block, whatever the tokenizer.
    constexpr std::uint64_t kBytesOfAToken = 8;
    m_rule = HeldOutRule::of(m_inputs, m_options.textField,
                             {.share = m_options.heldOutShare,
                              .leastBytes = kBytesOfAToken * static_cast<std::uint64_t>(m_options.block),
                              .showProgress = m_options.showProgress});
    m_progress.heldOutLimit = m_rule->limit();
    save(); // an interrupted preparing need not choose again
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
            (m_rule && m_rule->takes(one.document.text) ? *m_heldOut : m_train).add(one.ids);
        }
        if (m_progress.lines >= kLinesBeforeJudging) {
            judge();
        }
    }
}

void Preparing::save() {
    m_progress.input = m_reader.position();
    m_progress.train = m_train.save();
    if (m_heldOut) {
        m_progress.heldOut = m_heldOut->save();
    }
    saveProgress(m_train.workFolder(), m_fingerprint, m_progress);
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

// The manifest of what is trained on comes last: where it is, all is.
void Preparing::finish() {
    judge();
    const auto vocabulary = static_cast<std::int64_t>(m_tokenizer.vocabularySize());
    if (m_heldOut) {
        m_heldOut->finish(m_tokenizer.hash(), vocabulary, 0);
    }
    m_train.finish(m_tokenizer.hash(), vocabulary, m_progress.badLines);
}

void Preparing::commit() {
    if (m_heldOut && !m_heldOut->isDone()) {
        m_heldOut->commit();
    }
    removeProgress(m_train.workFolder());
    m_train.commit();
}

bool Preparing::isDone() const {
    return m_train.isDone() && (!m_heldOut || m_heldOut->isDone());
}

void Preparing::refuseSomethingElse() const {
    const auto refuse = [](const PreparePart& part) {
        throw invalidInput(HALYARD_TEXT("{folder}: exists already and holds something else. Remove it or name another."),
                           {{"folder", printable(part.out().string())}});
    };
    if (m_train.isSomethingElse()) {
        refuse(m_train);
    }
    // Ended between the two renames, the held-out text lies in its place already.
    if (m_heldOut && m_heldOut->isSomethingElse() && !(m_heldOut->isDone() && m_train.isFinished())) {
        refuse(*m_heldOut);
    }
}

PreparedData Preparing::result() const {
    PreparedData out{TokenShards(m_train.out()).manifest(), std::nullopt};
    if (m_heldOut) {
        out.heldOut = TokenShards(m_heldOut->out()).manifest();
    }
    return out;
}

PreparedData Preparing::run() {
    if (isDone()) {
        return result();
    }
    refuseSomethingElse();
    m_train.lock();
    if (m_heldOut && !m_heldOut->isDone()) {
        m_heldOut->lock();
    }
    try {
        begin();
        if (!m_train.isFinished()) {
            work();
            finish();
        }
    } catch (const Error& error) {
        // Wrong input leaves nothing behind; after any other end preparing can go on.
        if (error.kind() == ErrorKind::InvalidInput) {
            m_train.remove();
            if (m_heldOut) {
                m_heldOut->remove();
            }
        }
        throw;
    }
    commit();
    return result();
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
    if (!(options.heldOutShare >= 0) || options.heldOutShare >= 1 || (options.heldOutShare > 0) == options.heldOutOut.empty()) {
        throw invalidInput(HALYARD_TEXT("--held-out is a share of the documents above 0 and below 1 and goes with --held-out-dir, the "
                                        "folder for them."));
    }
    if (options.heldOutShare == 0) {
        return;
    }
    const auto full = [](const std::filesystem::path& path) { return std::filesystem::absolute(path / "").lexically_normal().string(); };
    const std::string train = full(options.out);
    const std::string heldOut = full(options.heldOutOut);
    if (train.starts_with(heldOut) || heldOut.starts_with(train)) {
        throw invalidInput(HALYARD_TEXT("--held-out-dir {folder} is the folder of --out, or one holds the other. Name folders beside each "
                                        "other."),
                           {{"folder", printable(options.heldOutOut.string())}});
    }
}

} // namespace

PreparedData prepareData(const PrepareOptions& options) {
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
