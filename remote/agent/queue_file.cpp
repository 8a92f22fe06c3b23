// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/queue_file.h"

#include "core/base/error.h"
#include "core/base/file_lock.h"
#include "core/base/message_json.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kQueueSchema = 1;
constexpr std::size_t kMostProblems = 20;
constexpr std::size_t kMostFinished = 256;

QueuedRun queuedRunFrom(const Json& document) {
    QueuedRun entry;
    entry.run = document.at("run").get<std::string>();
    entry.id = document.at("id").get<std::string>();
    entry.actor = document.at("actor").get<std::string>();
    entry.since = document.at("since").get<double>();
    entry.resume = document.at("resume").get<bool>();
    entry.running = document.at("running").get<bool>();
    return entry;
}

Queue queueFrom(const Json& document) {
    Queue queue;
    queue.version = document.at("version").get<std::int64_t>();
    for (const Json& entry : document.at("entries")) {
        queue.entries.push_back(queuedRunFrom(entry));
    }
    for (const Json& problem : document.at("problems")) {
        queue.problems.push_back({problem.at("run").get<std::string>(), problem.at("time").get<double>(),
                                  messageFromJson(problem.at("message")).value_or(Message())});
    }
    queue.finished = document.at("finished").get<std::vector<std::string>>();
    return queue;
}

template <class Item> void keepNewest(std::vector<Item>& items, std::size_t most) {
    if (items.size() > most) {
        items.erase(items.begin(), items.end() - static_cast<std::ptrdiff_t>(most));
    }
}

} // namespace

const QueuedRun* Queue::find(const std::string& run) const {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const QueuedRun& entry) { return entry.run == run; });
    return found == entries.end() ? nullptr : &*found;
}

bool Queue::knows(const std::string& id) const {
    return std::any_of(entries.begin(), entries.end(), [&](const QueuedRun& entry) { return entry.id == id; }) ||
           std::find(finished.begin(), finished.end(), id) != finished.end();
}

void Queue::remove(const std::string& run) {
    for (const QueuedRun& entry : entries) {
        if (entry.run == run) {
            finished.push_back(entry.id);
        }
    }
    std::erase_if(entries, [&](const QueuedRun& entry) { return entry.run == run; });
}

Json toJson(const Queue& queue) {
    Json entries = Json::array();
    for (const QueuedRun& entry : queue.entries) {
        entries.push_back({{"run", entry.run},
                           {"id", entry.id},
                           {"actor", entry.actor},
                           {"since", entry.since},
                           {"resume", entry.resume},
                           {"running", entry.running}});
    }
    Json problems = Json::array();
    for (const QueueProblem& problem : queue.problems) {
        problems.push_back({{"run", problem.run}, {"time", problem.time}, {"message", toJson(problem.message)}});
    }
    return {{"schema", kQueueSchema},
            {"version", queue.version},
            {"entries", entries},
            {"problems", problems},
            {"finished", queue.finished}};
}

Queue QueueFile::read() const {
    std::error_code error;
    if (!fs::exists(path(), error)) {
        return {};
    }
    const Json document = readJsonFile(path());
    if (document.is_object() && document.value("schema", Json()).is_number_integer() &&
        document["schema"] > kQueueSchema) {
        throw invalidInput(
            HALYARD_TEXT("{file} was written by a newer version (schema {found}, this program knows {known})."),
            {{"file", printable(path().string())},
             {"found", document["schema"].dump()},
             {"known", std::to_string(kQueueSchema)}});
    }
    try {
        return queueFrom(document);
    } catch (const Json::exception&) {
        throw invalidInput(HALYARD_TEXT("{file} is not a queue. Remove it, and put the runs into the queue again."),
                           {{"file", printable(path().string())}});
    }
}

void QueueFile::edit(const std::function<bool(Queue& queue)>& change) const {
    std::error_code error;
    fs::create_directories(m_runs, error);
    const FileDescriptor lock = lockFile(m_runs / ".queue.lock");
    Queue queue = read();
    if (!change(queue)) {
        return;
    }
    ++queue.version;
    keepNewest(queue.problems, kMostProblems);
    keepNewest(queue.finished, kMostFinished);
    writeJsonFile(path(), toJson(queue));
}

FileDescriptor QueueFile::trySchedulerLock() const {
    std::error_code error;
    fs::create_directories(m_runs, error);
    return tryLockFile(m_runs / ".scheduler.lock");
}

bool QueueFile::isScheduled() const {
    return isFileLocked(m_runs / ".scheduler.lock");
}

} // namespace halyard
