// SPDX-License-Identifier: GPL-3.0-or-later
// Two workbenches on one project: what they ask, one after the other and at the same moment, has the effect of some order
// of their requests on a model (promise P35).
#include "remote/agent/queue_file.h"
#include "remote/agent/requests.h"
#include "tests/remote/agent/installation_fixture.h"

#include <memory>
#include <random>

namespace halyard {
namespace {

namespace fs = std::filesystem;

struct Ask {
    std::string verb;
    Json params;
};

// What is there, and what the requests do to it.
struct Model {
    struct Run {
        std::string origin; // id of the request that created it
        std::string title, notes;
        std::int64_t version = 0;
        friend bool operator==(const Run&, const Run&) = default;
    };
    std::map<std::string, Run> runs;
    std::map<std::string, std::pair<std::string, Run>> trash; // by the name there: run's name and the run
    std::vector<std::pair<std::string, std::string>> queue;    // run, id
    std::set<std::string> known;                               // ids that are or were in the queue
    friend bool operator==(const Model&, const Model&) = default;

    // Whether the request is accepted. trashed: the name that a removed run was given.
    bool apply(const Ask& ask, const std::string& trashed) {
        const std::string run = ask.params.value("run", ask.params.value("name", std::string()));
        const bool isThere = runs.contains(run);
        const auto place = std::find_if(queue.begin(), queue.end(), [&](const auto& entry) { return entry.first == run; });
        if (ask.verb == "create") {
            const std::string id = ask.params["request"];
            return isThere ? runs[run].origin == id : runs.insert({run, {id, "", "", 0}}).second;
        }
        if (ask.verb == "restore") {
            return restore(ask.params["trashed"]);
        }
        if (ask.verb == "dequeue") {
            if (place != queue.end()) {
                queue.erase(place);
            }
            return true;
        }
        if (ask.verb == "reorder") {
            return place != queue.end() && move(place, ask.params["position"]);
        }
        if (!isThere || ask.verb == "command") { // none of them runs
            return false;
        }
        if (ask.verb == "enqueue") {
            return enqueue(run, ask.params["request"], place != queue.end());
        }
        if (ask.verb == "trash") {
            if (ask.params["typed"] != run || place != queue.end()) {
                return false;
            }
            trash[trashed] = {run, runs[run]};
            runs.erase(run);
            return true;
        }
        return write(runs[run], ask);
    }

private:
    bool restore(const std::string& trashed) {
        const auto found = trash.find(trashed);
        if (found == trash.end() || runs.contains(found->second.first)) {
            return false;
        }
        runs.insert(found->second);
        trash.erase(found);
        return true;
    }
    bool move(std::vector<std::pair<std::string, std::string>>::iterator place, std::size_t position) {
        const auto entry = *place;
        queue.erase(place);
        queue.insert(queue.begin() + static_cast<std::ptrdiff_t>(std::min(position, queue.size())), entry);
        return true;
    }
    bool enqueue(const std::string& run, const std::string& id, bool waits) {
        if (known.contains(id)) {
            return true;
        }
        if (!waits) {
            known.insert(id);
            queue.emplace_back(run, id);
        }
        return !waits;
    }
    static bool write(Run& run, const Ask& ask) {
        std::string& text = ask.verb == "rename" ? run.title : run.notes;
        const std::string value = ask.params[ask.verb == "rename" ? "title" : "notes"];
        if (text == value) {
            return true;
        }
        if (ask.params.value("expected_version", run.version) != run.version) {
            return false;
        }
        text = value;
        ++run.version;
        return true;
    }
};

struct Answered {
    bool accepted = false;
    std::string said; // the refusal
    std::string trashed;
};

// A workbench's connection, as the agent sees it: its own look at the folder.
class Client {
public:
    Client(const fs::path& root, const fs::path& agent, std::string actor)
        : m_project(root), m_watch(m_project), m_requests(m_project, m_watch, agent), m_actor(std::move(actor)) {}

