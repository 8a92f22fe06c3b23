// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/streams.h"

#include "core/base/message_json.h"
#include "remote/agent/queue_file.h"

#include <algorithm>

namespace halyard {

namespace {

constexpr std::size_t kMostStreams = 64;

std::string textOf(const Json& document) {
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json queueOf(const Project& project) {
    const QueueFile file(project.runs());
    try {
        Json queue = toJson(file.read());
        queue.erase("finished");
        queue["scheduled"] = file.isScheduled();
        return queue;
    } catch (const Error& error) {
        return {{"error", toJson(error)}};
    }
}

Json projectOf(const Project& project) {
    Json out = {{"document", nullptr}, {"read_only", nullptr}};
    if (const auto readOnly = project.whyReadOnly()) {
        out["read_only"] = toJson(*readOnly);
    }
    try {
        out["document"] = project.document();
    } catch (const Error&) {
        out["document"] = nullptr; // read_only says why
    }
    return out;
}

} // namespace

Json Streams::follow(const Params& params) {
    const std::int64_t number = params.whole("follow");
    const std::string what = params.text("what");
    Stream stream;
    if (what == "events" || what == "log") {
        const std::string name = params.text("run");
        const RunFolder run = m_project.run(name);
        std::filesystem::path path = run.events();
        auto offset = static_cast<std::uint64_t>(params.whole("offset", 0));
        if (what == "log") {
            const std::string file = params.text("file");
            if (!isFileName(file)) {
                throw invalidInput(HALYARD_TEXT("\"{file}\" is not the name of a log."),
                                   {{"file", printable(file, 80)}});
            }
            path = run.log() / file;
            std::error_code error;
            const std::uint64_t size = std::filesystem::file_size(path, error);
            const auto tail = static_cast<std::uint64_t>(params.whole("tail", 0));
            offset = !error && tail > 0 && size > tail ? std::max(offset, size - tail) : offset;
        }
        const auto file = static_cast<std::uint64_t>(params.whole("file_id", 0));
        const auto checked = static_cast<std::uint64_t>(params.whole("checked", 0));
        const auto check = static_cast<std::uint64_t>(params.whole("check", 0));
        stream.follower = std::make_unique<Follower>(path, Follower::Start{number, name, offset, file, checked, check});
    } else if (what == "status") {
        stream.run = params.text("run");
        (void)m_project.run(stream.run);
    } else if (what == "runs") {
        stream.all = true;
    } else {
        throw invalidInput(HALYARD_TEXT("\"{what}\" cannot be followed: events, log, status or runs."),
                           {{"what", printable(what, 40)}});
    }
    if (m_streams.size() >= kMostStreams && !m_streams.contains(number)) {
        throw invalidInput(HALYARD_TEXT("{count} things are followed already, the most of one connection."),
                           {{"count", std::to_string(m_streams.size())}});
    }
    m_streams[number] = std::move(stream);
    look();
    return {{"follow", number}};
}

Json Streams::unfollow(const Params& params) {
    return {{"followed", m_streams.erase(params.whole("follow")) > 0}};
}

void Streams::acknowledge(const Params& params) {
    const auto found = m_streams.find(params.whole("follow"));
    if (found != m_streams.end() && found->second.follower) {
        found->second.follower->acknowledge(static_cast<std::uint64_t>(params.whole("offset")));
    }
}

bool Streams::watchesRuns() const {
    return std::any_of(m_streams.begin(), m_streams.end(), [](const auto& entry) { return entry.second.all; });
}

void Streams::look() {
    if (watchesRuns()) {
        // Short, so that an answer is never long in coming; the first round is hurried.
        m_watch.look(std::chrono::milliseconds(m_watch.isComplete() ? 8 : 30));
        m_queue = textOf(queueOf(m_project));
        m_projectText = textOf(projectOf(m_project));
    }
    for (const auto& [number, stream] : m_streams) {
        if (!stream.run.empty()) {
            m_watch.lookAt(stream.run);
        }
    }
}

std::optional<Json> Streams::next() {
    // Begins after the one that was served last, so that a long file keeps nobody waiting.
    auto at = m_streams.upper_bound(m_lastTurn);
    for (std::size_t i = 0; i < m_streams.size(); ++i, ++at) {
        if (at == m_streams.end()) {
            at = m_streams.begin();
        }
        const std::int64_t number = at->first;
        try {
            if (auto push = nextOf(number, at->second)) {
                m_lastTurn = number;
                return push;
            }
        } catch (const Error& error) {
            m_streams.erase(at);
            return Json{{"push", "ended"}, {"follow", number}, {"error", toJson(error)}};
        }
    }
    return std::nullopt;
}

std::optional<Json> Streams::nextOf(std::int64_t number, Stream& stream) {
    if (stream.follower) {
        return stream.follower->next();
    }
    return stream.all ? nextRuns(number, stream) : nextStatus(number, stream);
}

std::optional<Json> Streams::nextStatus(std::int64_t number, Stream& stream) {
    const RunSummary* const summary = m_watch.find(stream.run);
    if (summary == nullptr) {
        throw invalidInput(HALYARD_TEXT("There is no run \"{run}\" any more."), {{"run", printable(stream.run)}});
    }
    std::string text = textOf(toJson(*summary));
    if (text == stream.project) {
        return std::nullopt;
    }
    stream.project = std::move(text);
    return Json{{"push", "status"}, {"follow", number}, {"run", stream.run}, {"summary", toJson(*summary)}};
}

void Streams::addProject(Stream& stream, Json& push) {
    if (stream.queue != m_queue) {
        stream.queue = m_queue;
        push["queue"] = Json::parse(m_queue);
    }
    if (stream.project != m_projectText) {
        stream.project = m_projectText;
        push["project"] = Json::parse(m_projectText);
    }
}

std::optional<Json> Streams::nextRuns(std::int64_t number, Stream& stream) {
    constexpr std::size_t kMostBytes = std::size_t{256} << 10U;
    if (stream.pending.empty()) {
        RunWatch::News news = m_watch.since(stream.told);
        stream.told = news.count;
        stream.pending.assign(news.changed.begin(), news.changed.end());
        stream.removed = std::move(news.removed);
    }
    Json push = {{"push", "runs"}, {"follow", number}, {"runs", Json::array()}, {"removed", std::move(stream.removed)}};
    stream.removed.clear();
    std::size_t bytes = 0;
    while (!stream.pending.empty() && bytes < kMostBytes) {
        if (const RunSummary* const summary = m_watch.find(stream.pending.front())) {
            push["runs"].push_back(toJson(*summary));
            bytes += textOf(push["runs"].back()).size();
        }
        stream.pending.pop_front();
    }
    const bool complete = m_watch.isComplete() && stream.pending.empty();
    push["complete"] = complete;
    addProject(stream, push);
    const bool anything = !push["runs"].empty() || !push["removed"].empty() || push.contains("queue") ||
                          push.contains("project") || complete != stream.toldComplete;
    stream.toldComplete = complete;
    return anything ? std::optional(std::move(push)) : std::nullopt;
}

} // namespace halyard
