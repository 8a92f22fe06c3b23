// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/workbench/training_beside.h"

#include "core/base/subprocess.h"
#include "core/run/events.h"
#include "core/run/launch.h"
#include "core/run/run_folder.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kFirstStep{120};

void halyard(std::vector<std::string> words) {
    const std::string command = words.front();
    words.insert(words.begin(), (currentProgram().parent_path() / "halyard").string());
    SubprocessOptions options;
    options.arguments = std::move(words);
    options.captureOutput = true;
    if (runSubprocess(options).exitCode != 0) {
        std::fprintf(stderr, "\"halyard %s\" of the training beside failed.\n", command.c_str());
        std::exit(1);
    }
}

} // namespace

TrainingBeside::TrainingBeside(const fs::path& folder, const fs::path& demo) : m_run(folder / "beside") {
    const std::string data = folder / "beside-data";
    halyard({"data", "prepare", "--tokenizer", demo / "tokenizer", "--input", demo / "held_out.jsonl", "--out", data,
             "--block", "128"});
    halyard({"new", "pretrain", "--preset", "demo", "--data", data, "--out", m_run, "--set", "schedule.steps=1000000"});
    (void)launchRun(RunFolder(m_run));
    const auto until = std::chrono::steady_clock::now() + kFirstStep;
    while ((m_first = steps()) == 0) {
        if (std::chrono::steady_clock::now() > until) {
            std::fprintf(stderr, "The training beside has not taken a step.\n");
            std::exit(1);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

TrainingBeside::~TrainingBeside() {
    halyard({"stop", m_run, "--now"});
}

std::size_t TrainingBeside::steps() const {
    const EventLog log = readEvents(RunFolder(m_run).events());
    return static_cast<std::size_t>(
        std::count_if(log.events.begin(), log.events.end(), [](const Event& event) { return event.name == "step"; }));
}

Json TrainingBeside::figures() const {
    const EventLog log = readEvents(RunFolder(m_run).events());
    Json speed;
    for (const Event& event : log.events) {
        if (event.name == "step") {
            speed = event.fields.value("tokens_per_second", Json());
        }
    }
    return {{"steps", steps() - m_first}, {"tokens_per_second", speed}};
}

} // namespace halyard
