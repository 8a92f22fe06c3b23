// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"
#include "tests/core/io/safetensors_bytes.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

struct Case {
    const char* title;
    std::string bytes;
    std::string says;
};

std::string one(const std::string& dtype, const std::string& shape, const std::string& offsets, std::size_t data) {
    return safetensorsBytes("{" + entry("a", dtype, shape, offsets) + "}", data);
}

std::string two(const std::string& a, const std::string& b, std::size_t data) {
    return safetensorsBytes("{" + entry("a", "F32", "[4]", a) + "," + entry("b", "F32", "[4]", b) + "}", data);
}

std::string joined(int count, const std::string& item) {
    std::string out;
    for (int i = 0; i < count; ++i) {
        out += (i == 0 ? "" : ",") + item;
    }
    return out;
}

void expectAllRefused(const std::vector<Case>& cases) {
    const TemporaryFolder folder;
    for (const Case& c : cases) {
        SCOPED_TRACE(c.title);
        const auto file = folder.write("model.safetensors", c.bytes);
        expectRefused([&] { SafetensorsFile{file}; }, file.string() + ": " + c.says);
    }
}

TEST(SafetensorsRefusals, NameTheLengthOfAHeaderThatCannotBe) {
    expectAllRefused({
        {"empty file", "",
         "the file is 0 bytes; a safetensors file needs at least 8. The download is probably incomplete."},
        {"seven bytes", "1234567", "the file is 7 bytes; a safetensors file needs at least 8."},
        {"2^64-1", littleEndian64(~0ULL),
         "header claims 18,446,744,073,709,551,615 bytes; the limit is 100,000,000. This is not a safetensors file, or "
         "it "
         "is damaged."},
        {"2^63", littleEndian64(1ULL << 63U),
         "header claims 9,223,372,036,854,775,808 bytes; the limit is 100,000,000."},
        {"one above the limit", littleEndian64(100'000'001),
         "header claims 100,000,001 bytes; the limit is 100,000,000."},
        {"the limit itself", littleEndian64(100'000'000), "header says 100,000,000 bytes but only 0 follow."},
        {"60 of nothing", littleEndian64(60), "header says 60 bytes but only 0 follow."},
        {"60 of 10", littleEndian64(60) + "0123456789", "header says 60 bytes but only 10 follow."},
        {"no header", littleEndian64(0), "the header is empty."},
        {"LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
         "this is a Git LFS pointer of 65 bytes, not the file itself. Run \"git lfs pull\""},
        {"web page", "<!DOCTYPE html><html></html>", "this is a web page of 28 bytes, not a safetensors file."},
    });
}

TEST(SafetensorsRefusals, NameTheByteOfAHeaderThatIsNotJson) {
    expectAllRefused({
        {"bad UTF-8", safetensorsBytes("{\"a\xff\":1}"), "header is not valid UTF-8 at byte 3."},
        {"not JSON", safetensorsBytes("hello"), "header is not valid JSON at byte 0"},
        {"list", safetensorsBytes("[]"), "header is not valid JSON at byte 0: it must be an object, not [."},
        {"number", safetensorsBytes("17"), "header is not valid JSON at byte 0: it must be an object, not 17."},
        {"bytes after the object", safetensorsBytes("{}x"), "header is not valid JSON at byte 2, near \"{}x\"."},
        {"trailing NULs", safetensorsBytes(std::string("{}\0\0\0", 5)), "header is not valid JSON at byte 2"},
        {"byte-order mark", safetensorsBytes("\xEF\xBB\xBF{}"), "header is not valid JSON at byte 0"},
        {"cut", safetensorsBytes("{\"a\":{"), "header is not valid JSON at byte 6"},
        {"NaN", safetensorsBytes("{\"a\":NaN}"), "header is not valid JSON at byte 5"},
        {"lone surrogate as a name", safetensorsBytes("{" + entry("\\ud800", "U8", "[0]", "[0,0]") + "}"),
         "header is not valid JSON at byte 8"},
    });
}

TEST(SafetensorsRefusals, CountBytesMissingOrLeftOver) {
    expectAllRefused({
        {"polyglot", one("F32", "[4]", "[0,16]", 16) + "PK\003\004" + std::string(22, 'z'),
         "26 extra bytes after the last tensor. Refused: a safetensors file must contain nothing else."},
        {"short", one("F32", "[4]", "[0,16]", 14),
         "data is 2 bytes short (header describes 16, file has 14). Download it again."},
        {"no tensors but data", safetensorsBytes("{}", 3), "3 extra bytes after the last tensor."},
    });
}

