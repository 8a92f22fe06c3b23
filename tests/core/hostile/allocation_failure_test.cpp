// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/io/safetensors_header.h"
#include "core/text/tokenizer_file.h"
#include "tests/core/hostile/allocations.h"
#include "tests/core/io/safetensors_bytes.h"
#include "tests/core/text/small_tokenizer.h"

#include <functional>
#include <optional>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

// What a reader left behind; it is destroyed after the failure was disarmed, since nlohmann_json allocates when it
// destroys a document.
struct Results {
    std::optional<SafetensorsHeader> header;
    std::optional<Json> document;
    std::optional<TokenizerDefinition> tokenizer;
};

// Bytes that a reading with a failure at the n-th allocation leaves behind, or nothing when it has fewer allocations.
std::optional<std::size_t> leftAfterFailure(const std::function<void(Results&)>& read, std::uint64_t n) {
    const std::size_t before = Allocations::liveBytes();
    bool failed = false;
    {
        Results results;
        Allocations::failAt(n);
        try {
            read(results);
        } catch (const std::bad_alloc&) {
        } catch (const Error&) {
        }
        failed = Allocations::hasFailed();
        Allocations::failAt(0);
    }
    return failed ? std::optional<std::size_t>(Allocations::liveBytes() - before) : std::nullopt;
}

void expectSafe(const char* name, const std::function<void(Results&)>& read) {
    SCOPED_TRACE(name);
    {
        Results once; // tables made on the first use stay
        read(once);
    }
    std::uint64_t n = 1;
    for (;; ++n) {
        const auto left = leftAfterFailure(read, n);
        if (!left) {
            break;
        }
        // What was made once, on a path that only a failure takes, is not made again.
        ASSERT_TRUE(*left == 0 || leftAfterFailure(read, n) == std::size_t{0}) << "allocation " << n;
    }
    EXPECT_GT(n, 10U);
}

TEST(AllocationFailure, LeavesNothingBehindWhereverItStrikes) {
    const std::string file = "a file whose name is too long for a string without memory.json";
    std::string header = "{";
    for (int i = 0; i < 20; ++i) {
        const auto place = "[" + std::to_string(4 * i) + "," + std::to_string(4 * i + 4) + "]";
        header += (i == 0 ? "" : ",") + entry("a tensor with a long name." + std::to_string(i), "F32", "[1,1]", place);
    }
    header += R"(,"__metadata__":{"format of the file":"as PyTorch writes it"}})";
    expectSafe("safetensors header", [&](Results& results) { results.header = parseSafetensorsHeader(header, file, 80); });

    const std::string json = R"({"a long key of an object": ["a text that needs memory", 1, 2.5, {"b": {}}], "c": "\u00e9 is long too…"})";
    expectSafe("JSON", [&](Results& results) { results.document = parseJson(json, file); });

    const std::string tokenizer = test::smallTokenizer().dump();
    expectSafe("tokenizer.json", [&](Results& results) {
        const JsonLimits limits = tokenizerLimits();
        ModelTables tables(tokenizer, file, limits);
        results.document = parseJson(tokenizer, file, limits, tables.streamed());
        results.tokenizer = parseTokenizer(*results.document, tables, file);
    });
}

} // namespace
} // namespace halyard::testing
