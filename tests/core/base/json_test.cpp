// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <chrono>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

Json parse(const std::string& text) {
    return parseJson(text, "a.json");
}

TEST(Json, ParsesAWholeDocument) {
    const Json document = parse(R"( {"a": [1, -2, 0.5, 1e3, true, null, "ü\n\ud83d\ude00"], "": {}} )");
    EXPECT_EQ(document["a"][0], 1);
    EXPECT_EQ(document["a"][1], -2);
    EXPECT_EQ(document["a"][3], 1000.0);
    EXPECT_EQ(document["a"][6], "ü\n😀");
    EXPECT_TRUE(document[""].is_object());
    EXPECT_EQ(parse("17"), 17);
    EXPECT_EQ(parse("\"text\""), "text");
}

TEST(Json, RefusesWithThePlace) {
    const struct {
        const char* title;
        std::string text;
        const char* says;
    } cases[] = {
        {"empty", "", "a.json is not valid JSON at byte 0"},
        {"trailing comma", "[1,]", "a.json is not valid JSON at byte 3, near"},
        {"comment", "// c\n{}", "a.json is not valid JSON at byte 0"},
        {"single quotes", "{'a':1}", "a.json is not valid JSON at byte 1"},
        {"bytes after it", "{}x", "a.json is not valid JSON at byte 2"},
        {"second document", "{} {}", "a.json is not valid JSON at byte 3"},
        {"NULs after it", std::string("{}\0\0", 4), "a.json is not valid JSON at byte 2: a NUL."},
        {"NUL before it", std::string("\0{}", 3), "a.json is not valid JSON at byte 0: a NUL."},
        {"NaN", R"({"a":NaN})", "a.json is not valid JSON at byte 5"},
        {"Infinity", "[Infinity]", "a.json is not valid JSON at byte 1"},
        {"leading zero", "[01]", "a.json is not valid JSON at byte 2"},
        {"word for a comma", R"([1 "text"])", "a.json is not valid JSON at byte 3, near \"[1 \"\"."},
        {"literal for a key", "{true:1}", "a.json is not valid JSON at byte 1, near \"{t\"."},
        {"cut after a number", "[12", "a.json is not valid JSON at byte 3, near \"[12\"."},
        {"fault after a large number", "[1e300,]", "a.json is not valid JSON at byte 7"},
        {"lone low surrogate", R"(["\udc00"])", "a.json is not valid JSON at byte 7"},
        {"lone surrogate", R"(["\ud800"])", "a.json is not valid JSON at byte 8"},
        {"line break in text", "[\"a\nb\"]", "a.json is not valid JSON at byte 3"},
        {"invalid UTF-8", "[\"\xC3(\"]", "a.json is not valid UTF-8 at byte 2."},
        {"overlong UTF-8", "[\"\xC0\xAF\"]", "a.json is not valid UTF-8 at byte 2."},
        {"surrogate in UTF-8", "[\"\xED\xA0\x80\"]", "a.json is not valid UTF-8 at byte 2."},
        {"byte-order mark", "\xEF\xBB\xBF{}", "a.json begins with a byte-order mark. Save it as UTF-8 without one."},
        {"UTF-16", std::string("\xFE\xFF\0{", 4), "a.json begins with a byte-order mark."},
        {"twice", R"({"a":1,"b":{"a":1,"a":2}})", "a.json: \"a\" is given twice. Remove one of them."},
        {"twice by escape", R"({"a":1,"\u0061":2})", "a.json: \"a\" is given twice."},
        {"twice, hostile", "{\"\\u001b[2J\":1,\"\\u001b[2J\":2}", "a.json: \"\\x1b[2J\" is given twice."},
        {"infinite", R"({"a":1e999})", "a.json: the number 1e999 of \"a\" is too large."},
        {"2^53", R"({"a":9007199254740992})", "a.json: \"a\": 9007199254740992 is outside the allowed range"},
        {"-2^53", R"({"a":-9007199254740992})", "a.json: \"a\": -9007199254740992 is outside the allowed range"},
        {"2^64", R"({"a":18446744073709551616})", "a.json: \"a\": 18446744073709551616 is outside the allowed range"},
        {"-2^64", R"({"a":-18446744073709551616})",
         "a.json: \"a\": -18446744073709551616 is outside the allowed range"},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.title);
        expectRefused([&] { (void)parse(c.text); }, c.says);
    }
}

