// SPDX-License-Identifier: GPL-3.0-or-later
// halyard study with grids, as far as it goes without starting a run.
#include "core/run/study_cells.h"
#include "tests/core/cli/program_fixture.h"
#include "tests/core/run/grid_documents.h"

#include <algorithm>

namespace halyard {
namespace {

namespace fs = std::filesystem;

class StudyProgram : public ProgramTest {
protected:
    [[nodiscard]] std::string grid(const Json& document = smallGrid()) const { return m_scratch.write("grid.json", document.dump()).string(); }
    [[nodiscard]] std::string out() const { return (m_scratch.path() / "out").string(); }

    void expectRefusal(std::vector<std::string> words, const std::string& sentence) const {
        words.insert(words.begin(), "study");
        const ProgramResult result = call(words);
        EXPECT_EQ(result.exitCode, 2) << sentence;
        EXPECT_EQ(result.out, "");
        EXPECT_EQ(result.err, "halyard: " + sentence + "\n");
        EXPECT_FALSE(fs::exists(out()));
    }
};

TEST_F(StudyProgram, SaysWhatAGridNeedsAndWritesNothing) {
    Json document = smallGrid();
    document["axes"][1]["values"][0]["set"] = {{"distil.train.seed", 1}};
    document["axes"][1]["values"][1]["set"] = {{"distil.train.seed", 2}};
    const ProgramResult plan = call({"study", grid(document), "--dry-run"});
    EXPECT_EQ(plan.exitCode, 0) << plan.err;
    EXPECT_EQ(plan.out, "rates: Which rate?\n\n"
                        "align.optimizer.learning_rate 0.001, seed a: align-1 distil-1 needles-1\n"
                        "align.optimizer.learning_rate 0.002, seed a: align-2 distil-2 needles-2\n"
                        "align.optimizer.learning_rate 0.001, seed b: align-1 distil-3 needles-3\n"
                        "align.optimizer.learning_rate 0.002, seed b: align-2 distil-4 needles-4\n\n"
                        "4 cells of 12 runs, which are 10 as cells share what is equal (align 2, distil 4, needles 4).\n"
                        "Training: 60 steps, 122,880 tokens. Nothing was written.\n");
    const Json json = parseJson(call({"study", grid(document), "--dry-run", "--json"}).out, "the plan");
    EXPECT_EQ(json["runs"].size(), 10U);
    EXPECT_EQ(json["cells"][3]["runs"]["align"], "align-2");
    EXPECT_EQ(json["cells"][3]["labels"]["seed"], "b");
    EXPECT_EQ(json["training_steps"], 60);
}

// 2,048 tokens a step: what is written in a shipped grid is what the program can run.
TEST_F(StudyProgram, ShipsGridsThatItKnows) {
    std::size_t count = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(HALYARD_STUDIES))) {
        const std::string name = entry.path().stem().string();
        const ProgramResult plan = call({"study", "--preset", name, "--dry-run", "--json"});
        ASSERT_EQ(plan.exitCode, 0) << name << ": " << plan.err;
        const Json json = parseJson(plan.out, name);
        EXPECT_EQ(json["name"], name);
        EXPECT_GE(json["cells"].size(), 6U) << name; // three seeds each
        EXPECT_TRUE(json["question"].get<std::string>().ends_with("?")) << name;
        EXPECT_NE(call({"study", "--help"}).out.find(name), std::string::npos) << name;
        ++count;
    }
    EXPECT_EQ(count, 11U);
}

TEST_F(StudyProgram, RefusesWordsThatDoNotGoTogether) {
    expectRefusal({"--out", out()}, "Give either the file of a grid or --preset NAME. See halyard study --help.");
    expectRefusal({grid(), "--preset", "rope", "--out", out()}, "Give either the file of a grid or --preset NAME. See halyard study --help.");
    expectRefusal({grid()}, "--out is required. See halyard study --help.");
    expectRefusal({"--preset", "rop", "--out", out()}, "--preset: \"rop\" is not a study that ships. Did you mean \"rope\"?");
    expectRefusal({"--preset", "x", "--out", out()}, "--preset: \"x\" is not a study that ships; known here: align-loss, kv-heads, learning-rates, output-gate, "
                                                     "output-norm, qk-norm, rope, selectors, stage-1-tokens, stages, wrong-layers.");
    expectRefusal({grid(), "--project", out()}, out() + " is not a folder. Give the folder of a project with --project, or a new one with --out.");
    expectRefusal({"--table", "--out", out()}, out() + " does not hold one study. Name the folder of its run with --out.");
}

TEST_F(StudyProgram, RefusesAGridWithTheFileAndThePlace) {
    Json document = smallGrid();
    document["axes"][0]["key"] = "align.optimizer.learning_rat";
    const std::string file = grid(document);
    expectRefusal({file, "--out", out()}, file + ", axis \"align.optimizer.learning_rat\": \"optimizer.learning_rat\" is not a setting. Did you mean "
                                                 "\"optimizer.learning_rate\"?");
    document = smallGrid();
    document["runs"][0]["inputs"][0]["path"] = "bundled:techer";
    expectRefusal({grid(document), "--dry-run"}, "\"bundled:techer\" is nothing of the bundled teacher's. Did you mean \"bundled:teacher\"?");
}

TEST_F(StudyProgram, PrintsTheTableOfAStudyThatHasNotBegun) {
    const GridStudy study = expandGrid(gridFromJson(smallGrid(), "g.json", m_scratch.path()));
    fs::create_directories(out());
    (void)createGridStudy(out() + "/s", study, study.spec);
    const ProgramResult table = call({"study", "--table", "--out", out() + "/s"});
    EXPECT_EQ(table.exitCode, 0) << table.err;
    EXPECT_NE(table.out.find("4 cells, 12 runs: 4 waiting."), std::string::npos) << table.out;
    const Json json = parseJson(call({"study", grid(), "--table", "--json", "--out", out() + "/s"}).out, "the table");
    EXPECT_EQ(json["cells"].size(), 4U);
    EXPECT_FALSE(json["complete"].get<bool>());
}

} // namespace
} // namespace halyard
