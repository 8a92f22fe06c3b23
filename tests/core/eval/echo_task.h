// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/tasks/needle_task.h"

#include <memory>
#include <vector>

namespace halyard::testing {

// A grammar of its own for any model of 256 tokens and more: the right answer is always the same.
class EchoTask final : public NeedleTask {
public:
    explicit EchoTask(std::vector<std::int64_t> answer) : m_answer(std::move(answer)) {}
    [[nodiscard]] NeedlePrompt document(const NeedleRequest& request) const override {
        NeedlePrompt out;
        for (std::int64_t i = 0; i < request.length - 1; ++i) {
            out.prefix.push_back((i * 7 + request.index) % 250);
        }
        for (std::int64_t q = 0; q < request.needles; ++q) {
            out.questions.push_back({.ids = {q}, .answer = m_answer, .expected = {}, .depth = depthOf(request, q)});
        }
        return out;
    }
    [[nodiscard]] Json identity() const override { return {{"task", "echo"}}; }

private:
    std::vector<std::int64_t> m_answer;
};

// The program's tasks and "echo".
[[nodiscard]] inline NeedleTasks tasksWithEcho(const std::vector<std::int64_t>& answer = {256}) {
    NeedleTasks tasks = standardNeedleTasks();
    tasks.add("echo", [answer](const NeedleTaskSetup&) { return std::make_unique<EchoTask>(answer); });
    return tasks;
}

} // namespace halyard::testing
