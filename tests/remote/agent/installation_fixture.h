// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/run/command_inbox.h"
#include "core/run/events.h"
#include "core/run/installation.h"
#include "core/run/launch.h"
#include "core/run/presets.h"
#include "core/run/process_identity.h"
#include "core/run/run_folder.h"
#include "core/run/run_inputs.h"
#include "tests/core/run/scratch_folder.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

namespace halyard {

// An installation with the real halyard-agent and the tests' worker, and runs beside it.
class Installation : public testing::Test {
protected:
    Installation() {
        namespace fs = std::filesystem;
        const fs::path built = std::getenv("HALYARD_BIN");
        fs::create_directories(m_scratch.path() / "bin");
        fs::create_directories(m_scratch.path() / "libexec/halyard");
        for (const char* program : {"halyard", "halyard-agent"}) {
            fs::create_symlink(built / program, m_scratch.path() / "bin" / program);
        }
        // Copied, not linked: a program is found beside the file it is.
        fs::remove(m_scratch.path() / "bin/halyard-agent");
        fs::copy_file(built / "halyard-agent", m_scratch.path() / "bin/halyard-agent");
        fs::create_symlink(FAKE_WORKER, m_scratch.path() / "libexec/halyard/halyard-worker");
        m_scratch.write("torch/lib/libtorch_cpu.so", "");
        m_scratch.write("torch/version.py", "__version__ = '" + requiredTorchVersion() + "+cpu'\n");
        m_scratch.write("data/manifest.json", "{}");
        m_scratch.write("teacher/config.json", "{}");
        ::setenv("HALYARD_TORCH_DIR", (m_scratch.path() / "torch").c_str(), 1);
        ::prctl(PR_SET_CHILD_SUBREAPER, 1); // supervisors come back here, so that a test can see them end
    }
    ~Installation() override {
        for (const pid_t process : m_supervisors) {
            ::kill(process, SIGKILL);
        }
        while (::waitpid(-1, nullptr, WNOHANG) > 0) {
        }
    }

    void behave(const std::string& lines) const { m_scratch.write("behaviour", lines + "\n"); }

    [[nodiscard]] RunSpec spec(std::int64_t steps) const {
        RunSpec spec = presetSpec("demo", RunKind::Pretrain);
        spec.schedule.steps = steps;
        spec.schedule.warmup_steps = 1;
        spec.inputs = {{"data", (m_scratch.path() / "data").string(), std::nullopt, ""}};
        return spec;
    }
    [[nodiscard]] RunFolder create(const std::string& name, std::int64_t steps = 20) const {
        return RunFolder::create(m_scratch.path() / name, spec(steps));
    }
    [[nodiscard]] LaunchOptions options(bool resume = false) const {
        LaunchOptions options;
        options.agent = m_scratch.path() / "bin/halyard-agent";
        options.resume = resume;
        return options;
    }
    Launch launch(const RunFolder& run, bool resume = false) { return launch(run, options(resume)); }
    Launch launch(const RunFolder& run, const LaunchOptions& options) {
        const Launch launched = launchRun(run, options);
        if (launched == Launch::Started) {
            m_supervisors.push_back(supervisor(run));
        }
        return launched;
    }

    [[nodiscard]] static Json state(const RunFolder& run) { return readJsonFile(run.state()); }
    [[nodiscard]] static Json ending(const RunFolder& run) { return readJsonFile(run.exit()); }
    [[nodiscard]] static pid_t supervisor(const RunFolder& run) { return state(run)["pid"].get<pid_t>(); }

    // Waits for a condition, generously: the machine may be busy.
    template <class Condition> static void waitUntil(const Condition& condition, int seconds = 60) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
        while (!condition()) {
            ASSERT_LT(std::chrono::steady_clock::now(), end) << "waited in vain";
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
    static RunStatus untilEnd(const RunFolder& run) {
        waitUntil([&] { return !run.isLocked(); });
        while (::waitpid(-1, nullptr, WNOHANG) > 0) {
        }
        return runStatus(run);
    }
    // How often a worker was started, ranks counted.
    [[nodiscard]] static std::vector<pid_t> starts(const RunFolder& run) {
        std::ifstream file(run.path() / "started");
        std::vector<pid_t> out;
        for (pid_t process = 0; file >> process;) {
            out.push_back(process);
        }
        return out;
    }
    [[nodiscard]] static std::size_t count(const RunFolder& run, const std::string& event) {
        std::size_t found = 0;
        if (std::filesystem::exists(run.events())) {
            for (const Event& one : readEvents(run.events()).events) {
                found += one.name == event ? 1U : 0U;
            }
        }
        return found;
    }
    [[nodiscard]] static bool isGone(pid_t process) { return ::kill(process, 0) != 0; }

    ScratchFolder m_scratch;
    std::vector<pid_t> m_supervisors;
};

} // namespace halyard
