// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "tests/core/hostile/allocations.h"
#include "tests/core/hostile/readers.h"
#include "tests/support/temporary_folder.h"

#include <array>
#include <random>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

constexpr int kMutationsOfAReader = 3600;
constexpr std::size_t kMostMemory = std::size_t{64} << 20U; // beside twice the file

// Changes a text in one to four places.
class Mutator {
public:
    explicit Mutator(unsigned seed) : m_random(seed) {}

    std::string mutated(std::string text) {
        for (std::size_t i = 0, changes = 1 + below(4); i < changes; ++i) {
            change(text);
        }
        return text;
    }

private:
    static constexpr std::array<std::string_view, 28> kPieces = {
        "\"",      "\\",     "{",   "}",    "[",    "]",    ",",    ":",  "[[[[[[[[", "{\"a\":{\"a\":", "null", "true",
        "-1",      "1e999",  "1.5", "0",    "99999999999999999999", "4294967295", "9007199254740993", "\\ud800",
        "\\u0000", "\xFF",   "\xC3", "\xED\xA0\x80", "\xEF\xBB\xBF", "\n", "\"a\":1,\"a\":1,", "18446744073709551615"};

    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : m_random() % limit; }

    void change(std::string& text) {
        const std::size_t at = below(text.size() + 1);
        const std::size_t length = std::min(text.size() - at, 1 + below(below(8) == 0 ? 400 : 12));
        switch (below(7)) {
        case 0:
            text.insert(at, kPieces[below(kPieces.size())]);
            break;
        case 1:
            text.replace(at, length, kPieces[below(kPieces.size())]);
            break;
        case 2:
            text.erase(at, length);
            break;
        case 3:
            text.insert(below(text.size() + 1), text.substr(at, length));
            break;
        case 4:
            text.resize(at);
            break;
        default:
            if (at < text.size()) {
                text[at] = static_cast<char>(below(2) == 0 ? text[at] ^ (1 << below(8)) : static_cast<int>(below(256)));
            }
        }
    }

    std::mt19937 m_random;
};

TEST(HostileFiles, AreReadOrRefusedInOneSentenceWithinBoundedMemory) {
    const TemporaryFolder folder;
    int accepted = 0;
    int refused = 0;
    for (const Reader& reader : readers()) {
        SCOPED_TRACE(reader.name);
        Mutator mutator(17);
        for (int i = 0; i < kMutationsOfAReader; ++i) {
            const std::string bytes =
                mutator.mutated(reader.accepted[static_cast<std::size_t>(i) % reader.accepted.size()]);
            std::filesystem::remove(folder / "file"); // written over, each would be flushed to the disk
            const auto file = folder.write("file", bytes);
            const std::size_t before = Allocations::liveBytes();
            Allocations::restartPeak();
            try {
                reader.read(file);
                ++accepted;
            } catch (const Error& error) {
                const std::string sentence = error.what();
                const bool isPlain = !firstInvalidUtf8(sentence) && sentence.find_first_of("\n\x1b") == std::string::npos;
                ASSERT_TRUE(isPlain && !sentence.empty() && sentence.size() < 5000) << "mutation " << i << ": " << sentence;
                ++refused;
            } catch (const std::exception& error) {
                FAIL() << "mutation " << i << " threw " << error.what() << " for " << bytes;
            }
            ASSERT_LE(Allocations::peakBytes() - before, kMostMemory + 2 * bytes.size()) << "mutation " << i;
        }
    }
    // Mutations that are all refused, or all harmless, would try nothing.
    EXPECT_GT(accepted, 1000);
    EXPECT_GT(refused, 10'000);
    EXPECT_GE(accepted + refused, 20'000);
}

// The strict reader against the parser of nlohmann_json, which builds the documents of the tests: one accepts what the
// other accepts, but for what only ours refuses (repeated keys, deep nesting, huge integers, NUL bytes), and both read
// the same values.
TEST(HostileFiles, StrictJsonAcceptsWhatNlohmannAcceptsAndReadsTheSame) {
    Mutator mutator(23);
    const std::array<std::string, 3> seeds = {
        R"({"a": [1, -2, 0.5, 1e3, 1E-7, true, false, null, "\u00e9\n\"\\\/\b\f\r\t"], "b": {"c": {}, "d": []}, "": "\ud83d\ude00"})",
        R"([0, -0, 0.0, -0.0, 123456789012, 1.7976931348623157e308, 5e-324, 1e-400, 2.2250738585072011e-308, 0.1e+5])",
        "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""};
    int both = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string text = mutator.mutated(seeds[static_cast<std::size_t>(i) % seeds.size()]);
        const Json theirs = Json::parse(text, nullptr, false);
        Json ours;
        std::string refusal;
        try {
            ours = parseJson(text, "t", {.maxDepth = 1000, .allowBigIntegers = true});
        } catch (const Error& error) {
            refusal = error.what();
        }
        const bool onlyOurs = refusal.find("given twice") != std::string::npos ||
                              refusal.find("byte-order mark") != std::string::npos ||
                              text.find('\0') != std::string::npos;
        ASSERT_TRUE(onlyOurs || theirs.is_discarded() == !refusal.empty()) << text << "\n" << refusal;
        if (refusal.empty()) {
            ASSERT_EQ(ours, theirs) << text;
            ++both;
        }
    }
    EXPECT_GT(both, 500);
}

} // namespace
} // namespace halyard::testing
