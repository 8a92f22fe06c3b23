// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/events.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "tests/core/run/scratch_folder.h"

#include <csignal>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

namespace halyard {
namespace {

class Events : public testing::Test {
protected:
    void writeSteps(std::int64_t first, std::int64_t count) const {
        EventWriter writer(m_file);
        for (std::int64_t step = first; step < first + count; ++step) {
            writer.write("step", {{"step", step}, {"loss", 1.0 / static_cast<double>(step + 1)}, {"note", "naïve \"x\""}});
        }
    }
    ScratchFolder m_scratch;
    std::filesystem::path m_file = m_scratch.path() / "events.jsonl";
};

TEST_F(Events, ComeBackAsWritten) {
    writeSteps(0, 3);
    const EventLog log = readEvents(m_file);
    ASSERT_EQ(log.events.size(), 3U);
    EXPECT_EQ(log.events[2].name, "step");
    EXPECT_EQ(log.events[2].fields, (Json{{"step", 2}, {"loss", 1.0 / 3.0}, {"note", "naïve \"x\""}}));
    EXPECT_GT(log.events[2].time, 1.7e9);
    EXPECT_EQ(log.events[2].segment.size(), 32U);
    EXPECT_EQ(log.damagedLines, 0U);
    EXPECT_FALSE(log.tornTail);
    EXPECT_EQ(log.nextOffset, std::filesystem::file_size(m_file));
}

TEST_F(Events, EndInTheChecksumOfWhatStandsBeforeIt) {
    writeSteps(7, 1);
    const std::string line = ScratchFolder::read(m_file);
    EXPECT_EQ(line.substr(0, 16), "{\"e\":\"step\",\"t\":");
    const std::string body = line.substr(0, line.find(",\"c\":\""));
    char sum[16];
    std::snprintf(sum, sizeof sum, "%08x", crc32c(body));
    EXPECT_EQ(line, body + ",\"c\":\"" + sum + "\"}\n");
}

TEST_F(Events, WriteNumbersThatAreNotFiniteAsNull) {
    EventWriter(m_file).write("step", {{"loss", std::numeric_limits<double>::quiet_NaN()}});
    EventWriter(m_file).write("done", Json::object());
    const EventLog log = readEvents(m_file);
    ASSERT_EQ(log.events.size(), 2U);
    EXPECT_TRUE(log.events[0].fields["loss"].is_null());
    EXPECT_NE(log.events[0].segment, log.events[1].segment);
}

TEST_F(Events, ReadOnFromAnOffset) {
    writeSteps(0, 2);
    const std::uint64_t offset = readEvents(m_file).nextOffset;
    writeSteps(2, 2);
    const EventLog log = readEvents(m_file, offset);
    ASSERT_EQ(log.events.size(), 2U);
    EXPECT_EQ(log.events[0].fields["step"], 2);
}

TEST_F(Events, LeaveATornLineAtEveryLengthAndGoOnAfterARestart) {
    writeSteps(0, 3);
    const std::string whole = ScratchFolder::read(m_file);
    const std::size_t lastLine = whole.rfind('\n', whole.size() - 2) + 1;
    for (std::size_t size = lastLine; size < whole.size(); ++size) {
        std::filesystem::remove(m_file);
        m_scratch.write("events.jsonl", whole.substr(0, size));
        const EventLog torn = readEvents(m_file);
        EXPECT_EQ(torn.events.size(), 2U);
        EXPECT_EQ(torn.tornTail, size > lastLine);
        EXPECT_EQ(torn.damagedLines, 0U);
        EXPECT_EQ(torn.nextOffset, lastLine);
        writeSteps(3, 1);
        const EventLog after = readEvents(m_file, torn.nextOffset);
        // Only the newline was missing: then the line is whole again.
        const bool complete = size + 1 == whole.size();
        ASSERT_EQ(after.events.size(), complete ? 2U : 1U) << size;
        EXPECT_EQ(after.events.back().fields["step"], 3);
        EXPECT_EQ(after.damagedLines, complete || size == lastLine ? 0U : 1U);
        EXPECT_FALSE(after.tornTail);
    }
}

TEST_F(Events, SurviveATailOfZeroBytes) {
    writeSteps(0, 2);
    std::ofstream(m_file, std::ios::binary | std::ios::app) << std::string(5000, '\0');
    EXPECT_EQ(readEvents(m_file).events.size(), 2U);
    EXPECT_TRUE(readEvents(m_file).tornTail);
    writeSteps(2, 1);
    const EventLog log = readEvents(m_file);
    EXPECT_EQ(log.events.size(), 3U);
    EXPECT_EQ(log.damagedLines, 1U);
}

TEST_F(Events, FlagEveryMutatedLineOfTenThousand) {
    std::mt19937_64 random(20260101);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    writeSteps(0, 3);
    const std::string whole = ScratchFolder::read(m_file);
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < whole.size();) {
        const std::size_t end = whole.find('\n', at);
        lines.push_back(whole.substr(at, end - at));
        at = end + 1;
    }
    for (int trial = 0; trial < 10'000; ++trial) {
        std::vector<std::string> mutated = lines;
        const std::size_t which = below(lines.size());
        std::string& line = mutated[which];
        switch (below(5)) {
        case 0: line[below(line.size())] ^= static_cast<char>(1U << below(8)); break;
        case 1: line.erase(below(line.size()), 1 + below(5)); break;
        case 2: line.insert(below(line.size()), std::string(1 + below(5), static_cast<char>(random() & 0xFFU))); break;
        case 3: std::swap(line[below(line.size())], line[below(line.size())]); break;
        default: line[below(line.size())] = static_cast<char>(random() & 0xFFU); break;
        }
        if (line == lines[which] || line.empty()) {
            continue;
        }
        std::string text;
        for (const std::string& l : mutated) {
            text += l + "\n";
        }
        m_scratch.write("events.jsonl", text);
        const EventLog log = readEvents(m_file);
        // New line breaks around it leave the line itself whole.
        const bool isWhole = ("\n" + line + "\n").find("\n" + lines[which] + "\n") != std::string::npos;
        ASSERT_EQ(log.events.size(), isWhole ? 3U : 2U) << line;
        ASSERT_GE(log.damagedLines, 1U);
        ASSERT_EQ(log.nextOffset, text.size());
        ASSERT_TRUE(readEvents(m_file, log.nextOffset).events.empty());
    }
}

TEST_F(Events, SkipALineThatIsTooLongInBoundedMemory) {
    writeSteps(0, 1);
    std::ofstream(m_file, std::ios::binary | std::ios::app) << std::string(3U << 20U, 'x') << "\n";
    writeSteps(1, 1);
    const EventLog log = readEvents(m_file);
    EXPECT_EQ(log.events.size(), 2U);
    EXPECT_EQ(log.damagedLines, 1U);
    EXPECT_THROW(EventWriter(m_file).write("warning", {{"text", std::string(2U << 20U, 'x')}}), Error);
    EXPECT_EQ(readEvents(m_file).damagedLines, 1U);
}

TEST_F(Events, AreAllThereWhenTheWriterIsKilled) {
    for (int trial = 0; trial < 50; ++trial) {
        std::filesystem::remove(m_file);
        int acknowledged[2];
        ASSERT_EQ(::pipe(acknowledged), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            EventWriter writer(m_file);
            for (std::int64_t step = 0;; ++step) {
                writer.write("step", {{"step", step}});
                (void)!::write(acknowledged[1], &step, sizeof step);
            }
        }
        ::close(acknowledged[1]);
        ::usleep(static_cast<useconds_t>(500 + 97 * trial));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        std::int64_t last = -1;
        while (::read(acknowledged[0], &last, sizeof last) == static_cast<ssize_t>(sizeof last)) {
        }
        ::close(acknowledged[0]);
        if (std::filesystem::exists(m_file)) {
            const EventLog log = readEvents(m_file);
            EXPECT_EQ(log.damagedLines, 0U);
            EXPECT_GE(static_cast<std::int64_t>(log.events.size()), last + 1);
        } else {
            EXPECT_EQ(last, -1);
        }
    }
}

} // namespace
} // namespace halyard
