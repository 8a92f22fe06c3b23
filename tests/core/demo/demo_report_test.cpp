// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_report.h"

#include "core/base/subprocess.h"
#include "core/demo/demo_claims.h"
#include "core/demo/demo_figures.h"
#include "core/demo/demo_numbers.h"
#include "core/report/written.h"
#include "core/run/events.h"
#include "tests/core/demo/example_results.h"
#include "tests/core/run/scratch_folder.h"

#include <cstdlib>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

namespace halyard {
namespace {

using testing::exampleResults;

// What is wrong with a text as XML: tags that do not close, attributes without quotes, a bare "&" or "<"; empty when nothing.
class MarkupCheck {
public:
    explicit MarkupCheck(const std::string& text) : m_text(text) {}

    std::string problem() {
        for (m_at = 0; m_at < m_text.size() && m_problem.empty(); ++m_at) {
            if (m_text[m_at] == '<') {
                takeTag();
            } else if (m_text[m_at] == '&') {
                takeEntity();
            }
        }
        return !m_problem.empty() ? m_problem : m_open.empty() ? "" : "<" + m_open.back() + "> is not closed";
    }

private:
    void takeEntity() {
        for (const char* known : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
            if (m_text.compare(m_at, std::string(known).size(), known) == 0) {
                return;
            }
        }
        m_problem = "a bare &: " + m_text.substr(m_at, 40);
    }
    void takeTag() {
        const std::size_t end = m_text.find('>', m_at);
        std::string tag = end == std::string::npos ? "" : m_text.substr(m_at + 1, end - m_at - 1);
        if (tag.empty() || tag.find('<') != std::string::npos || std::count(tag.begin(), tag.end(), '"') % 2 != 0) {
            m_problem = "a broken tag: " + m_text.substr(m_at, 60);
            return;
        }
        m_at = end;
        const std::string name = tag.substr(0, tag.find_first_of(" \n"));
        if (tag.starts_with('!') || tag.ends_with('/')) {
            return;
        }
        if (!tag.starts_with('/')) {
            m_open.push_back(name);
        } else if (m_open.empty() || "/" + m_open.back() != name) {
            m_problem = "<" + name + "> closes " + (m_open.empty() ? "nothing" : m_open.back());
        } else {
            m_open.pop_back();
        }
    }

