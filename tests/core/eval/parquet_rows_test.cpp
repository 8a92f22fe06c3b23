// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/parquet_rows.h"

#include "core/base/subprocess.h"
#include "core/eval/tasks/task_items.h"
#include "core/run/installation.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace halyard::testing {

namespace fs = std::filesystem;

namespace {

const char* const kHellaSwag = R"({"activity_label": "Roof", "ctx_a": "A man is up.", "ctx_b": "he", "endings": ["pulls it off.", "stays."], "label": "1"})";
const char* const kArc = R"({"question": "Why?", "choices": {"text": ["so", "no"], "label": ["A", "B"]}, "answerKey": "B"})";

// The first Python of the tree that has pyarrow; empty when there is none.
fs::path pythonWithArrow() {
    for (const fs::path& python : findPythons()) {
        if (runSubprocess({.arguments = {python.string(), "-c", "import pyarrow"}, .extraEnvironment = {}}).exitCode == 0) {
            return python;
        }
    }
    return {};
}

class ParquetRows : public ::testing::Test {
protected:
    void SetUp() override {
        m_python = pythonWithArrow();
        if (m_python.empty()) {
            ASSERT_EQ(std::getenv("HALYARD_REQUIRE_ORACLES"), nullptr) << "no Python of the tree has pyarrow";
            GTEST_SKIP() << "no Python of the tree has pyarrow";
        }
    }
    // The same rows in both layouts.
    void write(const std::string& lines) {
        m_lines = m_folder.write("items.jsonl", lines);
        m_parquet = m_folder / "items.parquet";
        const char* const kScript = "import sys, json, pyarrow as pa, pyarrow.parquet as pq\n"
                                    "rows = [json.loads(l) for l in open(sys.argv[1])]\n"
                                    "pq.write_table(pa.Table.from_pylist(rows), sys.argv[2])\n";
        ASSERT_EQ(runSubprocess({.arguments = {m_python.string(), "-c", kScript, m_lines.string(), m_parquet.string()}, .extraEnvironment = {}}).exitCode, 0);
    }
    fs::path m_python;
    TemporaryFolder m_folder;
    fs::path m_lines, m_parquet;
};

void expectSameItems(const TaskItems& one, const TaskItems& other) {
    ASSERT_EQ(one.choices.size(), other.choices.size());
    for (std::size_t i = 0; i < one.choices.size(); ++i) {
        EXPECT_EQ(one.choices[i].gold, other.choices[i].gold);
        ASSERT_EQ(one.choices[i].choices.size(), other.choices[i].choices.size());
        for (std::size_t k = 0; k < one.choices[i].choices.size(); ++k) {
            EXPECT_EQ(one.choices[i].choices[k].context, other.choices[i].choices[k].context);
            EXPECT_EQ(one.choices[i].choices[k].continuation, other.choices[i].choices[k].continuation);
        }
    }
}

} // namespace

TEST_F(ParquetRows, AreTheItemsOfTheSameLines) {
    for (const auto& [task, line] : {std::pair{"hellaswag", kHellaSwag}, {"arc_easy", kArc}}) {
        write(std::string(line) + "\n" + line + "\n");
        expectSameItems(readTaskItems(task, m_parquet), readTaskItems(task, m_lines));
        EXPECT_EQ(readTaskItems(task, m_parquet).choices.size(), 2U);
        EXPECT_NE(readTaskItems(task, m_parquet).hash, readTaskItems(task, m_lines).hash);
    }
}

TEST_F(ParquetRows, AreReadUpToTheLimit) {
    std::string lines;
    for (int i = 0; i < 3000; ++i) { // more than one batch
        lines += R"({"text": "t)" + std::to_string(i) + R"(", "value": "naïve"})" + "\n";
    }
    write(lines);
    EXPECT_EQ(readTaskItems("recall", m_parquet).recall.size(), 3000U);
    const TaskItems some = readTaskItems("recall", m_parquet, 1500);
    ASSERT_EQ(some.recall.size(), 1500U);
    EXPECT_EQ(some.recall.back().text, "t1499");
    EXPECT_EQ(some.recall.back().value, "naïve");
}

TEST_F(ParquetRows, RefuseWhatIsDamagedOrOfAnotherLayout) {
    write(std::string(kArc) + "\n");
    expectRefused([&] { (void)readTaskItems("piqa", m_parquet); }, "items.parquet, row 1: there is no \"label\"; this is not the layout of piqa.");
    fs::resize_file(m_parquet, fs::file_size(m_parquet) / 2);
    expectRefused([&] { (void)readTaskItems("arc_easy", m_parquet); }, "items.parquet cannot be read as a Parquet file: ");
    expectRefused([&] { (void)readTaskItems("arc_easy", m_folder.write("short.parquet", "PAR1x")); }, "footer (8 bytes).");
}

TEST_F(ParquetRows, NeedAPythonThatHasPyarrow) {
    if (runSubprocess({.arguments = {"/usr/bin/python3", "-c", "import pyarrow"}, .extraEnvironment = {}}).exitCode == 0) {
        GTEST_SKIP() << "the system's Python has pyarrow";
    }
    write(std::string(kArc) + "\n");
    ::setenv("HALYARD_PYTHON", "/usr/bin/python3", 1);
    expectRefused([&] { (void)readTaskItems("arc_easy", m_parquet); }, "needs a Python with pyarrow");
    ::unsetenv("HALYARD_PYTHON");
}

} // namespace halyard::testing
