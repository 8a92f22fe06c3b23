// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/protocol.h"

#include "core/base/message_json.h"

#include <algorithm>
#include <array>

namespace halyard {

namespace {

bool isId(const Json& value) {
    const auto fits = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    };
    if (!value.is_string()) {
        return false;
    }
    const std::string& text = value.get_ref<const std::string&>();
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), fits);
}

// Text from outside (a file name, an exception) may be invalid UTF-8; a message must not be lost for it.
std::string dumped(const Json& document) {
    return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string bounded(const std::string& id, std::uint64_t seq, std::string line) {
    const WireLimits limits;
    if (line.size() <= limits.line) {
        return line;
    }
    return refusalLine(seq, id,
                       failure(HALYARD_TEXT("The answer has {size} bytes; a message holds at most {limit}."),
                               {{"size", grouped(line.size())}, {"limit", grouped(limits.line)}}));
}

} // namespace

Json messageFromLine(std::string_view line, Peer from, const WireLimits& limits) {
    const bool fromAgent = from == Peer::Agent;
    const bool utf16 = line.substr(0, 2) == "\xff\xfe" || line.substr(0, 2) == "\xfe\xff" ||
                       line.substr(0, 2) == std::string_view("{\0", 2) ||
                       line.substr(0, 2) == std::string_view("\0{", 2);
    if (utf16) {
        throw failure(
            fromAgent
                ? HALYARD_TEXT("The agent sent a line in UTF-16 where UTF-8 is spoken. The connection was closed; "
                               "runs are not affected.")
                : HALYARD_TEXT("The workbench sent a line in UTF-16 where UTF-8 is spoken. The connection was "
                               "closed; runs are not affected."));
    }
    Json message;
    try {
        message = parseJson(line, "a line", {.maxBytes = limits.line, .maxDepth = limits.depth});
    } catch (const Error& error) {
        std::string reason = error.what();
        if (!reason.empty() && reason.back() == '.') {
            reason.pop_back();
        }
        throw failure(
            fromAgent
                ? HALYARD_TEXT("The agent sent an unreadable line ({reason}). The connection was closed; runs are "
                               "not affected.")
                : HALYARD_TEXT("The workbench sent an unreadable line ({reason}). The connection was closed; runs "
                               "are not affected."),
            {{"reason", reason}});
    }
    if (!message.is_object()) {
        throw failure(
            fromAgent ? HALYARD_TEXT("The agent sent a line that is not a JSON object but begins \"{text}\". The "
                                     "connection was closed; runs are not affected.")
                      : HALYARD_TEXT("The workbench sent a line that is not a JSON object but begins \"{text}\". The "
                                     "connection was closed; runs are not affected."),
            {{"text", printable(line, 40)}});
    }
    return message;
}

void readRequest(const Json& message, Request& request) {
    const auto verb = message.find("verb");
    const bool isAck = verb != message.end() && *verb == "ack";
    const auto id = message.find("id");
    if (!isAck && (id == message.end() || !isId(*id))) {
        throw failure(HALYARD_TEXT(
            "The workbench sent a request whose \"id\" is not 1 to 64 letters, digits, \"-\" or \"_\". The "
            "connection was closed; runs are not affected."));
    }
    request.id = isAck ? std::string() : id->get<std::string>();
    if (verb == message.end() || !verb->is_string()) {
        throw invalidInput(HALYARD_TEXT("A request needs \"verb\", a text."));
    }
    request.verb = verb->get<std::string>();
    const auto params = message.find("params");
    if (params != message.end() && !params->is_object()) {
        throw invalidInput(HALYARD_TEXT("The request \"{verb}\" needs \"params\" to be an object."),
                           {{"verb", printable(request.verb, 40)}});
    }
    request.params = params == message.end() ? Json::object() : *params;
}

std::string toLine(const Request& request) {
    Json message = {{"verb", request.verb}, {"params", request.params}};
    if (!request.id.empty()) {
        message["id"] = request.id;
    }
    return dumped(message);
}