    const std::string& m_text;
    std::size_t m_at = 0;
    std::vector<std::string> m_open;
    std::string m_problem;
};

std::size_t lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

class DemoReports : public ::testing::Test {
protected:
    // No program is found, rsvg-convert neither: it takes most of the time of a report.
    void SetUp() override { ::setenv("PATH", m_folder.path().c_str(), 1); }
    void TearDown() override { ::setenv("PATH", m_path.c_str(), 1); }
    void write(const std::string& child, const std::vector<std::pair<std::string, Json>>& events) const {
        const auto folder = run().children() / child;
        std::filesystem::create_directories(folder);
        EventWriter writer(folder / "events.jsonl");
        for (const auto& [name, fields] : events) {
            writer.write(name, fields);
        }
    }
    void writeStages() const {
        write("align", {{"step", {{"step", 1}, {"loss", 2.0}, {"per_layer", {1.0, 3.0}}}}, {"step", {{"step", 2}, {"loss", 1.0}, {"per_layer", {0.5, 1.5}}}}});
        write("distil", {{"step", {{"step", 1}, {"loss", 2.0}}}, {"held_out", {{"step", 1}, {"loss", 1.5}}}});
        write("finetune", {{"step", {{"step", 1}, {"loss", 2.0}}}});
    }
    [[nodiscard]] RunFolder run() const { return RunFolder(m_folder.path() / "runs" / "demo"); }
    [[nodiscard]] std::filesystem::path report() const { return m_folder.path() / "report"; }
    [[nodiscard]] std::string page(const DemoResults& results) const {
        writeDemoReport(results, run(), report());
        return ScratchFolder::read(report() / "report.html");
    }
    ScratchFolder m_folder;
    std::string m_path = std::getenv("PATH");
};

TEST_F(DemoReports, AreOneFileWithPicturesInsideAndEveryNumber) {
    writeStages();
    const DemoResults results = exampleResults({1, 2, 3});
    const std::string html = page(results);
    EXPECT_EQ(MarkupCheck(html).problem(), "");
    for (const char* outside : {"<img", "<link", "<script", "src=", "url("}) {
        EXPECT_EQ(html.find(outside), std::string::npos) << outside;
    }
    for (const DemoNumber& number : demoNumbers(results)) {
        std::string row = "<tr>";
        const auto fields = fieldsOf(number);
        for (std::size_t i = 0; i < fields.size(); ++i) {
            row += (i < 4 ? "<td>" : "<td class=\"n\">") + fields[i] + "</td>";
        }
        EXPECT_NE(html.find(row + "</tr>"), std::string::npos) << row;
    }
    for (const DemoStep& step : results.steps) {
        EXPECT_NE(html.find(step.command), std::string::npos);
    }
    for (const DemoFigure& figure : demoFigures(results, run())) {
        EXPECT_EQ(MarkupCheck(figure.svg).problem(), "") << figure.name;
        EXPECT_NE(html.find(figure.svg), std::string::npos) << figure.name;
        EXPECT_EQ(ScratchFolder::read(report() / (figure.name + ".svg")), figure.svg);
    }
    EXPECT_LT(html.find("Needles found, busy haystack"), html.find("A small teacher")) << "the needles come first";
    EXPECT_LT(html.find("A small teacher"), html.find("Needles found, filler haystack"));
    EXPECT_NE(html.find("prefers-color-scheme:dark"), std::string::npos);
    EXPECT_NE(html.find("<span class=\"good\">✓</span></td><td>The teacher finds .995"), std::string::npos);
    EXPECT_NE(html.find("<span class=\"bad\">✗</span></td><td>HyPE is above no scaling by .08"), std::string::npos);
}

TEST_F(DemoReports, HaveAPictureOfEachKind) {
    writeStages();
    std::set<std::string> names;
    for (const DemoFigure& figure : demoFigures(exampleResults({1, 2, 3}), run())) {
        EXPECT_TRUE(names.insert(figure.name).second) << figure.name;
        EXPECT_EQ(figure.svg.find("nan"), std::string::npos) << figure.name;
    }
    EXPECT_EQ(names, (std::set<std::string>{"needles-busy", "needles-filler", "needles-seeds", "importance-seed-1", "importance-seed-2",
                                            "importance-seed-3", "selections", "alignment-align", "loss-align", "loss-distil",
                                            "loss-finetune", "speed-prefill", "speed-decode", "memory"}));
}

TEST_F(DemoReports, KeepNothingFromOutsideAsMarkup) {
    DemoResults results = exampleResults();
    const std::string hostile = "<script>alert('x')</script>\x1b[31m&\"";
    results.curves[0].key = hostile;
    results.curves[1].scaling = hostile;
    results.budget = hostile;
    results.exported = hostile;
    results.steps[0] = {hostile, hostile, hostile, 1};
    results.speed[0].model = hostile;
    results.versions[0] = {hostile, hostile};
    results.selections[0].layers[0].flags = {hostile};
    results.verdicts[0].sentence = Message(Sentence{"{name}"}, {{"name", hostile}});
    write("align<b>", {{"step", {{"step", 1}, {"loss", 2.0}, {"per_layer", {1.0}}}}});
    const std::string html = page(results);
    EXPECT_EQ(MarkupCheck(html).problem(), "");
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_EQ(html.find('\x1b'), std::string::npos);
    EXPECT_NE(html.find("&lt;script&gt;"), std::string::npos);
    EXPECT_EQ(demoSummary(results).find('\x1b'), std::string::npos);
}

TEST_F(DemoReports, HaveALineOfCsvForEachNumber) {
    const DemoResults results = exampleResults();
    (void)page(results);
    const std::string csv = ScratchFolder::read(report() / "results.csv");
    // 10 curves of 9 lengths; the teacher's 2 and 8 layers' 3 of the selection; 2 models at 7 lengths, 3 each; 4 verdicts.
    EXPECT_EQ(lines(csv), 1U + 90 + 26 + 42 + 4);
    EXPECT_EQ(csv.substr(0, csv.find('\n')), "quantity,model,scaling,haystack,seed,length,layer,right,answers,value,low95,high95");
    EXPECT_NE(csv.find("\nneedles,hype,hype 128,busy,1,512,,199,200,0.995,0.972226,0.999117\n"), std::string::npos) << csv;
    EXPECT_NE(csv.find("\nimportance,kept,,,1,,7,,,6.4,4.1,9.5\n"), std::string::npos) << csv;
}

TEST_F(DemoReports, AreWrittenAsJson) {
    const DemoResults results = exampleResults();
    (void)page(results);
    const Json document = readJsonFile(report() / "report.json");
    EXPECT_EQ(document, toJson(results));
    EXPECT_EQ(document.at("curves").at(0).at("points").at(2), (Json{{"length", 128}, {"right", 199.0}, {"answers", 200.0}}));
    EXPECT_EQ(document.at("selections").at(0).at("kept"), (Json{0, 7}));
    EXPECT_EQ(document.at("verdicts").at(2).at("holds"), false);
    EXPECT_EQ(document.at("versions").at("LibTorch"), "2.5.1");
}

TEST_F(DemoReports, ReplaceAnEarlierOneAsAWhole) {
    m_folder.write("report/old.svg", "<svg/>");
    (void)page(exampleResults());
    EXPECT_FALSE(std::filesystem::exists(report() / "old.svg"));
    EXPECT_TRUE(std::filesystem::exists(report() / "needles-busy.svg"));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(m_folder.path()), {}), 1) << "nothing is left beside it";
}

