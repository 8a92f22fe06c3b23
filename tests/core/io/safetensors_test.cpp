// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"
#include "tests/core/io/safetensors_bytes.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <cstring>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

std::span<const std::byte> asBytes(const std::string& text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::string asText(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(Safetensors, AcceptsTheLegalOddities) {
    const TemporaryFolder folder;
    const struct {
        const char* title;
        std::string bytes;
        std::size_t tensors;
    } cases[] = {
        {"no tensor", safetensorsBytes("{}"), 0},
        {"leading whitespace", safetensorsBytes(" \n{}"), 0},
        {"header padding", safetensorsBytes("{}      "), 0},
        {"scalar", safetensorsBytes("{" + entry("s", "F32", "[]", "[0,4]") + "}", 4), 1},
        {"zero size sharing an offset",
         safetensorsBytes("{" + entry("a", "F32", "[1]", "[0,4]") + "," + entry("z", "F32", "[0,5]", "[0,0]") + "," +
                              entry("b", "F32", "[1]", "[4,8]") + "," + entry("y", "U8", "[0]", "[4,4]") + "}",
                          8),
         4},
        {"even F4", safetensorsBytes("{" + entry("a", "F4", "[4]", "[0,2]") + "}", 2), 1},
        {"four F6", safetensorsBytes("{" + entry("a", "F6_E2M3", "[4]", "[0,3]") + "}", 3), 1},
        {"null metadata", safetensorsBytes(R"({"__metadata__":null})"), 0},
        {"10 MB of metadata", safetensorsBytes(R"({"__metadata__":{"x":")" + std::string(10'000'000, 'm') + "\"}}"), 0},
        {"hostile but legal names",
         safetensorsBytes("{" + entry("", "U8", "[1]", "[0,1]") + "," +
                              entry("../../etc/passwd", "U8", "[1]", "[1,2]") + "," +
                              entry("a\\u0000b", "U8", "[1]", "[2,3]") + "}",
                          3),
         3},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.title);
        const auto path = folder.write("a.safetensors", c.bytes);
        const Refusal refusal = refusalOf([&] { EXPECT_EQ(SafetensorsFile(path).tensors().size(), c.tensors); });
        EXPECT_EQ(refusal.sentence, "accepted");
    }
}

TEST(Safetensors, FindsTensorsByNameAndListsThemByPlace) {
    const TemporaryFolder folder;
    const auto path = folder.write("a.safetensors", safetensorsBytes("{\"__metadata__\":{\"format\":\"pt\"}," +
                                                                         entry("late", "U8", "[2]", "[3,5]") + "," +
                                                                         entry("early", "I8", "[3,1]", "[0,3]") + "}",
                                                                     5));
    const SafetensorsFile file(path);
    ASSERT_EQ(file.tensors().size(), 2U);
    EXPECT_EQ(file.tensors()[0].name, "early");
    EXPECT_EQ(file.tensors()[1].name, "late");
    EXPECT_EQ(file.find("early")->shape, (Shape{3, 1}));
    EXPECT_EQ(file.find("early")->dtype, DType::I8);
    EXPECT_EQ(file.find("late")->begin, 3U);
    EXPECT_EQ(file.find("lat"), nullptr);
    EXPECT_EQ(file.find("later"), nullptr);
    EXPECT_EQ(file.metadata().at("format"), "pt");
}

TEST(Safetensors, NamesEveryTypeAndItsBits) {
    const std::pair<const char*, std::size_t> types[] = {
        {"BOOL", 8},    {"U8", 8},      {"I8", 8},   {"U16", 16},    {"I16", 16},    {"F16", 16}, {"BF16", 16},
        {"U32", 32},    {"I32", 32},    {"F32", 32}, {"U64", 64},    {"I64", 64},    {"F64", 64}, {"F8_E4M3", 8},
        {"F8_E5M2", 8}, {"F8_E8M0", 8}, {"F4", 4},   {"F6_E2M3", 6}, {"F6_E3M2", 6}, {"C64", 64}};
    for (const auto& [name, bits] : types) {
        const auto type = dtypeFromName(name);
        ASSERT_TRUE(type.has_value()) << name;
        EXPECT_EQ(nameOf(*type), name);
        EXPECT_EQ(bitsOf(*type), bits) << name;
    }
    EXPECT_EQ(nameOf(DType::BF16), "BF16");
    EXPECT_EQ(nameOf(DType::C64), "C64");
    EXPECT_FALSE(dtypeFromName("f32").has_value());
}

TEST(Safetensors, CountsBytesOrSaysThatItCannot) {
    EXPECT_EQ(byteCount(DType::F32, {2, 3}), 24U);
    EXPECT_EQ(byteCount(DType::BF16, {}), 2U);
    EXPECT_EQ(byteCount(DType::F64, {0, 7}), 0U);
    EXPECT_EQ(byteCount(DType::F4, {3}), std::nullopt);
    EXPECT_EQ(byteCount(DType::U8, {-1}), std::nullopt);
    EXPECT_EQ(byteCount(DType::U8, {1LL << 40, 1LL << 40}), std::nullopt);
    EXPECT_EQ(byteCount(DType::F64, {1LL << 62}), std::nullopt);
    EXPECT_EQ(toString(Shape{}), "[]");
    EXPECT_EQ(toString(Shape{2, 3}), "[2, 3]");
}