TEST(SafetensorsRefusals, NameTensorsThatOverlapOrLeaveGaps) {
    const std::string tenOnOne = [] {
        std::string header = "{";
        for (int i = 0; i < 10; ++i) {
            header += (i == 0 ? "" : ",") + entry("t" + std::to_string(i), "F32", "[4]", "[0,16]");
        }
        return safetensorsBytes(header + "}", 16);
    }();
    expectAllRefused({
        {"same range", two("[0,16]", "[0,16]", 16), "tensor \"b\": bytes 0–16 overlap tensor \"a\"."},
        {"ten on one range", tenOnOne, "tensor \"t1\": bytes 0–16 overlap tensor \"t0\"."},
        {"partial overlap", two("[0,16]", "[8,24]", 24), "tensor \"b\": bytes 8–24 overlap tensor \"a\"."},
        {"hole", two("[0,16]", "[32,48]", 48), "gap of 16 bytes before tensor \"b\"."},
        {"first does not begin at 0", one("F32", "[4]", "[4,20]", 20), "gap of 4 bytes before tensor \"a\"."},
        {"begin after end", one("F32", "[4]", "[16,0]", 16), "tensor \"a\": its bytes begin at 16 and end at 0."},
    });
}

TEST(SafetensorsRefusals, NameShapesThatDoNotFit) {
    expectAllRefused({
        {"too few bytes", one("F32", "[2,2]", "[0,4]", 4), "tensor \"a\": F32 [2, 2] needs 16 bytes, header gives 4."},
        {"2 x (2^64-2)", one("F32", "[2,18446744073709551614]", "[0,4]", 4),
         "tensor \"a\": shape is impossible (18446744073709551614 is too large)."},
        {"2 x (2^63-1)", one("F32", "[2,9223372036854775807]", "[0,4]", 4),
         "tensor \"a\": shape [2, 9223372036854775807] is impossible (product overflows)."},
        {"three times 2^31", one("F32", "[2147483648,2147483648,2147483648]", "[0,4]", 4),
         "tensor \"a\": shape [2147483648, 2147483648, 2147483648] is impossible (product overflows)."},
        {"bytes overflow", one("F64", "[9223372036854775807]", "[0,8]", 8),
         "tensor \"a\": shape [9223372036854775807] is impossible (product overflows)."},
        {"2^64", one("F32", "[18446744073709551616]", "[0,4]", 4),
         "tensor \"a\": shape is impossible (18446744073709551616 is not"},
        {"rank 100,000", one("F32", "[" + joined(100'000, "1") + "]", "[0,4]", 4),
         "tensor \"a\": shape is impossible (more than 64 dimensions)."},
        {"negative", one("F32", "[-1]", "[0,4]", 4), "tensor \"a\": shape is impossible (-1 is not a whole number"},
        {"float", one("F32", "[4.0]", "[0,16]", 16), "tensor \"a\": shape is impossible (4.0 is not a whole number"},
        {"exponent", one("F32", "[1e1]", "[0,40]", 40), "tensor \"a\": shape is impossible (1e1 is not a whole number"},
        {"text", one("F32", "[\"4\"]", "[0,16]", 16), "tensor \"a\": shape is impossible (\"4\" is not a whole number"},
        {"null", one("F32", "[null]", "[0,16]", 16), "tensor \"a\": shape is impossible (null is not a whole number"},
        {"nested", one("F32", "[[4]]", "[0,16]", 16), "tensor \"a\": shape is impossible ([ is not a whole number"},
        {"no list", one("F32", "4", "[0,16]", 16), "tensor \"a\": shape is impossible (4 is not a whole number"},
        {"odd F4", one("F4", "[3]", "[0,2]", 2), "tensor \"a\": 3 F4 values do not fill whole bytes."},
    });
}

TEST(SafetensorsRefusals, NameFieldsThatAreUnknownMissingOrTwice) {
    const std::string good = R"("dtype":"U8","shape":[1],"data_offsets":[0,1])";
    const auto fields = [](const std::string& text) { return safetensorsBytes("{\"a\":{" + text + "}}", 1); };
    expectAllRefused({
        {"unknown type", one("F99", "[1]", "[0,4]", 4),
         "tensor \"a\": unknown data type \"F99\" (known: BOOL, U8, I8,"},
        {"type is a number", fields(R"("dtype":5,"shape":[1],"data_offsets":[0,1])"),
         "tensor \"a\": \"dtype\" must be a name, not 5."},
        {"no shape", fields(R"("dtype":"U8","data_offsets":[0,1])"),
         "tensor \"a\": \"shape\" is missing from the header."},
        {"no type", fields(R"("shape":[1],"data_offsets":[0,1])"),
         "tensor \"a\": \"dtype\" is missing from the header."},
        {"no offsets", fields(R"("dtype":"U8","shape":[1])"),
         "tensor \"a\": \"data_offsets\" is missing from the header."},
        {"extra field", fields(good + R"(,"strides":[1])"), "tensor \"a\": unknown field \"strides\""},
        {"three offsets", one("U8", "[1]", "[0,1,2]", 1), "tensor \"a\": \"data_offsets\" must be 2 byte positions."},
        {"one offset", one("U8", "[1]", "[0]", 1), "tensor \"a\": \"data_offsets\" must be 2 byte positions."},
        {"negative offset", one("U8", "[1]", "[-1,0]", 1), "tensor \"a\": \"data_offsets\" holds -1;"},
        {"tensor twice", safetensorsBytes("{\"a\":{" + good + "},\"a\":{" + good + "}}", 1),
         "tensor \"a\" is listed twice. Refused."},
        {"type twice", fields(R"("dtype":"U8",)" + good), "tensor \"a\": \"dtype\" is listed twice. Refused."},
        {"shape twice", fields(R"("shape":[1],)" + good), "tensor \"a\": \"shape\" is listed twice. Refused."},
        {"metadata twice", safetensorsBytes(R"({"__metadata__":{},"__metadata__":{}})"),
         "\"__metadata__\" is listed twice. Refused."},
        {"metadata key twice", safetensorsBytes(R"({"__metadata__":{"x":"1","x":"2"}})"),
         "metadata \"x\" is listed twice. Refused."},
        {"metadata number", safetensorsBytes(R"({"__metadata__":{"x":5}})"),
         "metadata value for \"x\" must be text, not 5."},
        {"metadata object", safetensorsBytes(R"({"__metadata__":{"x":{}}})"),
         "metadata value for \"x\" must be text, not {."},
        {"tensor is a number", safetensorsBytes("{\"a\":7}"), "\"a\" must be an object, not 7."},
        {"depth bomb", safetensorsBytes("{\"a\":" + std::string(100'000, '[')), "\"a\" must be an object, not [."},
    });
}

TEST(SafetensorsRefusals, ShowHostileNamesEscaped) {
    const auto named = [](const std::string& name) {
        return safetensorsBytes("{" + entry(name, "U8", "[2]", "[0,1]") + "}", 1);
    };
    expectAllRefused({
        {"path", named("../../etc/passwd"), "tensor \"../../etc/passwd\": U8 [2] needs 2 bytes, header gives 1."},
        {"NUL", named("x\\u0000y"), "tensor \"x\\x00y\": U8"},
        {"escape sequence", named("\\u001b[31m"), "tensor \"\\x1b[31m\": U8"},
        {"right-to-left override", named("\\u202egnp"), "tensor \"\\u202egnp\": U8"},
        {"a megabyte", named(std::string(1'000'000, 'n')), "tensor \"" + std::string(200, 'n') + "…\": U8"},
        {"empty", named(""), "tensor \"\": U8 [2]"},
    });
}

TEST(SafetensorsRefusals, WantARegularFile) {
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    std::filesystem::create_directory(folder / "folder");
    std::filesystem::create_symlink("loop", folder / "loop");
    for (const auto& path : {folder / "fifo", folder / "folder", folder / "loop", std::filesystem::path("/dev/zero")}) {
        expectRefused([&] { SafetensorsFile{path}; }, path.string() + ": not a regular file");
    }
    expectRefused([&] { SafetensorsFile{folder / "nothing"}; }, "there is no such file.");
}

TEST(SafetensorsRefusals, RefuseAHugeSparseFileWithoutReadingIt) {
    const TemporaryFolder folder;
    const auto file =
        folder.write("sparse.safetensors", safetensorsBytes("{" + entry("a", "U8", "[1]", "[0,1]") + "}"));
    const std::uint64_t header = std::filesystem::file_size(file);
    constexpr std::uint64_t kTebibyte = 1ULL << 40U;
    ASSERT_EQ(::truncate(file.c_str(), static_cast<off_t>(kTebibyte)), 0);
    const auto start = std::chrono::steady_clock::now();
    expectRefused([&] { SafetensorsFile{file}; },
                  grouped(kTebibyte - header - 1) + " extra bytes after the last tensor.");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST(SafetensorsRefusals, NoticeAFileThatWasCutAfterOpening) {
    const TemporaryFolder folder;
    const auto path = folder.write("model.safetensors",
                                   safetensorsBytes("{" + entry("a", "U8", "[100000]", "[0,100000]") + "}", 100'000));
    const SafetensorsFile file(path);
    EXPECT_EQ(file.bytes(file.tensors()[0]).size(), 100'000U);
    ASSERT_EQ(::truncate(path.c_str(), 50), 0);
    const Refusal refusal = refusalOf([&] { (void)file.bytes(file.tensors()[0]); });
    EXPECT_EQ(refusal.sentence, path.string() + ": file changed while being read. Try again.");
    EXPECT_EQ(refusal.exitCode, 1);
}

TEST(SafetensorsRefusals, TakeMemoryInProportionToTheHeader) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the sanitizer's own memory would be measured";
#endif
    // 20 MB of header that is all tensors: read within a few times its size.
    std::string header = "{";
    for (int i = 0; header.size() < 20'000'000; ++i) {
        header += (i == 0 ? "" : ",") + entry(std::to_string(i), "U8", "[0]", "[0,0]");
    }
    const TemporaryFolder folder;
    const auto path = folder.write("many.safetensors", safetensorsBytes(header + "}"));
    rusage before{};
    ::getrusage(RUSAGE_SELF, &before);
    const SafetensorsFile file(path);
    rusage after{};
    ::getrusage(RUSAGE_SELF, &after);
    EXPECT_GT(file.tensors().size(), 300'000U);
    EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 200'000) << "kB";
}

} // namespace
} // namespace halyard::testing