TEST_F(DemoReports, OfTheSmallestBudgetNeedNoLongLengthsAndNoGoals) {
    DemoResults results = exampleResults({1}, 256);
    results.budget = "test";
    results.verdicts.clear();
    const std::string html = page(results);
    EXPECT_EQ(MarkupCheck(html).problem(), "");
    EXPECT_NE(html.find("This is the smallest budget"), std::string::npos);
    EXPECT_EQ(html.find("keeps most"), std::string::npos) << "nothing beyond the training length was measured";
    EXPECT_EQ(html.find("restores"), std::string::npos);
}

TEST_F(DemoReports, OfNothingAreWrittenToo) {
    const std::string html = page(DemoResults{});
    EXPECT_EQ(MarkupCheck(html).problem(), "");
    EXPECT_NE(html.find("Nothing is measured yet."), std::string::npos);
    DemoResults empty = exampleResults();
    for (DemoCurve& curve : empty.curves) {
        curve.points.clear();
    }
    empty.selections[0].layers.clear();
    EXPECT_EQ(MarkupCheck(page(empty)).problem(), "");
    EXPECT_EQ(lines(demoSummary(DemoResults{})), 0U);
}

TEST_F(DemoReports, AreWholeWithoutTheProgramThatMakesPngFiles) {
    (void)page(exampleResults());
    EXPECT_TRUE(std::filesystem::exists(report() / "needles-busy.svg"));
    EXPECT_FALSE(std::filesystem::exists(report() / "needles-busy.png"));
    EXPECT_NE(demoSummary(exampleResults(), 200, report()).find("SVG alone: rsvg-convert (Debian package librsvg2-bin)"), std::string::npos);
}

TEST_F(DemoReports, HavePngFilesWhereItIsThere) {
    ::setenv("PATH", m_path.c_str(), 1);
    if (!findProgram("rsvg-convert")) {
        GTEST_SKIP() << "rsvg-convert is not installed";
    }
    (void)page(exampleResults());
    EXPECT_EQ(ScratchFolder::read(report() / "needles-busy.png").substr(1, 3), "PNG");
    EXPECT_EQ(demoSummary(exampleResults(), 80, report()).find("SVG alone"), std::string::npos);
}

TEST_F(DemoReports, AreWholeWhenTheProgramThatMakesPngFilesFails) {
    const auto program = m_folder.write("rsvg-convert", "#!/bin/sh\nexit 1\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    (void)page(exampleResults());
    EXPECT_TRUE(std::filesystem::exists(report() / "needles-busy.svg"));
    EXPECT_FALSE(std::filesystem::exists(report() / "needles-busy.png"));
}

TEST_F(DemoReports, TakeTheLaterSegmentWhereARunRepeatsSteps) {
    write("align", {{"step", {{"step", 1}, {"loss", 9.0}, {"per_layer", {1.0}}}}, {"step", {{"step", 2}, {"loss", 8.0}, {"per_layer", {2.0}}}},
                    {"step", {{"step", 3}, {"loss", 7.0}, {"per_layer", {3.0}}}}});
    write("align", {{"step", {{"step", 2}, {"loss", 8.5}, {"per_layer", {2.5}}}}, {"held_out", {{"step", 2}, {"loss", 8.6}}},
                    {"step", {{"step", "two"}, {"loss", 8.5}}}, {"step", {{"step", 3}}}});
    std::filesystem::create_directories(run().children() / "align-without-events");
    const auto curves = stageCurves(run(), "align");
    ASSERT_EQ(curves.size(), 1U);
    ASSERT_EQ(curves[0].training.size(), 2U);
    EXPECT_EQ(curves[0].training[1].y, 8.5);
    ASSERT_EQ(curves[0].layers.size(), 2U);
    EXPECT_EQ(curves[0].layers[1].values, std::vector<double>{2.5});
    EXPECT_EQ(curves[0].heldOut.size(), 1U);
    EXPECT_TRUE(stageCurves(run(), "distil").empty());
}

TEST(DemoSummary, FitsTheTerminal) {
    for (const std::int64_t longest : {256, 8192, 32768}) {
        const std::string text = demoSummary(exampleResults({1, 2, 3}, longest), 80, "/somewhere/report");
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line);) {
            EXPECT_LE(shownWidth(line), 80U) << line;
        }
        EXPECT_LE(lines(text), 26U) << text;
    }
    const std::string text = demoSummary(exampleResults());
    EXPECT_NE(text.find("                            32   64  128  256  512   1K   2K   4K   8K\n"
                        "teacher                    .99  .99  .99  .49  .01"), std::string::npos) << text;
    EXPECT_NE(text.find("Softmax attention stays in layers 0, 7 of 8.\n"), std::string::npos) << text;
    DemoResults results = exampleResults({1, 2});
    results.selections[1].kept = {3, 7};
    EXPECT_NE(demoSummary(results).find("stays in layers 0, 7 of 8 (seed 1); 3, 7 of 8 (seed 2).\n"), std::string::npos);
    EXPECT_NE(text.find("Gates: 2 of 3 hold; these do not:\n✗ HyPE is above"), std::string::npos) << text;
    EXPECT_NE(text.find("Goals:\n✓ HypeNet finds"), std::string::npos) << text;
}