TEST(Json, AcceptsIntegersThatEveryReaderHoldsExactly) {
    EXPECT_EQ(parse("9007199254740991"), 9'007'199'254'740'991);
    EXPECT_EQ(parse("-9007199254740991"), -9'007'199'254'740'991);
    const JsonLimits big{.allowBigIntegers = true};
    EXPECT_EQ(parseJson("18446744073709551615", "a.json", big), 18'446'744'073'709'551'615U);
    EXPECT_EQ(parseJson("-9223372036854775808", "a.json", big), std::numeric_limits<std::int64_t>::min());
}

TEST(Json, ReadsNumbersBeyond64BitsAsDoublesWhereAllowed) {
    const JsonLimits big{.allowBigIntegers = true};
    const Json document =
        parseJson(R"([18446744073709551616, -9223372036854775809, 1e-400, -0, {"a": [1.5]}])", "a.json", big);
    EXPECT_EQ(document[0].get<double>(), 18446744073709551616.0);
    EXPECT_EQ(document[1].get<double>(), -9223372036854775808.0);
    EXPECT_EQ(document[2].get<double>(), 0.0);
    EXPECT_EQ(document[3], 0);
    EXPECT_EQ(document[4]["a"][0], 1.5);
    expectRefused([&] { (void)parseJson("[" + std::string(400, '9') + "]", "a.json", big); }, "is too large.");
}

TEST(Json, BoundsDepthWithoutUsingTheStack) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_EQ(refusalOf([&] { (void)parse(nested(64)); }).sentence, "accepted");
    expectRefused([&] { (void)parse(nested(65)); }, "a.json: nested deeper than 64 levels.");
    expectRefused([&] { (void)parse(std::string(100'000, '[')); }, "a.json: nested deeper than 64 levels.");
    expectRefused(
        [] {
            std::string text;
            for (int i = 0; i < 100'000; ++i) {
                text += "{\"a\":";
            }
            (void)parse(text);
        },
        "a.json: nested deeper than 64 levels.");
    EXPECT_EQ(refusalOf([&] { (void)parseJson(nested(128), "a.json", {.maxDepth = 128}); }).sentence, "accepted");
    expectRefused([&] { (void)parseJson(nested(129), "a.json", {.maxDepth = 128}); }, "nested deeper than 128 levels.");
}

TEST(Json, BoundsTheSize) {
    expectRefused([] { (void)parseJson("[1, 2]", "a.json", {.maxBytes = 5}); },
                  "a.json: 6 bytes of JSON; the limit is 5.");
}

TEST(Json, ReadsManyKeysInLittleTime) {
    std::string text = "{";
    for (int i = 0; i < 300'000; ++i) {
        text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
    }
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(parse(text + "}").size(), 300'000U);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Json, IsReadFromFilesWithTheirNameInErrors) {
    const TemporaryFolder folder;
    const auto file = folder.write("x\x1b.json", "{");
    const Refusal refusal = refusalOf([&] { (void)readJsonFile(file); });
    EXPECT_TRUE(refusal.says("x\\x1b.json is not valid JSON at byte 1")) << refusal.sentence;
    expectRefused([&] { (void)readJsonFile(folder / "none.json"); }, "none.json: there is no such file.");
    expectRefused([&] { (void)readJsonFile(folder.path()); }, "not a regular file.");
    folder.write("big.json", "[1,2,3]");
    expectRefused([&] { (void)readJsonFile(folder / "big.json", {.maxBytes = 6}); },
                  "the file has 7 bytes; the limit is 6.");
}

TEST(Json, IsWrittenSortedAndReadable) {
    const TemporaryFolder folder;
    writeJsonFile(folder / "a.json", {{"b", 1}, {"a", {1, 2}}});
    EXPECT_EQ(contentOf(folder / "a.json"), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": 1\n}\n");
    EXPECT_EQ(readJsonFile(folder / "a.json")["b"], 1);
    EXPECT_EQ(folder.entries(), 1U);
}

} // namespace
} // namespace halyard::testing
