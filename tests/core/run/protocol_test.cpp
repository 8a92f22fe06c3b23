// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/protocol.h"

#include "core/base/base64.h"
#include "tests/support/refusal.h"

#include <functional>

#include <gtest/gtest.h>

namespace halyard {

namespace {

using std::chrono::seconds;
using testing::refusalOf;

const std::string kMarker = "0123456789abcdef0123456789abcdef";

std::vector<std::string> linesOf(LineReader& reader) {
    std::vector<std::string> out;
    while (auto line = reader.next()) {
        out.push_back(*line);
    }
    return out;
}

// Everything a peer may send, to the end of its stream; what the reader says of it.
std::string saidOf(Peer from, const std::string& bytes, const std::string& marker = "") {
    return refusalOf([&] {
               LineReader reader(from, marker);
               reader.take(bytes);
               SequenceCheck sequence;
               while (const auto line = reader.next()) {
                   Json message = messageFromLine(*line, from);
                   if (from == Peer::Agent) {
                       sequence.take(agentMessageFrom(std::move(message)).seq);
                   } else {
                       Request request;
                       readRequest(message, request);
                   }
               }
               reader.finish();
           })
        .sentence;
}

struct Case {
    std::string what;
    Peer from;
    std::string bytes;
    std::string sentence; // all of it
};

const std::string kAfter = " The connection was closed; runs are not affected.";

std::vector<Case> badStreams() {
    const std::string utf16 = std::string("{\0\"\0i\0d\0", 8);
    return {
        {"a line over the limit", Peer::Agent, std::string(2'100'000, 'x'),
         "The agent sent an unreadable line (2,100,000 bytes or more, limit 1,048,576)." + kAfter},
        {"the same to the agent", Peer::Workbench, std::string(2'100'000, 'x') + "\n",
         "The workbench sent an unreadable line (2,100,000 bytes or more, limit 1,048,576)." + kAfter},
        {"half a line", Peer::Agent, "{\"seq\":1,\"hello\"",
         "The agent ended in the middle of a line (16 bytes of it came). Runs are not affected."},
        {"UTF-16", Peer::Agent, utf16 + "\n", "The agent sent a line in UTF-16 where UTF-8 is spoken." + kAfter},
        {"UTF-16 with a mark", Peer::Workbench, "\xff\xfe" + utf16 + "\n",
         "The workbench sent a line in UTF-16 where UTF-8 is spoken." + kAfter},
        {"a depth bomb", Peer::Agent, std::string(500'000, '[') + "\n",
         "The agent sent an unreadable line (a line: nested deeper than 32 levels)." + kAfter},
        {"a key given twice", Peer::Agent, "{\"seq\":1,\"seq\":2}\n",
         "The agent sent an unreadable line (a line: \"seq\" is given twice. Remove one of them)." + kAfter},
        {"no object", Peer::Agent, "[1]\n",
         "The agent sent a line that is not a JSON object but begins \"[1]\"." + kAfter},
        {"escape sequences", Peer::Agent, "\"\x1b[31m\"\n",
         "The agent sent an unreadable line (a line is not valid JSON at byte 1, near \"\"\\x1b\")." + kAfter},
        {"no number", Peer::Agent, "{\"hello\":{}}\n",
         "The agent sent a message without its number (\"seq\")." + kAfter},
        {"a number of another type", Peer::Agent, "{\"seq\":\"1\",\"hello\":{}}\n",
         "The agent sent a message without its number (\"seq\")." + kAfter},
        {"a number twice", Peer::Agent, "{\"seq\":1,\"push\":\"a\"}\n{\"seq\":1,\"push\":\"a\"}\n",
         "The agent sent message 1 where message 2 was due." + kAfter},
        {"a number left out", Peer::Agent, "{\"seq\":1,\"push\":\"a\"}\n{\"seq\":3,\"push\":\"a\"}\n",
         "The agent sent message 3 where message 2 was due." + kAfter},
        {"nothing known", Peer::Agent, "{\"seq\":1}\n",
         "The agent sent a message that is no greeting, answer or push." + kAfter},
        {"an answer of another type", Peer::Agent, "{\"seq\":1,\"id\":\"a\",\"ok\":7}\n",
         "The agent sent an answer with neither \"ok\" nor a readable \"error\"." + kAfter},
        {"an unreadable error", Peer::Agent, "{\"seq\":1,\"id\":\"a\",\"error\":{\"pattern\":7}}\n",
         "The agent sent an answer with neither \"ok\" nor a readable \"error\"." + kAfter},
        {"a request without id", Peer::Workbench, "{\"verb\":\"list\"}\n",
         "The workbench sent a request whose \"id\" is not 1 to 64 letters, digits, \"-\" or \"_\"." + kAfter},
        {"an id with a path", Peer::Workbench, "{\"id\":\"../x\",\"verb\":\"list\"}\n",
         "The workbench sent a request whose \"id\" is not 1 to 64 letters, digits, \"-\" or \"_\"." + kAfter},
        {"a verb of another type", Peer::Workbench, "{\"id\":\"1\",\"verb\":7}\n", "A request needs \"verb\", a text."},
        {"params of another type", Peer::Workbench, "{\"id\":\"1\",\"verb\":\"list\",\"params\":[]}\n",
         "The request \"list\" needs \"params\" to be an object."},
    };
}

TEST(Protocol, AnswersEachBadStreamWithItsSentence) {
    for (const Case& bad : badStreams()) {
        EXPECT_EQ(saidOf(bad.from, bad.bytes), bad.sentence) << bad.what;
    }
}

TEST(Protocol, TakesEveryMessageItWrites) {
    const std::string stream = "motd\n" + kMarker + "\n" + helloLine(1, {{"host", "a"}}) +
                               resultLine(2, "7", {{"run", "b"}}) +
                               refusalLine(3, "8", invalidInput(HALYARD_TEXT("No {thing}."), {{"thing", "\xff ü"}})) +
                               pushLine(4, {{"push", "bytes"}});
    // Split at every byte, as a slow line does.
    LineReader reader(Peer::Agent, kMarker);
    std::vector<AgentMessage> messages;
    for (const char byte : stream) {
        reader.take(std::string_view(&byte, 1));
        while (const auto line = reader.next()) {
            messages.push_back(agentMessageFrom(messageFromLine(*line, Peer::Agent)));
        }
    }
    reader.finish();
    ASSERT_EQ(messages.size(), 4U);
    EXPECT_EQ(messages[0].kind, AgentMessage::Kind::Hello);
    EXPECT_EQ(messages[0].body, Json({{"host", "a"}}));
    EXPECT_EQ(messages[1].kind, AgentMessage::Kind::Result);
    EXPECT_EQ(messages[1].id, "7");
    EXPECT_EQ(messages[1].body, Json({{"run", "b"}}));
    ASSERT_TRUE(messages[2].error.has_value());
    EXPECT_EQ(messages[2].error->message().pattern, "No {thing}.");
    EXPECT_EQ(std::string(messages[2].error->what()), "No \xEF\xBF\xBD ü.");
    EXPECT_EQ(messages[2].error->exitCode(), 2);
    EXPECT_EQ(messages[3].body["push"], "bytes");
    EXPECT_EQ(messages[3].seq, 4U);
}

TEST(Protocol, SkipsALoginBannerToTheLineOfTheMarker) {
    // A shell that prints its commands shows the marker too, but not alone on a line.
    const std::string banner = "Last login: today\r\n+ halyard-agent stdio --marker " + kMarker + "\n{\"seq\":9}\n\n";
    LineReader reader(Peer::Agent, kMarker);
    reader.take(banner);
    EXPECT_FALSE(reader.sawMarker());
    EXPECT_EQ(reader.next(), std::nullopt);
    reader.take(kMarker + "\n{\"seq\":1}\n" + kMarker + "\n");
    EXPECT_TRUE(reader.sawMarker());
    EXPECT_EQ(linesOf(reader), (std::vector<std::string>{"{\"seq\":1}", kMarker}));
}

TEST(Protocol, GivesUpOnABannerOfMoreThan64KiB) {
    const std::string expected = "The agent did not greet within the first 65,536 bytes; the login prints \"spam spam ";
    const std::string spam = "spam spam \n";
    std::string much;
    while (much.size() <= 65'536) {
        much += spam;
    }
    EXPECT_TRUE(refusalOf([&] {
                    LineReader reader(Peer::Agent, kMarker);
                    reader.take(much);
                }).says(expected));
    EXPECT_TRUE(refusalOf([&] {
                    LineReader reader(Peer::Agent, kMarker);
                    for (int i = 0; i < 70; ++i) {
                        reader.take(std::string(1000, 's'));
                    }
                }).says("The agent did not greet within the first 65,536 bytes"));
    much.resize(60'000);
    EXPECT_EQ(saidOf(Peer::Agent, much + "\n" + kMarker + "\n", kMarker), "accepted");
    EXPECT_EQ(saidOf(Peer::Agent, "no such host\n", kMarker),
              "The agent ended before its greeting; it printed \"no such host\\x0a\".");
}

TEST(Protocol, RefusesALineThatDoesNotEndFor60Seconds) {
    const auto start = LineReader::Clock::now();
    LineReader reader(Peer::Workbench);
    reader.checkSilence(start + seconds(1000)); // nothing began: silence is never failure
    reader.take("{}\n{\"id\"", start + seconds(10));
    reader.checkSilence(start + seconds(500)); // a whole line waits to be taken
    EXPECT_EQ(reader.next(), "{}");
    EXPECT_EQ(reader.next(), std::nullopt);
    reader.take(":", start + seconds(60)); // a drop now and then does not help
    reader.checkSilence(start + seconds(69));
    EXPECT_EQ(refusalOf([&] { reader.checkSilence(start + seconds(70)); }).sentence,
              "The workbench began a line of 6 bytes and did not end it for 60 seconds. The connection was closed; "
              "runs are not "
              "affected.");
}

TEST(Protocol, ReadsALineOfTheLongestLength) {
    const std::string line = "{\"a\":\"" + std::string((std::size_t{1} << 20U) - 8, 'x') + "\"}";
    ASSERT_EQ(line.size(), std::size_t{1} << 20U);
    LineReader reader(Peer::Agent);
    reader.take(line + "\n" + line + "\n");
    EXPECT_EQ(reader.next(), line);
    EXPECT_EQ(reader.next(), line);
    EXPECT_EQ(messageFromLine(line, Peer::Agent)["a"].get<std::string>().size(), (std::size_t{1} << 20U) - 8);
}

TEST(Protocol, ReplacesAnAnswerThatFitsNoLine) {
    const std::string line = resultLine(5, "9", {{"text", std::string(2'000'000, 'x')}});
    const AgentMessage message = agentMessageFrom(messageFromLine(line, Peer::Agent));
    ASSERT_TRUE(message.error.has_value());
    EXPECT_EQ(std::string(message.error->what()), "The answer has 2,000,036 bytes; a message holds at most 1,048,576.");
}

TEST(Protocol, RemembersTheAnswerOfARequest) {
    AnswerMemory memory;
    const Request start{"7", "start", {{"run", "a"}}};
    EXPECT_EQ(memory.find(start), nullptr);
    memory.keep(start, {.ok = true, .result = {{"started", true}}, .error = std::nullopt});
    ASSERT_NE(memory.find(start), nullptr);
    EXPECT_EQ(memory.find(start)->result, Json({{"started", true}}));
    EXPECT_EQ(refusalOf([&] {
                  (void)memory.find({"7", "start", {{"run", "b"}}});
              }).sentence,
              "The id 7 was that of another request. Nothing was done.");
    for (int i = 100; i < 1200; ++i) {
        memory.keep({std::to_string(i), "ping", Json::object()},
                    {.ok = true, .result = Json::object(), .error = std::nullopt});
    }
    EXPECT_EQ(memory.find(start), nullptr); // bounded
}

TEST(Protocol, LetsAnOlderWorkbenchReadAndNotCommand) {
    struct Row {
        int workbench;
        bool read, command;
    };
    for (const Row& row :
         {Row{4, false, false}, Row{5, true, false}, Row{7, true, false}, Row{8, true, true}, Row{9, false, false}}) {
        const Agreement agreed = agreementWith(row.workbench, 8, 5);
        EXPECT_EQ(agreed.mayRead, row.read) << row.workbench;
        EXPECT_EQ(agreed.mayCommand, row.command) << row.workbench;
    }
}

TEST(Base64, EncodesTheVectorsOfTheStandard) {
    const std::vector<std::pair<std::string, std::string>> rows = {{"", ""},
                                                                   {"f", "Zg=="},
                                                                   {"fo", "Zm8="},
                                                                   {"foo", "Zm9v"},
                                                                   {"foob", "Zm9vYg=="},
                                                                   {"fooba", "Zm9vYmE="},
                                                                   {"foobar", "Zm9vYmFy"},
                                                                   {std::string("\x00\xff\xfe", 3), "AP/+"}};
    for (const auto& [bytes, text] : rows) {
        EXPECT_EQ(base64(bytes), text);
    }
}

} // namespace

} // namespace halyard
