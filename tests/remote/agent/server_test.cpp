// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/remote/agent/server_fixture.h"

#include "core/run/events.h"
#include "remote/agent/machine_sample.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

namespace halyard {

namespace {

using testing::ServerFixture;

const Json kHello = {{"protocol", kProtocolVersion}, {"actor", "ana@laptop2"}};

struct Row {
    std::string what;
    std::string verb;
    Json params;
    std::string sentence; // its beginning
};

TEST(Server, RefusesEachWrongRequestWithItsSentence) {
    ServerFixture server;
    server.addRun("a");
    server.begin();
    EXPECT_EQ(server.refusalOf("list"), "Say \"hello\" with the version of the protocol first.");
    EXPECT_EQ(server.refusalOf("hello", kHello), "accepted");
    const std::string noName =
        "cannot be the name of a run: at most 120 bytes without \"/\", \"\\\" and control characters, not beginning "
        "with a dot.";
    const std::vector<Row> rows = {
        {"an unknown verb", "rm", {}, "\"rm\" is not a request this agent knows."},
        {"escape sequences in a verb", "\x1b[31m", {}, "\"\\x1b[31m\" is not a request this agent knows."},
        {"no run", "read", Json::object(), "The request \"read\" needs \"run\", a text."},
        {"a run of another type", "read", {{"run", 7}}, "The request \"read\" needs \"run\", a text."},
        {"a path up", "read", {{"run", "../x"}}, "\"../x\" " + noName},
        {"the folder above", "read", {{"run", ".."}}, "\"..\" " + noName},
        {"a whole path", "read", {{"run", "/etc"}}, "\"/etc\" " + noName},
        {"a NUL", "read", {{"run", std::string("a\0b", 3)}}, "\"a\\x00b\" " + noName},
        {"a long name", "read", {{"run", std::string(121, 'a')}}, "\"" + std::string(80, 'a') + "…\" " + noName},
        {"a very long name",
         "read",
         {{"run", std::string(5000, 'a')}},
         "\"run\" of the request \"read\" has 5,000 bytes; the limit is 4,096."},
        {"no such run", "read", {{"run", "b"}}, "There is no run \"b\" in "},
        {"no result of a run", "result", {{"run", "a"}, {"file", "run.json"}}, "\"run.json\" is no file of results: "},
        {"a result outside", "result", {{"run", "a"}, {"file", "selections/../run.json"}}, "\"selections/../run.json\" is no file of"},
        {"a hidden result", "result", {{"run", "a"}, {"file", "results/.json"}}, "\"results/.json\" is no file of results"},
        {"a result of a folder", "result", {{"run", "a"}, {"file", "results/"}}, "\"results/\" is no file of results"},
        {"a log outside",
         "follow",
         {{"follow", 1}, {"what", "log"}, {"run", "a"}, {"file", "../run.json"}},
         "\"../run.json\" is not the name of a log."},
        {"nothing to follow",
         "follow",
         {{"follow", 1}, {"what", "it"}},
         "\"it\" cannot be followed: events, log, status or runs."},
        {"a negative offset",
         "follow",
         {{"follow", 1}, {"what", "events"}, {"run", "a"}, {"offset", -1}},
         "The request \"follow\" needs \"offset\", a whole number of 0 or more."},
        {"no spec", "create", {{"name", "b"}, {"request", "1"}}, "The request \"create\" needs \"spec\", an object."},
        {"an unknown key", "create", {{"name", "b"}, {"request", "1"}, {"spec", {{"learing_rate", 1}}}}, "run.json: "},
        {"no command",
         "command",
         {{"run", "a"}, {"command", "explode"}, {"request", "1"}},
         "\"explode\" is not a command: stop, stop_now, pause or resume."},
        {"a run that does not go",
         "command",
         {{"run", "a"}, {"command", "stop"}, {"request", "1"}},
         "a is not running. Nothing was done."},
        {"another name typed",
         "trash",
         {{"run", "a"}, {"typed", "b"}},
         "Type the name of the run, \"a\", to move it to the trash."},
        {"no trash", "restore", {{"trashed", "../runs/a"}}, "There is no \"../runs/a\" in the trash."},
        {"a long title",
         "rename",
         {{"run", "a"}, {"title", std::string(201, 'x')}},
         "\"title\" of the request \"rename\" has 201 bytes; the limit is 200."},
        {"not in the queue", "reorder", {{"run", "a"}, {"position", 0}}, "a is not in the queue any more."},
    };
    for (const Row& row : rows) {
        const std::string said = server.refusalOf(row.verb, row.params.is_null() ? Json::object() : row.params);
        EXPECT_TRUE(said.starts_with(row.sentence)) << row.what << "\nsaid: " << said;
    }
    EXPECT_EQ(server.refusalOf("ping"), "accepted"); // none of them ended the connection
    EXPECT_EQ(server.end(), "");
}

TEST(Server, EndsTheConnectionWithASentenceWhenALineCannotBeRead) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {std::string((1U << 20U) + 1, 'x'), "The workbench sent an unreadable line (1,0"},
        {"{\"id\":\"1\",\"verb\"\n", "The workbench sent an unreadable line (a line is not valid JSON at byte "},
        {std::string("{\0}\0\n\0", 6), "The workbench sent a line in UTF-16 where UTF-8 is spoken."},
        {std::string(100'000, '[') + "\n",
         "The workbench sent an unreadable line (a line: nested deeper than 32 levels)."},
        {"{\"verb\":\"ping\"}\n", "The workbench sent a request whose \"id\" is not 1 to 64 letters"},
        {"{\"id\":\"1\",\"ve", "The workbench ended in the middle of a line (13 bytes of it came)."},
    };
    for (const auto& [bytes, sentence] : rows) {
        ServerFixture server;
        server.begin();
        server.send(bytes);
        server.closeInput();
        const AgentMessage last = server.take();
        EXPECT_EQ(last.body.value("push", ""), "closing");
        const std::string said = server.end();
        EXPECT_TRUE(said.starts_with(sentence)) << said;
    }
}

TEST(Server, RefusesALineThatDoesNotEnd) {
    ServerFixture server([](ServerOptions& options) { options.limits.silence = std::chrono::seconds(1); });
    server.begin();
    server.send("{\"id\":");
    EXPECT_EQ(server.take().body.value("push", ""), "closing");
    EXPECT_TRUE(server.end().starts_with("The workbench began a line of 6 bytes and did not end it for 1 seconds."));
}

TEST(Server, AnswersAReplayedIdTheSameAndDoesItOnce) {
    ServerFixture server;
    server.addRun("a");
    server.begin();
    (void)server.ask("hello", kHello);
    const std::string rename = toLine({"x", "notes", {{"run", "a"}, {"notes", "one"}}});
    server.send(rename + rename);
    EXPECT_EQ(server.answerTo("x").body, Json({{"notes_version", 1}}));
    EXPECT_EQ(server.answerTo("x").body, Json({{"notes_version", 1}}));
    server.send(toLine({"x", "notes", {{"run", "a"}, {"notes", "two"}}}));
    EXPECT_EQ(server.answerTo("x").error.value().what(),
              std::string("The id x was that of another request. Nothing was done."));
    EXPECT_EQ(server.ask("read", {{"run", "a"}}).body["summary"]["notes"], "one");
}

TEST(Server, LetsAnOlderWorkbenchReadAndNotCommand) {
    ServerFixture server([](ServerOptions& options) {
        options.protocol = 8;
        options.oldestReading = 5;
    });
    server.addRun("a");
    server.begin();
    EXPECT_EQ(server.refusalOf("hello", {{"protocol", 4}}),
              "The workbench speaks version 4 of the protocol, this agent 5 to 8. Use the agent that belongs to the "
              "workbench.");
    EXPECT_EQ(server.refusalOf("hello", {{"protocol", 9}}),
              "The workbench speaks version 9 of the protocol, this agent 5 to 8. Use the agent that belongs to the "
              "workbench.");
    EXPECT_EQ(server.ask("hello", {{"protocol", 5}}).body["may_command"], false);
    EXPECT_EQ(server.refusalOf("list"), "accepted");
    EXPECT_EQ(
        server.refusalOf("notes", {{"run", "a"}, {"notes", "x"}}),
        "This workbench is older than the agent: it can look at runs, but not command them. Update the workbench.");
}

TEST(Server, OnlyReadsAProjectOfANewerVersion) {
    ServerFixture server;
    server.folder().write("halyard.project.json", R"({"schema": 9})");
    server.addRun("a");
    server.begin();
    (void)server.ask("hello", kHello);
    EXPECT_EQ(server.ask("list").body["runs"].size(), 1U);
    const std::string said = server.refusalOf("rename", {{"run", "a"}, {"title", "b"}});
    EXPECT_NE(
        said.find(
            "was written by a newer version (schema 9, this program knows 1). The project can be read, not changed."),
        std::string::npos)
        << said;
}

TEST(Server, NeverFollowsALinkOutOfTheProject) {
    ServerFixture server;
    server.addRun("a");
    server.folder().write("secret/run.json", "{}");
    server.folder().write("secret/events.jsonl", "secret\n");
    std::filesystem::create_directory_symlink(server.root() / "secret", server.root() / "runs" / "link");
    std::filesystem::create_symlink(server.root() / "secret" / "events.jsonl",
                                    server.root() / "runs" / "a" / "events.jsonl");
    server.begin();
    (void)server.ask("hello", kHello);
    EXPECT_TRUE(server.refusalOf("read", {{"run", "link"}}).starts_with("There is no run \"link\""));
    EXPECT_EQ(server.ask("list").body["runs"].size(), 1U);
    (void)server.ask("follow", {{"follow", 1}, {"what", "events"}, {"run", "a"}});
    EXPECT_EQ(server.take().body["push"], "ended");
}

TEST(Server, ShowsTheRunsOfACompositeRunButLeavesThemToIt) {
    ServerFixture server;
    server.addRun("pipe");
    server.addRun("pipe/children/1-stage1");
    server.folder().write("runs/pipe/children/1-stage1/events.jsonl", "line\n");
    server.folder().write("secret/run.json", "{}");
    std::filesystem::create_directory_symlink(server.root() / "secret", server.root() / "runs/pipe/children/link");
    server.begin();
    (void)server.ask("hello", kHello);
    const Json runs = server.ask("list").body["runs"];
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[1]["run"], "pipe/children/1-stage1");
    const Json part = {{"run", "pipe/children/1-stage1"}};
    EXPECT_EQ(server.ask("read", part).body["summary"]["run"], "pipe/children/1-stage1");
    for (const char* verb : {"start", "command", "enqueue", "trash"}) {
        EXPECT_EQ(server.refusalOf(verb, {{"run", "pipe/children/1-stage1"}, {"command", "stop"}, {"request", "r"}, {"typed", "x"}}),
                  "1-stage1 is a part of pipe. Start, stop or remove that run as a whole. Nothing was done.");
    }
    for (const char* name : {"pipe/children/link", "pipe/children/", "pipe/children/..", "pipe/children/2", "pipe/1-stage1",
                             "/children/1-stage1", "pipe/children/1-stage1/children/x", "../runs/pipe"}) {
        EXPECT_NE(server.refusalOf("read", {{"run", name}}), "accepted") << name;
    }
    (void)server.ask("follow", {{"follow", 1}, {"what", "events"}, {"run", "pipe/children/1-stage1"}});
    EXPECT_EQ(server.take().body["push"], "bytes");
}

// What is pushed of stream 1 until all of the file was told; acknowledged as it comes.
std::string followed(ServerFixture& server) {
    std::string bytes;
    for (;;) {
        const AgentMessage message = server.take();
        if (message.body.value("push", "") != "bytes" || message.body["follow"] != 1) {
            continue;
        }
        EXPECT_EQ(message.body["offset"].get<std::size_t>(), bytes.size());
        bytes.resize(message.body["next"].get<std::size_t>());
        server.send(toLine({"", "ack", {{"follow", 1}, {"offset", bytes.size()}}}));
        if (message.body["end"] == true) {
            return bytes;
        }
    }
}

TEST(Server, StreamsALongFileWithoutKeepingOthersWaiting) {
    ServerFixture server;
    std::string line = std::string(199, 'x') + "\n";
    std::string events;
    for (int i = 0; i < 15'000; ++i) {
        events += line;
    }
    server.addRun("long", events);
    server.addRun("short", line);
    server.begin();
    (void)server.ask("hello", kHello);
    (void)server.ask("follow", {{"follow", 1}, {"what", "events"}, {"run", "long"}});
    // Unread pushes wait at the window; an answer and another stream come all the same.
    EXPECT_FALSE(server.ask("ping").error.has_value());
    (void)server.ask("follow", {{"follow", 2}, {"what", "events"}, {"run", "short"}});
    EXPECT_FALSE(server.ask("ping").error.has_value());
    EXPECT_EQ(followed(server).size(), events.size());
}

TEST(Server, SendsNoMoreThanAWindowAheadOfWhatWasAcknowledged) {
    ServerFixture server;
    server.addRun("a", std::string(4'000'000, 'x'));
    server.begin();
    (void)server.ask("hello", kHello);
    (void)server.ask("follow", {{"follow", 1}, {"what", "events"}, {"run", "a"}});
    std::size_t next = 0;
    while (next < (std::size_t{1} << 20U)) {
        next = server.take().body["next"].get<std::size_t>();
    }
    EXPECT_EQ(next, std::size_t{1} << 20U);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(server.ask("ping").kind, AgentMessage::Kind::Result);
    }
    server.send(toLine({"", "ack", {{"follow", 1}, {"offset", next}}}));
    EXPECT_EQ(server.take().body["offset"].get<std::size_t>(), next);
}

