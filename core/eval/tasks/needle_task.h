// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace halyard {

// One question on a document. The prompt is the document's prefix and then ids.
struct NeedleQuestion {
    std::vector<std::int64_t> ids;
    // How an answer is judged: its tokens must be these, or, where there are none, its text must hold every expected text
    // (share of them that it holds; capitals do not count).
    std::vector<std::int64_t> answer;
    std::vector<std::string> expected;
    double depth = 0; // of its (first) needle, percent
};

struct NeedlePrompt {
    std::vector<std::int64_t> prefix; // what the questions share
    std::vector<NeedleQuestion> questions;
};

struct NeedleRequest {
    std::int64_t length = 0;          // tokens of prefix and question together, exactly
    std::vector<std::int64_t> depths; // percent; document i takes them in turn, beginning at i · needles
    std::int64_t needles = 1;         // questions
    std::int64_t index = 0;           // of the document in its cell
    std::uint64_t seed = 0;           // the same request gives the same document
};

// What hides needles: RULER's tasks, or a grammar of token sequences of its own.
class NeedleTask {
public:
    virtual ~NeedleTask() = default;
    // Throws Error(InvalidInput) for a length that cannot hold the task.
    [[nodiscard]] virtual NeedlePrompt document(const NeedleRequest& request) const = 0;
    // All that decides about documents beside the request; results are kept under it. Changes with every change of what
    // document() gives.
    [[nodiscard]] virtual Json identity() const = 0;
    // How many tokens an answer may take at most, where the task knows; 0 = as the run says.
    [[nodiscard]] virtual std::int64_t answerTokens() const { return 0; }
};

struct NeedleTaskSetup {
    const Tokenizer* tokenizer = nullptr; // null when the model has none
    std::filesystem::path filler;         // text of the user; empty = generated
};

// Tasks by name; a program begins with standardNeedleTasks() and may add its own.
class NeedleTasks {
public:
    using Factory = std::function<std::unique_ptr<NeedleTask>(const NeedleTaskSetup&)>;
    void add(const std::string& name, Factory factory) { m_factories[name] = std::move(factory); }
    // Throws Error(InvalidInput) naming the nearest.
    [[nodiscard]] std::unique_ptr<NeedleTask> make(const std::string& name, const NeedleTaskSetup& setup) const;
    [[nodiscard]] std::vector<std::string> names() const;

private:
    std::map<std::string, Factory> m_factories;
};

// RULER's: niah_single_1 … 3, niah_multikey_1 … 3, niah_multivalue, niah_multiquery; and the bundled teacher's: demo_filler,
// demo_busy.
[[nodiscard]] NeedleTasks standardNeedleTasks();

// The depth of question number q of a document.
[[nodiscard]] double depthOf(const NeedleRequest& request, std::int64_t question);

} // namespace halyard
