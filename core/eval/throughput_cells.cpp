// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/cancellation.h"
#include "core/bench/measure.h"
#include "core/cost/cost.h"
#include "core/eval/kinds.h"
#include "core/model/prefill.h"

#include <ATen/CPUGeneratorImpl.h>
#include <algorithm>
#include <chrono>
#include <new>
#include <unistd.h>

namespace halyard {

namespace {

struct Load {
    std::int64_t length = 0;
    std::int64_t newTokens = 0;
    std::int64_t repeats = 0;
    std::int64_t chunk = 0;
    std::uint64_t seed = 0;
    double sequenceBytes = 0; // what a sequence needs beside the weights
};

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string hostName() {
    char name[256] = "";
    (void)::gethostname(name, sizeof name - 1);
    return name;
}

Json outOfMemory(double need) {
    return {{"outcome", "out_of_memory"}, {"need_bytes", need}, {"have_bytes", availableMemory()}};
}

Json measureOnce(const Decoder& decoder, const Load& load, std::int64_t repeat) {
    const at::Generator generator = at::detail::createCPUGenerator(load.seed + static_cast<std::uint64_t>(repeat));
    const at::Tensor ids_BT = at::randint(decoder.config().vocab_size, {1, load.length}, generator, at::kLong);
    const PrefillOptions reading = {.chunk = load.chunk, .scaleLogits = true, .beforeChunk = Cancellation::throwIfRequested};
    forgetPeakMemory();
    DecoderCache cache = decoder.makeCache(load.length + load.newTokens);
    const auto start = std::chrono::steady_clock::now();
    const at::Tensor last_BD = prefill(decoder, ids_BT, cache, reading);
    const double prefillSeconds = secondsSince(start);
    const auto middle = std::chrono::steady_clock::now();
    // The token after the prompt comes from the prompt's own states: so many more calls decode one token each.
    (void)decodeGreedy(decoder, last_BD, cache, {.maxNewTokens = load.newTokens + 1, .stopTokens = {}, .scaleLogits = true, .enough = {}});
    return {{"outcome", "measured"},
            {"prefill_seconds", prefillSeconds},
            {"token_seconds", secondsSince(middle) / static_cast<double>(load.newTokens)},
            {"peak_megabytes", peakMemoryMegabytes()},
            {"cache_bytes", cache.bytes()}};
}

// Memory that is not there is a result. It is asked for before, because a machine may promise more than it has.
Json tryOnce(const Decoder& decoder, const Load& load, std::int64_t repeat) {
    if (load.sequenceBytes > availableMemory()) {
        return outOfMemory(load.sequenceBytes);
    }
    try {
        return measureOnce(decoder, load, repeat);
    } catch (const std::bad_alloc&) {
        return outOfMemory(load.sequenceBytes);
    } catch (const c10::Error& error) { // what the allocator of tensors throws
        if (std::string(error.what()).find("memory") == std::string::npos) {
            throw;
        }
        return outOfMemory(load.sequenceBytes);
    }
}

void measureLoad(const Load& load, Decoder& decoder, CellRecorder& recorder) {
    auto repeat = static_cast<std::int64_t>(recorder.finished().size());
    if (repeat == 0) { // libraries that are loaded when first used, and pages that are touched first, do not count
        Load warm = load;
        warm.length = std::min<std::int64_t>(load.length, 64);
        warm.newTokens = 1;
        (void)tryOnce(decoder, warm, 0);
    }
    for (; repeat < load.repeats; ++repeat) {
        recorder.keep(tryOnce(decoder, load, repeat));
    }
}

Json summarise(const Json& records) {
    Json out = {{"outcome", "out_of_memory"}, {"repeats", records.size()}};
    for (const char* key : {"prefill_seconds", "token_seconds", "peak_megabytes"}) {
        std::vector<double> values;
        for (const Json& record : records) {
            if (record.at("outcome") == "measured") {
                values.push_back(record.at(key).get<double>());
            }
        }
        if (!values.empty()) {
            out["outcome"] = "measured";
            out[key] = quantile(values, 0.5);
            out[key + std::string("_low")] = quantile(values, 0.0);
            out[key + std::string("_high")] = quantile(values, 1.0);
        }
    }
    for (const Json& record : records) {
        for (const char* key : {"need_bytes", "have_bytes", "cache_bytes"}) {
            if (record.contains(key)) {
                out[key] = record[key];
            }
        }
    }
    return out;
}

} // namespace

std::vector<Cell> throughputCells(const RunSpec& spec, const EvaluatedModel& model) {
    std::vector<Cell> cells;
    for (const std::int64_t length : spec.eval.lengths) {
        const Load load = {.length = length,
                           .newTokens = spec.eval.new_tokens,
                           .repeats = spec.eval.repeats,
                           .chunk = spec.eval.prefill_chunk,
                           .seed = static_cast<std::uint64_t>(spec.train.seed),
                           .sequenceBytes = bytesOfSequence(model.config, length + spec.eval.new_tokens, spec.eval.prefill_chunk, spec.train.dtype)};
        Cell cell;
        cell.scaling = model.scaling;
        cell.identity = modelIdentity(spec, model);
        cell.identity.update({{"kind", "throughput"}, {"length", length}, {"new_tokens", load.newTokens}, {"repeats", load.repeats},
                              {"chunk", load.chunk}, {"seed", load.seed}, {"threads", at::get_num_threads()}, {"host", hostName()}});
        cell.facts = factsOf(model);
        cell.facts.update({{"length", length}, {"threads", at::get_num_threads()}, {"host", hostName()}});
        cell.steps = load.repeats;
        cell.weight = static_cast<double>(load.repeats) * forwardFlops(model.config, length, 1);
        cell.measure = [load](Decoder& decoder, CellRecorder& recorder) { measureLoad(load, decoder, recorder); };
        cell.summary = summarise;
        cells.push_back(std::move(cell));
    }
    return cells;
}

} // namespace halyard