    Json must(const std::string& verb, const Json& params = Json::object()) { return m_requests.answer({"1", verb, params}, m_actor); }
    Answered ask(const Ask& what) {
        try {
            const Json body = must(what.verb, what.params);
            return {true, "", body.value("trashed", "")};
        } catch (const Error& error) {
            return {false, error.what(), ""};
        }
    }
    // Runs by name with what persons wrote, and the queue.
    Json view() {
        Json out = {{"runs", Json::object()}, {"queue", Json::array()}};
        const Json list = must("list");
        const Json queue = must("queue");
        for (const Json& run : list["runs"]) {
            const RunSummary summary = runSummaryFromJson(run);
            out["runs"][summary.run] = {summary.title, summary.notes, summary.notesVersion, summary.queuePosition,
                                        summary.status.state, summary.unreadable};
        }
        for (const Json& entry : queue["entries"]) {
            out["queue"].push_back({entry["run"], entry["id"]});
        }
        return out;
    }

private:
    Project m_project;
    RunWatch m_watch;
    Requests m_requests;
    std::string m_actor;
};

Json viewOf(const Model& model) {
    Json out = {{"runs", Json::object()}, {"queue", Json::array()}};
    for (const auto& [run, id] : model.queue) {
        out["queue"].push_back({run, id});
    }
    for (const auto& [name, run] : model.runs) {
        const auto place = std::find_if(model.queue.begin(), model.queue.end(), [&](const auto& entry) { return entry.first == name; });
        const std::int64_t position = place == model.queue.end() ? -1 : place - model.queue.begin();
        out["runs"][name] = {run.title.empty() ? name : run.title, run.notes, run.version, position, "new", ""};
    }
    return out;
}

class TwoClients : public Installation {
protected:
    void SetUp() override { m_spec = toJson(spec(1'000'000)); }

    // A project of its own; nothing schedules its queue but the requests.
    void beginProject(int number) {
        m_clients.clear();
        m_root = m_scratch.path() / ("project" + std::to_string(number));
        fs::create_directories(m_root / "runs");
        m_scheduler = QueueFile(m_root / "runs").trySchedulerLock();
        m_random.seed(static_cast<unsigned>(number));
        m_asked.clear();
        for (const char* actor : {"ana@laptop", "ben@desk"}) {
            m_clients.push_back(std::make_unique<Client>(m_root, m_scratch.path() / "bin/halyard-agent", actor));
        }
    }
    void endProject() {
        m_clients.clear();
        m_scheduler = FileDescriptor();
        fs::remove_all(m_root);
    }

    [[nodiscard]] int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_random); }
    Client& anyone() { return *m_clients[static_cast<std::size_t>(below(2))]; }

    [[nodiscard]] std::string anyTrashed(const Model& model) {
        if (model.trash.empty()) {
            return "a~12345678";
        }
        return std::next(model.trash.begin(), below(static_cast<int>(model.trash.size())))->first;
    }

    Ask anyRequest(const Model& model) {
        if (!m_asked.empty() && below(6) == 0) { // an answer was lost
            return m_asked[static_cast<std::size_t>(below(static_cast<int>(m_asked.size())))];
        }
        static const std::vector<std::string> kVerbs = {"create", "create", "enqueue", "enqueue", "enqueue", "dequeue", "reorder",
                                                        "rename", "notes", "trash", "restore", "command"};
        Ask ask{kVerbs[static_cast<std::size_t>(below(static_cast<int>(kVerbs.size())))], Json::object()};
        const std::string run(1, static_cast<char>('a' + below(3)));
        const std::string id = "r" + std::to_string(m_nextId++);
        ask.params = {{"run", run}, {"request", id}};
        if (ask.verb == "create") {
            ask.params = {{"name", run}, {"request", id}, {"spec", m_spec}};
        } else if (ask.verb == "reorder") {
            ask.params["position"] = static_cast<unsigned>(below(4));
        } else if (ask.verb == "rename" || ask.verb == "notes") {
            ask.params[ask.verb == "rename" ? "title" : "notes"] = "text " + std::to_string(below(3));
            if (below(2) == 0) {
                ask.params["expected_version"] = static_cast<unsigned>(below(4));
            }
        } else if (ask.verb == "trash") {
            ask.params["typed"] = below(5) == 0 ? "other" : run;
        } else if (ask.verb == "restore") {
            ask.params = {{"trashed", anyTrashed(model)}};
        } else if (ask.verb == "command") {
            ask.params["command"] = "stop";
        }
        if (ask.verb == "create" || ask.verb == "enqueue") { // these may be sent again
            m_asked.push_back(ask);
        }
        return ask;
    }

    void one(Model& model) {
        const Ask ask = anyRequest(model);
        const Answered answered = anyone().ask(ask);
        EXPECT_EQ(answered.accepted, model.apply(ask, answered.trashed)) << ask.verb << ask.params << answered.said;
        EXPECT_NE(answered.accepted, !answered.said.empty());
        ASSERT_EQ(anyone().view(), viewOf(model)) << ask.verb << ask.params << answered.said;
    }