// Whole names, though each seed has an A of its own.
TEST(DemoSummary, NamesScalingsOfSeveralSeeds) {
    DemoResults results = exampleResults({1, 2});
    for (DemoCurve& curve : results.curves) {
        curve.scaling = curve.key == "hype" && curve.seed == 2 ? "hype 32" : curve.scaling;
    }
    const std::string text = demoSummary(results);
    EXPECT_NE(text.find("\nln(t + A)/ln A           "), std::string::npos) << text;
    EXPECT_EQ(text.find("…"), std::string::npos) << text;
}

TEST(DemoClaims, AreDrawnOnlyWhereTheNumbersCarryThem) {
    DemoResults results = exampleResults();
    auto claims = demoClaims(results);
    ASSERT_EQ(claims.size(), 3U);
    EXPECT_EQ(claims[0].text(), "A small teacher on a synthetic corpus finds .995 of the needles at 128 tokens and .005 at 512: beyond its training length it fails.");
    EXPECT_EQ(claims[1].text(), "The hybrid, with softmax attention in 2 of 8 layers and its logits scaled, finds .995 at 512 tokens and .935 at 8,192: it keeps most of its recall.");
    EXPECT_NE(claims[2].text().find("restores much of it: .935 with ln(t + A)/ln A"), std::string::npos) << claims[2].text();
    for (DemoCurve& curve : results.curves) {
        curve = testing::exampleCurve(curve.key, curve.scaling, curve.haystack, curve.seed, 512, 0.15, 8192);
    }
    claims = demoClaims(results);
    EXPECT_EQ(claims[0].text(), "A small teacher on a synthetic corpus finds .995 of the needles at 128 tokens and .995 at 512.");
    EXPECT_EQ(claims[1].text().find("keeps most"), std::string::npos) << claims[1].text();
    EXPECT_EQ(claims[2].text().find("restores"), std::string::npos) << claims[2].text();
}

// At 64 times the training length not every scaling is asked.
TEST(DemoClaims, CompareScalingsWhereEachWasAsked) {
    DemoResults results = exampleResults();
    for (DemoCurve& curve : results.curves) {
        if (curve.key != "training") {
            curve.points.push_back({32768, {100, 200}});
        }
    }
    const std::string claim = demoClaims(results)[2].text();
    EXPECT_NE(claim.find("at 8,192 tokens"), std::string::npos) << claim;
    EXPECT_EQ(claim.find("–"), std::string::npos) << claim;
}

TEST(DemoCurves, OfAllSeedsAreAddedUp) {
    DemoResults results;
    results.curves = {{"hype", "hype 128", "busy", 1, {{64, {9, 10}}, {256, {4, 10}}}}, {"hype", "hype 32", "busy", 2, {{64, {7, 10}}, {128, {5, 10}}}},
                      {"hype", "hype 128", "filler", 1, {{64, {1, 10}}}}, {"hype", "hype 128", "busy", 3, {}}};
    const auto pooled = pooledCurves(results);
    ASSERT_EQ(pooled.size(), 2U);
    EXPECT_EQ(pooled[0].scaling, "hype 128; hype 32");
    ASSERT_EQ(pooled[0].points.size(), 3U);
    EXPECT_EQ(pooled[0].points[0].found.right, 16);
    EXPECT_EQ(pooled[0].points[0].found.answers, 20);
    EXPECT_EQ(pooled[0].points[1].length, 128);
    EXPECT_EQ(pooled[0].points[2].length, 256);
}

} // namespace
} // namespace halyard
