// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/task_items.h"

#include "core/eval/tasks/python_text.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

ChoiceItem only(const std::string& task, const std::string& line) {
    const TemporaryFolder folder;
    const TaskItems items = readTaskItems(task, folder.write("items.jsonl", line + "\n\n"));
    EXPECT_EQ(items.choices.size(), 1U);
    return items.choices.at(0);
}

} // namespace

// The prompts of lm-evaluation-harness 0.4.13 for the same documents.
TEST(TaskItems, AreThePromptsOfTheHarness) {
    const ChoiceItem hellaswag = only("hellaswag", R"({"activity_label": "Roof", "ctx_a": "A man [header] is  up.", "ctx_b": "he STARTS", "endings": ["  pulls [step] it [title] off. ", "b"], "label": "1"})");
    EXPECT_EQ(hellaswag.choices[0].context, "Roof: A man is up. He starts");
    EXPECT_EQ(hellaswag.choices[0].continuation, " pulls it. off.");
    EXPECT_EQ(hellaswag.choices[0].length, 14U);
    EXPECT_EQ(hellaswag.gold, 1);
    const ChoiceItem arc = only("arc_easy", R"({"question": "Why?", "choices": {"text": ["a", "b", "c"], "label": ["1", "2", "3"]}, "answerKey": "3"})");
    EXPECT_EQ(arc.choices[2].context, "Question: Why?\nAnswer:");
    EXPECT_EQ(arc.choices[2].continuation, " c");
    EXPECT_EQ(arc.gold, 2);
    const ChoiceItem piqa = only("piqa", R"({"goal": "Open", "sol1": "x", "sol2": "naïve", "label": 1})");
    EXPECT_EQ(piqa.choices[1].context, "Question: Open\nAnswer:");
    EXPECT_EQ(piqa.choices[1].length, 5U); // characters, not bytes
    const ChoiceItem winogrande = only("winogrande", R"({"sentence": "The _ ran fast.", "option1": "dog", "option2": "cat", "answer": "2"})");
    EXPECT_EQ(winogrande.choices[0].context, "The dog");
    EXPECT_EQ(winogrande.choices[1].context, "The cat");
    EXPECT_EQ(winogrande.choices[1].continuation, " ran fast.");
    EXPECT_EQ(winogrande.gold, 1);
    const ChoiceItem own = only("choices:mine", R"({"context": "C", "choices": ["a", "b"], "answer": "b"})");
    EXPECT_EQ(own.gold, 1);
    EXPECT_EQ(own.choices[0].continuation, " a");
}

TEST(TaskItems, ReadTextsToGoOnWith) {
    const TemporaryFolder folder;
    const auto file = folder.write("fda.jsonl", "{\"text\": \" Name: \", \"value\": \" Ann \"}\n{\"text\": \"b\", \"value\": \"c\"}");
    for (const char* task : {"fda", "swde", "squad_completion", "recall", "recall:mine"}) {
        const TaskItems items = readTaskItems(task, file);
        ASSERT_EQ(items.recall.size(), 2U) << task;
        EXPECT_EQ(items.recall[0].text, "Name:");
        EXPECT_EQ(items.recall[0].value, "Ann");
    }
    EXPECT_EQ(readTaskItems("fda", file, 1).recall.size(), 1U);
    EXPECT_EQ(readTaskItems("fda", file).recall[0].until, "\n");
    const auto own = folder.write("own.jsonl", R"({"text": "Ask a", "value": "b", "until": " ."})");
    EXPECT_EQ(readTaskItems("recall:own", own).recall[0].until, " .");
}

TEST(TaskItems, RefuseAnotherLayoutWithFileLineAndKey) {
    const TemporaryFolder folder;
    const auto refused = [&](const std::string& task, const std::string& text, const std::string& part) {
        const auto file = folder.write("items.jsonl", text);
        expectRefused([&] { (void)readTaskItems(task, file); }, part);
    };
    const std::string good = R"({"goal": "a", "sol1": "b", "sol2": "c", "label": 0})";
    refused("piqa", good + "\n" + R"({"goal": "a", "sol1": "b", "label": 0})", "items.jsonl, line 2: there is no \"sol2\"; this is not the layout of piqa.");
    refused("piqa", R"({"goal": "a", "sol1": "b", "sol2": "c", "label": 2})", "\"label\" is 2; it must name one of the 2 choices");
    refused("piqa", R"({"goal": "a", "sol1": "b", "sol2": "c", "label": -1})", "\"label\" is -1");
    refused("recall", R"({"text": "a", "value": "b", "until": ""})", "line 1: \"until\" must be a text with at least one character");
    refused("piqa", "[1]", "line 1: an item is a JSON object.");
    refused("piqa", "{\"goal\": NaN}", "is not valid JSON");
    refused("piqa", "", "holds no items of piqa");
    refused("piqa", R"({"goal": "a", "sol1": "", "sol2": "c", "label": 0})", "at least one character");
    refused("winogrande", R"({"sentence": "a b", "option1": "x", "option2": "y", "answer": "1"})", "a text with a gap");
    refused("winogrande", R"({"sentence": "a _ b", "option1": "x", "option2": "y", "answer": "3"})", "\"answer\" must be");
    refused("arc_easy", R"({"question": "a", "choices": {"text": ["a"], "label": ["A"]}, "answerKey": "B"})", "\"answerKey\" must be");
    refused("fda", R"({"text": "a"})", "there is no \"value\"");
    refused("hellaswga", good, "Did you mean \"hellaswag\"?");
    expectRefused([&] { (void)readTaskItems("piqa", folder / "missing.jsonl"); }, "missing.jsonl");
}

TEST(PythonText, IsThatOfStr) {
    EXPECT_EQ(stripped("\u00a0 \t a b\n\u2003"), "a b");
    EXPECT_EQ(stripped(" \n"), "");
    EXPECT_EQ(trailingBlanks("ab \u00a0"), 3U);
    EXPECT_EQ(trailingBlanks("ab"), 0U);
    EXPECT_EQ(capitalized("éA BÇ"), "Éa bç");
    EXPECT_EQ(capitalized(""), "");
    EXPECT_EQ(lowered("ÄB"), "äb");
    EXPECT_EQ(characters("naïve 😀"), 7U);
}

} // namespace halyard::testing
