// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_recipe.h"

#include "core/base/error.h"
#include "core/run/nearest_name.h"

namespace halyard {

namespace {

constexpr std::int64_t kShort = DemoRecipe::kTeacherLength;
constexpr std::int64_t kLong = 4 * kShort;
constexpr const char* kBoth = "demo_busy,demo_filler";

DemoRecipe defaultRecipe() {
    DemoRecipe recipe;
    recipe.align = {.steps = 120, .learningRate = 3e-3, .length = kShort, .batch = 16};
    recipe.distil = {.steps = 280, .learningRate = 2e-3, .length = kShort, .batch = 16};
    recipe.finetune = {.steps = 130, .learningRate = 1e-3, .length = kLong, .batch = 8};
    recipe.heldOutDocuments = 128;
    recipe.recallItems = 192;
    recipe.choiceItems = 256;
    recipe.shortNeedles = {.lengths = {32, 64}, .haystacks = kBoth, .documents = 50, .needles = 2};
    recipe.needles = {.lengths = {128, 512, 2048}, .haystacks = kBoth, .documents = 13, .needles = 8};
    recipe.longNeedles = {.lengths = {8192}, .haystacks = kBoth, .documents = 7, .needles = 15};
    recipe.searchNeedles = {.lengths = {8192}, .haystacks = "demo_busy", .documents = 4, .needles = 15};
    recipe.speedLengths = {512, 2048, 8192};
    recipe.speedRepeats = 2;
    return recipe;
}

// Trained as in the default budget, whose student is that of the first seed here.
DemoRecipe fullRecipe() {
    DemoRecipe recipe = defaultRecipe();
    recipe.seeds = {0, 1, 2};
    recipe.comparesSelections = true;
    recipe.shortNeedles.documents = 100;
    recipe.needles.documents = 25;
    recipe.longNeedles.documents = 25;
    recipe.longNeedles.needles = 8;
    recipe.farNeedles = {.lengths = {32768}, .haystacks = kBoth, .documents = 25, .needles = 8};
    recipe.searchNeedles.documents = 6;
    recipe.speedLengths = {512, 2048, 8192, 32768};
    return recipe;
}

DemoRecipe testRecipe() {
    DemoRecipe recipe = defaultRecipe();
    recipe.align = {.steps = 4, .learningRate = 3e-3, .length = kShort, .batch = 2};
    recipe.distil = {.steps = 4, .learningRate = 2e-3, .length = kShort, .batch = 2};
    recipe.finetune = {.steps = 4, .learningRate = 1e-3, .length = 2 * kShort, .batch = 2};
    recipe.heldOutDocuments = 4;
    recipe.recallItems = 4;
    recipe.choiceItems = 4;
    recipe.shortNeedles.documents = 2;
    recipe.shortNeedles.lengths = {32};
    recipe.needles.documents = 2;
    recipe.needles.lengths = {128, 512};
    recipe.longNeedles = {};
    recipe.searchNeedles = {.lengths = {256}, .haystacks = "demo_busy", .documents = 1, .needles = 8};
    recipe.scalings = {32, 128};
    recipe.constants = "1.2,1.5";
    recipe.speedLengths = {128, 256};
    recipe.speedRepeats = 1;
    return recipe;
}

} // namespace

DemoRecipe demoRecipe(const std::string& budget) {
    static const std::vector<std::string> kNames = {"default", "full", "test"};
    DemoRecipe recipe;
    if (budget == "default") {
        recipe = defaultRecipe();
    } else if (budget == "full") {
        recipe = fullRecipe();
    } else if (budget == "test") {
        recipe = testRecipe();
    } else {
        throw invalidInput(HALYARD_TEXT("\"{name}\" is not a budget of the demo. Choose default, full or test; did you mean \"{near}\"?"),
                           {{"name", printable(budget, 40)}, {"near", nearestName(budget, kNames).value_or(kNames.front())}});
    }
    recipe.budget = budget;
    return recipe;
}

} // namespace halyard