    // Both at the same moment: as if one of them had come first.
    void both(Model& model) {
        const Ask asks[2] = {anyRequest(model), anyRequest(model)};
        Answered answered[2];
        std::thread other([&] { answered[1] = m_clients[1]->ask(asks[1]); });
        answered[0] = m_clients[0]->ask(asks[0]);
        other.join();
        const Json view = anyone().view();
        for (const int first : {0, 1}) {
            Model after = model;
            const int second = 1 - first;
            const bool fits = after.apply(asks[first], answered[first].trashed) == answered[first].accepted &&
                              after.apply(asks[second], answered[second].trashed) == answered[second].accepted;
            if (fits && viewOf(after) == view) {
                model = std::move(after);
                return;
            }
        }
        FAIL() << "neither order explains " << asks[0].verb << asks[0].params << " -> " << answered[0].accepted << answered[0].said
               << "\nand " << asks[1].verb << asks[1].params << " -> " << answered[1].accepted << answered[1].said << "\nbefore "
               << viewOf(model) << "\nafter " << view;
    }

    void bothSeeTheSame() {
        const auto begin = std::chrono::steady_clock::now();
        const Json first = m_clients[0]->view();
        EXPECT_EQ(first, m_clients[1]->view());
        EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
    }

    Json m_spec;
    fs::path m_root;
    FileDescriptor m_scheduler;
    std::mt19937 m_random;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::vector<Ask> m_asked;
    int m_nextId = 0;
};

TEST_F(TwoClients, HaveTheEffectOfSomeOrderOfTheirRequests) {
    for (int number = 0; number < 1000 && !HasFatalFailure(); ++number) {
        SCOPED_TRACE("interleaving " + std::to_string(number));
        beginProject(number);
        Model model;
        for (int step = 0; step < 12 && !HasFatalFailure(); ++step) {
            below(2) == 0 ? one(model) : both(model);
        }
        bothSeeTheSame();
        endProject();
    }
}

// Runs that go: each request is applied once, or refused because of what the other did.
TEST_F(TwoClients, CommandARunningRunOnceEach) {
    behave("* steps 5");
    int applied = 0;
    for (int number = 0; number < 20; ++number) {
        SCOPED_TRACE("interleaving " + std::to_string(number));
        beginProject(5000 + number);
        (void)m_clients[0]->must("create", {{"name", "d"}, {"request", "c"}, {"spec", m_spec}});
        const RunFolder run(m_root / "runs/d");
        std::string state = "new";
        std::size_t commands = 0;
        for (int step = 0; step < 6; ++step) {
            const std::string id = "r" + std::to_string(step);
            const bool goesOn = state == "running" || state == "paused";
            if (!goesOn || below(6) == 0) {
                const Ask start{"start", {{"run", "d"}, {"request", id}, {"resume", true}}};
                Json answers[2];
                std::thread other([&] { answers[1] = m_clients[1]->must(start.verb, start.params); });
                answers[0] = m_clients[0]->must(start.verb, start.params); // the same twice: a lost answer
                other.join();
                const int started = (answers[0]["launch"] == "started" ? 1 : 0) + (answers[1]["launch"] == "started" ? 1 : 0);
                EXPECT_EQ(started, goesOn ? 0 : 1);
                state = goesOn ? state : "running";
            } else {
                static const char* const kCommands[] = {"stop", "pause", "resume"};
                const std::string command = kCommands[below(3)];
                const bool stale = below(4) == 0; // what the sender saw is over
                const Json params = {{"run", "d"}, {"command", command}, {"request", id}, {"expected_version", 100U},
                                     {"expected_state", stale ? "stopped" : state}};
                EXPECT_EQ(anyone().ask({"command", params}).accepted, !stale);
                if (!stale) {
                    ++commands;
                    waitUntil([&] { return count(run, "command") == commands; });
                    EXPECT_EQ(anyone().must("command", params)["posted"], false); // sent again
                    state = command == "stop" ? "stopped" : command == "pause" ? "paused" : "running";
                }
            }
            waitUntil([&] { return runStatus(run).state == state; });
            EXPECT_FALSE(m_clients[0]->ask({"trash", {{"run", "d"}, {"typed", "d"}}}).accepted && state != "stopped");
            if (!fs::exists(run.specFile())) { // an ended run may be removed, and comes back as it was
                const std::string trashed = fs::directory_iterator(m_root / "trash")->path().filename().string();
                EXPECT_TRUE(m_clients[1]->ask({"restore", {{"trashed", trashed}}}).accepted);
            }
            EXPECT_EQ(count(run, "command"), commands);
            bothSeeTheSame();
        }
        if (state == "running" || state == "paused") {
            postCommand(run, RunCommand::StopNow);
            (void)untilEnd(run);
        }
        applied += static_cast<int>(commands);
        endProject();
    }
    EXPECT_GT(applied, 20);
}

} // namespace
} // namespace halyard
