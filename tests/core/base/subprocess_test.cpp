// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/subprocess.h"

#include "core/base/error.h"
#include "tests/core/run/scratch_folder.h"

#include <chrono>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <sys/stat.h>

namespace halyard {
namespace {

TEST(Subprocess, CapturesOutputAndExitCode) {
    const SubprocessResult result =
        runSubprocess({.arguments = {"/bin/sh", "-c", "printf 'a b'; exit 7"}, .extraEnvironment = {}, .captureOutput = true});
    EXPECT_EQ(result.output, "a b");
    EXPECT_EQ(result.exitCode, 7);
    EXPECT_EQ(result.signal, 0);
}

TEST(Subprocess, TellsASignalFromAnExitCode) {
    const SubprocessResult result =
        runSubprocess({.arguments = {"/bin/sh", "-c", "kill -9 $$"}, .extraEnvironment = {}, .captureOutput = false});
    EXPECT_EQ(result.signal, SIGKILL);
    EXPECT_EQ(result.exitCode, -1);
}

TEST(Subprocess, PassesArgumentsAsTheyAre) {
    const SubprocessResult result = runSubprocess({.arguments = {"/usr/bin/printf", "%s", "$(id); `id` \"'\n"},
                                                   .extraEnvironment = {},
                                                   .captureOutput = true});
    EXPECT_EQ(result.output, "$(id); `id` \"'\n");
}

TEST(Subprocess, AddsAndReplacesEnvironmentVariables) {
    const SubprocessResult result = runSubprocess({.arguments = {"/bin/sh", "-c", "printf %s \"$HALYARD_T\""},
                                                   .extraEnvironment = {{"HALYARD_T", "x=y z"}},
                                                   .captureOutput = true});
    EXPECT_EQ(result.output, "x=y z");
}

TEST(Subprocess, NamesAProgramThatCannotBeStarted) {
    try {
        (void)runSubprocess({.arguments = {"/nowhere/halyard"}, .extraEnvironment = {}, .captureOutput = false});
        FAIL() << "expected an Error";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "/nowhere/halyard: starting failed: No such file or directory.");
    }
}

TEST(Subprocess, KeepsALargeOutputWhole) {
    const SubprocessResult result = runSubprocess({.arguments = {"/usr/bin/head", "-c", "3000000", "/dev/zero"},
                                                   .extraEnvironment = {},
                                                   .captureOutput = true});
    EXPECT_EQ(result.output.size(), 3'000'000U);
}

TEST(Subprocess, IsKilledWithAllItStartedWhenItsTimeIsOver) {
    // Deaf to every polite signal, and its child holds the output open.
    const auto start = std::chrono::steady_clock::now();
    const SubprocessResult result =
        runSubprocess({.arguments = {"/bin/sh", "-c", "trap '' TERM ALRM INT; printf begun; sleep 30 & wait; sleep 30"},
                       .extraEnvironment = {},
                       .captureOutput = true,
                       .timeLimitSeconds = 1});
    EXPECT_TRUE(result.timedOut);
    EXPECT_EQ(result.signal, 9);
    EXPECT_EQ(result.output, "begun");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

class ProgramPath : public ::testing::Test {
protected:
    void TearDown() override { ::setenv("PATH", m_before.c_str(), 1); }
    ScratchFolder m_folder;
    std::string m_before = std::getenv("PATH");
};

TEST_F(ProgramPath, IsSearchedForTheFirstFileThatCanBeStarted) {
    const auto first = m_folder.write("a/tool", "text");
    const auto second = m_folder.write("b/tool", "#!/bin/sh\n");
    std::filesystem::create_directories(m_folder.path() / "c" / "tool");
    ::chmod(second.c_str(), 0755);
    const std::string folder = m_folder.path().string();
    ::setenv("PATH", (folder + "/c:" + folder + "/a::" + folder + "/b").c_str(), 1);
    EXPECT_EQ(findProgram("tool"), second);
    EXPECT_EQ(findProgram("tool-of-nobody"), std::nullopt);
    EXPECT_EQ(findProgram(""), std::nullopt);
    EXPECT_EQ(findProgram("../b/tool"), std::nullopt);
}

TEST_F(ProgramPath, DoesNotMeanTheWorkingFolder) {
    const auto before = std::filesystem::current_path();
    ::chmod(m_folder.write("tool", "#!/bin/sh\n").c_str(), 0755);
    std::filesystem::current_path(m_folder.path());
    ::setenv("PATH", ".::", 1);
    const auto found = findProgram("tool");
    std::filesystem::current_path(before);
    EXPECT_EQ(found, std::nullopt);
}

} // namespace
} // namespace halyard
