// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"

#include <cmath>
#include <memory>
#include <pty.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

TEST(HumanDuration, TakesTwoUnits) {
    const std::pair<double, const char*> rows[] = {
        {0, "0 s"},          {3.4, "3 s"},        {59.4, "59 s"},      {59.6, "1 min 0 s"},
        {250, "4 min 10 s"}, {3600, "1 h 0 min"}, {7500, "2 h 5 min"}, {360'000, "100 h 0 min"}};
    for (const auto& [seconds, text] : rows) {
        EXPECT_EQ(humanDuration(seconds), text);
    }
    EXPECT_EQ(humanDuration(-1), "?");
    EXPECT_EQ(humanDuration(std::nan("")), "?");
    EXPECT_EQ(humanDuration(INFINITY), "?");
}

TEST(HumanBytes, UsesPowersOfAThousand) {
    const std::pair<double, const char*> rows[] = {{0, "0 B"},          {512, "512 B"},      {999, "999 B"},
                                                   {1000, "1.0 kB"},    {9940, "9.9 kB"},    {9960, "10 kB"},
                                                   {999'400, "999 kB"}, {999'600, "1.0 MB"}, {1.4e9, "1.4 GB"},
                                                   {2.5e16, "25 PB"},   {5e21, "5000 EB"}};
    for (const auto& [bytes, text] : rows) {
        EXPECT_EQ(humanBytes(bytes), text);
    }
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

TEST(Progress, SaysNothingOfShortWork) {
    const std::unique_ptr<std::FILE, CloseFile> out(std::tmpfile());
    {
        Progress progress("copying", 3, "files", out.get());
        progress.update(1);
        progress.update(3);
    }
    EXPECT_EQ(std::ftell(out.get()), 0);
}

TEST(Progress, RedrawsOneLineOnATerminal) {
    int controller = -1;
    int terminal = -1;
    winsize size{24, 60, 0, 0};
    ASSERT_EQ(::openpty(&controller, &terminal, nullptr, nullptr, &size), 0);
    {
        const std::unique_ptr<std::FILE, CloseFile> out(::fdopen(terminal, "w"));
        Progress progress("training", 100, "steps", out.get());
        progress.startAt(40);
        std::this_thread::sleep_for(std::chrono::milliseconds(600));
        progress.update(50, "loss 3.21");
        progress.update(51, std::string(200, 'x')); // too soon to draw
        progress.update(100, std::string(200, 'x'));
        progress.finish();
        // A terminal hands its bytes on in pieces.
        std::string drawn;
        while (drawn.find("\r\n") == std::string::npos) {
            char text[512];
            const ssize_t got = ::read(controller, text, sizeof text);
            ASSERT_GT(got, 0);
            drawn.append(text, static_cast<std::size_t>(got));
        }
        // 10 steps took 0.6 s, so 50 more take 3 s.
        EXPECT_EQ(drawn.substr(0, drawn.find('\r', 1)), "\r\x1b[Ktraining: 50 of 100 steps, 3 s left, loss 3.21");
        const std::string last = drawn.substr(drawn.rfind("\x1b[K") + 3);
        EXPECT_EQ(last, "training: 100 of 100 steps, 1 s, " + std::string(26, 'x') + "\r\n");
    }
    ::close(controller);
}

} // namespace
} // namespace halyard::testing