TEST(SafetensorsWriter, WritesWhatTheReaderReads) {
    const TemporaryFolder folder;
    const auto path = folder / "out.safetensors";
    const std::string bytes = "abc" + std::string("01234567") + "xyzw";
    {
        SafetensorsWriter writer(path,
                                 {{"odd", DType::U8, {3}},
                                  {"empty", DType::F32, {0, 2}},
                                  {"wide", DType::F64, {1}},
                                  {"scalar", DType::F32, {}}},
                                 {{"format", "pt"}, {"note", "größer"}});
        // In pieces that do not end where tensors do.
        writer.append(asBytes(bytes.substr(0, 5)));
        EXPECT_FALSE(std::filesystem::exists(path));
        writer.append(asBytes(bytes.substr(5)));
        writer.commit();
    }
    EXPECT_EQ(folder.entries(), 1U);
    const SafetensorsFile file(path);
    EXPECT_EQ(asText(file.bytes(*file.find("odd"))), "abc");
    EXPECT_EQ(asText(file.bytes(*file.find("wide"))), "01234567");
    EXPECT_EQ(asText(file.bytes(*file.find("scalar"))), "xyzw");
    EXPECT_EQ(file.bytes(*file.find("empty")).size(), 0U);
    EXPECT_EQ(file.metadata().at("note"), "größer");
}

TEST(SafetensorsWriter, AlignsTheDataAndEveryElement) {
    const TemporaryFolder folder;
    for (std::size_t length = 1; length <= 8; ++length) {
        const auto path = folder / "a.safetensors";
        SafetensorsWriter writer(
            path, {{std::string(length, 'n'), DType::U8, {3}}, {"f", DType::F32, {1}}, {"h", DType::BF16, {1}}});
        writer.append(asBytes(std::string(9, '\1')));
        writer.commit();
        const std::string content = contentOf(path);
        std::uint64_t header = 0;
        std::memcpy(&header, content.data(), 8);
        EXPECT_EQ(header % 8, 0U);
        EXPECT_EQ(content[8], '{');
        const SafetensorsFile file(path);
        for (const TensorInfo& tensor : file.tensors()) {
            EXPECT_EQ(tensor.begin % (bitsOf(tensor.dtype) / 8), 0U) << tensor.name;
        }
    }
}

TEST(SafetensorsWriter, LeavesNothingBehindUnlessCommitted) {
    const TemporaryFolder folder;
    folder.write("a.safetensors", "older");
    {
        SafetensorsWriter writer(folder / "a.safetensors", {{"t", DType::U8, {4}}});
        writer.append(asBytes("12"));
    }
    EXPECT_EQ(contentOf(folder / "a.safetensors"), "older");
    EXPECT_EQ(folder.entries(), 1U);
}

TEST(SafetensorsWriter, RefusesBytesThatDoNotMatchTheDeclaration) {
    const TemporaryFolder folder;
    const auto path = folder / "a.safetensors";
    const Refusal missing = refusalOf([&] {
        SafetensorsWriter writer(path, {{"t", DType::U8, {4}}});
        writer.append(asBytes("123"));
        writer.commit();
    });
    EXPECT_EQ(missing.sentence, path.string() + ": 3 of 4 bytes of tensor data were written; nothing is kept.");
    const Refusal extra = refusalOf([&] {
        SafetensorsWriter writer(path, {{"t", DType::U8, {4}}});
        writer.append(asBytes("123456"));
    });
    EXPECT_EQ(extra.sentence, path.string() + ": 2 bytes more than the declared tensors hold.");
    expectRefused([&] { SafetensorsWriter(path, {{"t", DType::F4, {3}}}); }, "tensor \"t\": F4 [3] cannot be stored.");
    EXPECT_EQ(folder.entries(), 0U);
}

TEST(SafetensorsWriter, HoldsAThousandTensors) {
    const TemporaryFolder folder;
    std::vector<SafetensorsWriter::Declaration> tensors;
    std::string bytes;
    for (int i = 0; i < 1000; ++i) {
        tensors.push_back({"t" + std::to_string(i), DType::I16, {1}});
        bytes += static_cast<char>(i % 256);
        bytes += static_cast<char>(i / 256);
    }
    SafetensorsWriter writer(folder / "a.safetensors", tensors);
    writer.append(asBytes(bytes));
    writer.commit();
    const SafetensorsFile file(folder / "a.safetensors");
    for (int i = 0; i < 1000; ++i) {
        std::int16_t value = 0;
        std::memcpy(&value, file.bytes(*file.find("t" + std::to_string(i))).data(), 2);
        EXPECT_EQ(value, i);
    }
}

} // namespace
} // namespace halyard::testing