TEST(Server, StopsReadingRequestsWhenItsAnswersAreNotRead) {
    ServerFixture server([](ServerOptions& options) { options.mostUnread = std::size_t{256} << 10U; });
    server.addRun("a", std::string(16'000, 'x'));
    server.begin();
    (void)server.ask("hello", kHello);
    constexpr int kRequests = 100;
    const std::string padding(8'000, 'p'); // what an agent does not know it leaves alone
    std::atomic<bool> allSent = false;
    std::thread writer([&] {
        for (int i = 0; i < kRequests; ++i) {
            server.send(toLine({"p" + std::to_string(i), "events", {{"run", "a"}, {"padding", padding}}}));
        }
        allSent = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    EXPECT_FALSE(allSent); // 800 kB do not go into two pipes and what the agent takes
    for (int i = 0; i < kRequests; ++i) {
        EXPECT_EQ(server.take().id, "p" + std::to_string(i));
    }
    writer.join();
}

TEST(Server, AnswersManySmallRequestsInOrder) {
    ServerFixture server;
    server.begin();
    (void)server.ask("hello", kHello);
    constexpr int kRequests = 4'000;
    std::thread writer([&] {
        std::string lines;
        for (int i = 0; i < kRequests; ++i) {
            lines += "{\"id\":\"p" + std::to_string(i) + "\",\"verb\":\"ping\"}\n";
        }
        server.send(lines);
    });
    for (int i = 0; i < kRequests; ++i) {
        EXPECT_EQ(server.take().id, "p" + std::to_string(i));
    }
    writer.join();
}

TEST(Server, TellsAReplacedFileFromTheBeginning) {
    ServerFixture server;
    server.addRun("a", "one\ntwo\n");
    server.begin();
    (void)server.ask("hello", kHello);
    (void)server.ask("follow", {{"follow", 1}, {"what", "events"}, {"run", "a"}});
    const Json first = server.take().body;
    EXPECT_EQ(first["data"], "b25lCnR3bwo=");
    EXPECT_EQ(first["end"], true);
    server.folder().write("new", "three\n");
    std::filesystem::rename(server.root() / "new", server.root() / "runs" / "a" / "events.jsonl");
    const Json second = server.take().body;
    EXPECT_EQ(second["restarted"], true);
    EXPECT_EQ(second["offset"], 0);
    EXPECT_EQ(second["data"], "dGhyZWUK");
    // One who comes back with the position in the old file begins anew; one with that in the new goes on.
    (void)server.ask("follow",
                     {{"follow", 2}, {"what", "events"}, {"run", "a"}, {"offset", 4}, {"file_id", first["file"]}});
    EXPECT_EQ(server.take().body["restarted"], true);
    (void)server.ask("follow",
                     {{"follow", 3}, {"what", "events"}, {"run", "a"}, {"offset", 2}, {"file_id", second["file"]}});
    EXPECT_EQ(server.take().body["data"], "cmVlCg==");
}

TEST(Server, MovesARunToTheTrashAndBack) {
    ServerFixture server;
    server.addRun("a");
    server.begin();
    (void)server.ask("hello", kHello);
    const Json trashed = server.ask("trash", {{"run", "a"}, {"typed", "a"}}).body;
    EXPECT_EQ(server.ask("list").body["runs"].size(), 0U);
    EXPECT_TRUE(server.refusalOf("trash", {{"run", "a"}, {"typed", "a"}}).starts_with("There is no run \"a\""));
    EXPECT_EQ(server.ask("restore", {{"trashed", trashed["trashed"]}}).body["run"], "a");
    EXPECT_EQ(server.ask("list").body["runs"].size(), 1U);
}

TEST(Server, ListsMoreRunsThanAMessageHolds) {
    ServerFixture server;
    for (int i = 0; i < 40; ++i) {
        const std::string name = "run" + std::to_string(100 + i);
        server.addRun(name);
        server.folder().write("runs/" + name + "/notes.json",
                              Json{{"notes", std::string(30'000, 'n')}, {"version", 1}}.dump());
    }
    server.folder().write("runs/broken/run.json", "{");
    server.begin();
    (void)server.ask("hello", kHello);
    std::vector<std::string> names;
    std::string after;
    for (bool more = true; more;) {
        const Json page = server.ask("list", {{"after", after}}).body;
        for (const Json& run : page["runs"]) {
            names.push_back(run["run"]);
        }
        more = page["more"];
        after = names.back();
    }
    EXPECT_EQ(names.size(), 41U);
    EXPECT_EQ(names.front(), "broken");
    EXPECT_EQ(names.back(), "run139");
}

TEST(Server, SaysHowTheMachineIs) {
    ServerFixture server;
    server.begin();
    (void)server.ask("hello", kHello);
    const Json sample = server.ask("sample").body;
    EXPECT_GT(sample["cores"].get<int>(), 0);
    EXPECT_GT(sample["memory"]["total"].get<double>(), 1e6);
    EXPECT_GT(sample["disk"]["free"].get<double>(), 0);
    const Json gpus = gpusFromCsv("NVIDIA H200, 1024, 143771, 37\nodd\nOther, [N/A], 10, [N/A]\n");
    ASSERT_EQ(gpus.size(), 2U);
    EXPECT_EQ(gpus[0]["memory_used"], 1024.0 * 1024 * 1024);
    EXPECT_DOUBLE_EQ(gpus[0]["utilization"].get<double>(), 0.37);
    EXPECT_TRUE(gpus[1]["utilization"].is_null());
}

} // namespace

} // namespace halyard
