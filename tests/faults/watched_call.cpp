// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/watched_call.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "tests/support/failing_calls.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sstream>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace halyard::testing {

namespace fs = std::filesystem;

namespace {

constexpr int kMostCalls = 3000;
constexpr const char* kWaits = "Disk full: nothing can be written below ";

struct Fault {
    int error;
    const char* says;
};
constexpr Fault kFaults[] = {
    {EIO, "Input/output error"}, {ENOSPC, "the disk is full"}, {EDQUOT, "the disk quota is used up"}};

void readLog(const fs::path& file, WatchedEnd& end) {
    std::istringstream lines(readFile(file, std::size_t{1} << 26U));
    for (std::string line; std::getline(lines, line);) {
        end.calls = std::stoi(line);
        if (end.failed.empty() && line.ends_with(" failed")) {
            end.failed = line;
        }
    }
}

bool contains(const fs::path& file, const std::string& words) {
    std::error_code error;
    return fs::exists(file, error) && readFile(file, std::size_t{1} << 20U).find(words) != std::string::npos;
}

std::vector<std::string> temporariesBelow(const fs::path& folder) {
    std::vector<std::string> out;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.find(".tmp-") != std::string::npos || name.ends_with(".preparing")) {
            out.push_back(entry.path().lexically_relative(folder).string());
        }
    }
    return out;
}

void expectOneSentence(const WatchedEnd& end, const fs::path& folder, const char* says) {
    // A slow machine may have shown progress before.
    const std::size_t name = end.said.find("halyard: ");
    const std::string sentence = name == std::string::npos ? end.said : end.said.substr(name);
    EXPECT_EQ(std::count(sentence.begin(), sentence.end(), '\n'), 1) << end.said;
    EXPECT_NE(sentence.find(folder.string() + "/"), std::string::npos) << "names no file: " << end.said;
    EXPECT_NE(sentence.find(says), std::string::npos) << "does not say \"" << says << "\": " << end.said;
}

void expectGoesOnAfterwards(const FaultCase& testCase, const fs::path& folder, bool visible) {
    const WatchedEnd again = watched(folder, "", [&] { return testCase.act(folder); });
    if (testCase.repeatable || !visible) {
        EXPECT_EQ(again.exitCode, 0) << again.said;
    }
    EXPECT_EQ(testCase.look(folder), "after");
    const std::vector<std::string> left = temporariesBelow(folder);
    EXPECT_TRUE(left.empty()) << left.front() << " stayed behind";
}

// Watched as well, only because that spares waiting for the disk.
void prepare(const FaultCase& testCase, const fs::path& folder) {
    const WatchedEnd end = watched(folder, "", [&] { return guarded([&] { testCase.prepare(folder); }); });
    ASSERT_EQ(end.exitCode, 0) << end.said;
}

// False once no call was left to fail.
bool survives(const FaultCase& testCase, int number, const char* how, const Fault& fault) {
    const TemporaryFolder scratch;
    const fs::path folder = fs::canonical(scratch.path());
    prepare(testCase, folder);
    const std::string plan = std::to_string(number) + " " + how + " " + std::to_string(fault.error);
    const bool stops = testCase.waitsForRoom && fault.error != EIO && std::string_view(how) == "on";
    const WatchedEnd end = watched(
        testCase.below == "." ? folder : folder / testCase.below, plan, [&] { return testCase.act(folder); },
        stops ? kWaits : "");
    if (end.failed.empty()) {
        EXPECT_EQ(end.exitCode, 0) << end.said;
        return false;
    }
    SCOPED_TRACE("plan " + plan + ": " + end.failed);
    const std::string look = testCase.look(folder);
    if (end.exitCode == 0) {
        EXPECT_EQ(look, "after") << "success was reported";
    } else {
        EXPECT_EQ(end.exitCode, 1) << end.said;
        EXPECT_TRUE(look == "before" || look == "after") << look;
        const bool waited = stops && end.said.find(kWaits) != std::string::npos;
        expectOneSentence(end, folder, waited ? "stopped while it waited for room" : fault.says);
    }
    expectGoesOnAfterwards(testCase, folder, look == "after");
    return true;
}

void expectInvisible(const FaultCase& testCase, const char* plan) {
    SCOPED_TRACE(plan);
    const TemporaryFolder scratch;
    const fs::path folder = fs::canonical(scratch.path());
    prepare(testCase, folder);
    const WatchedEnd end = watched(testCase.below == "." ? folder : folder / testCase.below, plan, [&] { return testCase.act(folder); });
    EXPECT_EQ(end.exitCode, 0) << end.said;
    EXPECT_EQ(testCase.look(folder), "after");
}

} // namespace

WatchedEnd watched(const fs::path& folder, const std::string& plan, const std::function<int()>& action,
                   const std::string& stopWhenSaid) {
    const TemporaryFolder aside;
    const std::string log = (aside / "log").string();
    const std::string said = (aside / "said").string();
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(::open("/dev/null", O_WRONLY), STDOUT_FILENO);
        ::dup2(::open(said.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
        halyardWatchCalls(folder.c_str(), plan.c_str(), log.c_str());
        const int code = action();
        std::fflush(nullptr);
        ::_exit(code);
    }
    int status = 0;
    bool asked = stopWhenSaid.empty();
    while (!asked && ::waitpid(child, &status, WNOHANG) == 0) {
        asked = contains(said, stopWhenSaid) && ::kill(child, SIGTERM) == 0;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (asked) {
        ::waitpid(child, &status, 0);
    }
    WatchedEnd end;
    end.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    end.said = readFile(said, std::size_t{1} << 20U);
    readLog(log, end);
    return end;
}

int call(const std::vector<Command>& commands, std::vector<std::string> words) {
    words.insert(words.begin(), "halyard");
    std::vector<char*> arguments;
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    return runProgram("halyard", "", commands, arguments);
}

int guarded(const std::function<void()>& action) {
    try {
        action();
        return 0;
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return error.exitCode();
    }
}

void expectEveryFaultIsSurvived(const FaultCase& testCase) {
    int trials = 0;
    for (int number = 1; number < kMostCalls; ++number) {
        bool failed = false;
        for (int kind = 0; kind < 6; ++kind) {
            if (testCase.everyFault || kind == number % 6) {
                const bool reached = survives(testCase, number, kind % 2 == 0 ? "once" : "on", kFaults[kind / 2]);
                failed = failed || reached;
                trials += reached ? 1 : 0;
                if (::testing::Test::HasFailure()) {
                    return; // one is enough to read
                }
            }
        }
        if (!failed) {
            std::printf("%d calls, %d faults\n", number - 1, trials);
            EXPECT_GT(number, 5) << "the calls are not seen";
            expectInvisible(testCase, "0 each 4");
            expectInvisible(testCase, "0 each 0");
            return;
        }
    }
    ADD_FAILURE() << "more than " << kMostCalls << " calls";
}

} // namespace halyard::testing
