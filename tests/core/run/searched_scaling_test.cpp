// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/searched_scaling.h"

#include "core/run/evaluation.h"
#include "core/run/run_inputs.h"
#include "core/run/validate.h"
#include "tests/core/run/scratch_folder.h"
#include "tests/support/refusal.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace halyard {
namespace {

using testing::expectRefused;

Json point(const std::string& scaling, const Json& needles, const Json& loss) {
    return {{"scaling", scaling}, {"needles", needles}, {"loss", loss}};
}

Json results(const Json& curve) {
    return {{"kind", "scaling"}, {"complete", true}, {"search", {{{"model", "m"}, {"curve", curve}, {"by_loss", nullptr}, {"by_needles", nullptr}}}}};
}

class SearchedScalings : public ::testing::Test {
protected:
    std::string write(const Json& document) const {
        writeJsonFile(m_folder.path() / "results.json", document);
        return (m_folder.path() / "results.json").string();
    }
    ScratchFolder m_folder;
};

TEST_F(SearchedScalings, AreTheBestByNeedlesThenByLossThenTheSmaller) {
    const SearchedScaling found = readScalingSearch(write(results({
        point("none", 1.0, 0.1), point("hype 32", 0.5, 1.0), point("hype 128", 0.75, 2.0), point("hype 500", 0.75, 1.5),
        point("constant 1.33", 0.25, 3.0), point("constant 1.5", 0.25, 3.0), point("constant 2", nullptr, 0.5)})));
    EXPECT_EQ(found.best, parseLogitsScaling("hype 500"));
    EXPECT_EQ(found.bestConstant, parseLogitsScaling("1.33"));
    const SearchedScaling byLoss = readScalingSearch(write(results({point("hype 32", nullptr, 1.0), point("hype 64", nullptr, 0.5),
                                                                     point("1.2", nullptr, 0.5), point("1.3", nullptr, 0.25)})));
    EXPECT_EQ(byLoss.best, parseLogitsScaling("hype 64"));
    EXPECT_EQ(byLoss.bestConstant, parseLogitsScaling("1.3"));
}

TEST_F(SearchedScalings, StandForTheWordsOfARun) {
    RunSpec spec;
    spec.kind = RunKind::Niah;
    spec.eval.scalings = "none, best, best at 512, best constant, 1.5";
    spec.inputs = {{"search", write(results({point("hype 128", 1.0, nullptr), point("1.75", 1.0, nullptr)})), {}, {}}};
    resolveScalings(spec);
    EXPECT_EQ(spec.eval.scalings, "none, hype 128, 1.3317, constant 1.75, 1.5"); // ln 640 / ln 128 = 1.33170…
    RunSpec without;
    without.kind = RunKind::Niah;
    without.eval.scalings = "own, none";
    resolveScalings(without);
    EXPECT_EQ(without.eval.scalings, "own, none");
}

TEST(SearchedScalingWords, AreKnown) {
    for (const char* word : {"best", "best constant", "best at 0", "best at 512"}) {
        EXPECT_TRUE(isSearchedScaling(word)) << word;
    }
    for (const char* word : {"", "best at", "best at x", "best at 5x", "best at -1", "own", "hype 500", "Best"}) {
        EXPECT_FALSE(isSearchedScaling(word)) << word;
    }
}

TEST(SearchedScalingWords, NeedASearch) {
    RunSpec spec;
    spec.kind = RunKind::Niah;
    spec.eval.scalings = "best";
    const std::vector<Issue> issues = validate(spec);
    EXPECT_TRUE(std::any_of(issues.begin(), issues.end(), [](const Issue& issue) {
        return issue.path == "/eval/scalings" && issue.message.text().find("The scaling \"best\" is what a search has found") == 0;
    }));
}

TEST_F(SearchedScalings, RefusesWhatIsNoFinishedSearchOfOneModel) {
    const auto refused = [&](const Json& document) { expectRefused([&] { (void)readScalingSearch(write(document)); }, "no finished search"); };
    Json whole = results({point("hype 128", 1.0, nullptr), point("1.75", 1.0, nullptr)});
    refused(Json::object());
    refused(results(Json::array()));
    refused(results({point("hype 128", 1.0, nullptr)}));
    for (const char* key : {"kind", "complete", "search"}) {
        Json other = whole;
        other.erase(key);
        refused(other);
    }
    Json running = whole;
    running["complete"] = false;
    refused(running);
    Json two = whole;
    two["search"].push_back(two["search"][0]);
    refused(two);
    Json odd = whole;
    odd["search"][0]["curve"][0]["scaling"] = 5;
    refused(odd);
}

} // namespace
} // namespace halyard