AgentMessage agentMessageFrom(Json message) {
    AgentMessage out;
    const auto has = [&](const char* key) { return message.contains(key); };
    if (!has("seq") || !message["seq"].is_number_unsigned()) {
        throw failure(
            HALYARD_TEXT("The agent sent a message without its number (\"seq\"). The connection was closed; runs are "
                         "not affected."));
    }
    out.seq = message["seq"].get<std::uint64_t>();
    if (has("hello") && message["hello"].is_object()) {
        out.kind = AgentMessage::Kind::Hello;
        out.body = std::move(message["hello"]);
        return out;
    }
    if (has("push") && message["push"].is_string()) {
        out.body = std::move(message);
        return out;
    }
    if (!has("id") || !isId(message["id"])) {
        throw failure(
            HALYARD_TEXT("The agent sent a message that is no greeting, answer or push. The connection was closed; "
                         "runs are not affected."));
    }
    out.id = message["id"].get<std::string>();
    if (has("ok") && message["ok"].is_object()) {
        out.kind = AgentMessage::Kind::Result;
        out.body = std::move(message["ok"]);
        return out;
    }
    out.kind = AgentMessage::Kind::Refusal;
    out.error = has("error") ? errorFromJson(message["error"]) : std::nullopt;
    if (!out.error) {
        throw failure(
            HALYARD_TEXT("The agent sent an answer with neither \"ok\" nor a readable \"error\". The connection was "
                         "closed; runs are not affected."));
    }
    return out;
}

std::string helloLine(std::uint64_t seq, const Json& hello) {
    return dumped({{"seq", seq}, {"hello", hello}});
}

std::string resultLine(std::uint64_t seq, const std::string& id, const Json& result) {
    return bounded(id, seq, dumped({{"seq", seq}, {"id", id}, {"ok", result}}));
}

std::string refusalLine(std::uint64_t seq, const std::string& id, const Error& error) {
    Json document = toJson(error);
    document["text"] = error.what();
    return bounded(id, seq, dumped({{"seq", seq}, {"id", id}, {"error", document}}));
}

std::string pushLine(std::uint64_t seq, Json push) {
    push["seq"] = seq;
    return dumped(push);
}

void SequenceCheck::take(std::uint64_t seq) {
    if (seq != m_next) {
        throw failure(
            HALYARD_TEXT("The agent sent message {found} where message {expected} was due. The connection was closed; "
                         "runs are not affected."),
            {{"found", std::to_string(seq)}, {"expected", std::to_string(m_next)}});
    }
    ++m_next;
}

const AnswerMemory::Given* AnswerMemory::find(const Request& request) const {
    const auto found = m_entries.find(request.id);
    if (found == m_entries.end()) {
        return nullptr;
    }
    if (found->second.request != toLine(request)) {
        throw invalidInput(HALYARD_TEXT("The id {id} was that of another request. Nothing was done."),
                           {{"id", request.id}});
    }
    return &found->second.given;
}

void AnswerMemory::keep(const Request& request, Given given) {
    constexpr std::size_t kMostEntries = 1024;
    constexpr std::size_t kMostBytes = std::size_t{8} << 20U;
    std::string line = toLine(request);
    const std::size_t bytes = line.size() + given.result.dump(-1, ' ', false, Json::error_handler_t::replace).size();
    if (!m_entries.emplace(request.id, Entry{std::move(line), std::move(given), bytes}).second) {
        return;
    }
    m_order.push_back(request.id);
    m_bytes += bytes;
    while (m_order.size() > kMostEntries || (m_bytes > kMostBytes && m_order.size() > 1)) {
        const auto oldest = m_entries.find(m_order.front());
        m_bytes -= oldest->second.bytes;
        m_entries.erase(oldest);
        m_order.pop_front();
    }
}

const VerbInfo* findVerb(std::string_view name) {
    static constexpr std::array<VerbInfo, 24> kVerbs = {{
        {"hello"},
        {"ping"},
        {"ack"},
        {"list"},
        {"read"},
        {"events"},
        {"result"},
        {"follow"},
        {"unfollow"},
        {"queue"},
        {"sample"},
        {"create", true},
        {"start", true},
        {"command", true},
        {"enqueue", true},
        {"dequeue", true},
        {"reorder", true},
        {"rename", true},
        {"notes", true},
        {"trash", true, false},
        {"restore", true, false},
        {"job"},
        {"job_start", true},
        {"job_cancel", true},
    }};
    const auto found =
        std::find_if(kVerbs.begin(), kVerbs.end(), [&](const VerbInfo& verb) { return verb.name == name; });
    return found == kVerbs.end() ? nullptr : &*found;
}

Agreement agreementWith(int workbench, int current, int oldest) {
    return {.mayRead = workbench >= oldest && workbench <= current, .mayCommand = workbench == current};
}

} // namespace halyard
