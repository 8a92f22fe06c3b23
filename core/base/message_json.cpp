// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/message_json.h"

namespace halyard {

Json toJson(const Message& message) {
    Json arguments = Json::array();
    for (const auto& [name, value] : message.arguments) {
        arguments.push_back({name, value});
    }
    return {{"pattern", message.pattern}, {"arguments", arguments}};
}

std::optional<Message> messageFromJson(const Json& document) {
    const auto has = [&](const char* key) { return document.is_object() && document.contains(key); };
    if (!has("pattern") || !has("arguments") || !document["pattern"].is_string() || !document["arguments"].is_array()) {
        return std::nullopt;
    }
    Message message;
    message.pattern = document["pattern"].get<std::string>();
    for (const Json& argument : document["arguments"]) {
        if (!argument.is_array() || argument.size() != 2 || !argument[0].is_string() || !argument[1].is_string()) {
            return std::nullopt;
        }
        message.arguments.emplace_back(argument[0].get<std::string>(), argument[1].get<std::string>());
    }
    return message;
}

Json toJson(const Error& error) {
    Json document = toJson(error.message());
    document["kind"] = error.exitCode();
    return document;
}

std::optional<Error> errorFromJson(const Json& document) {
    auto message = messageFromJson(document);
    if (!message || !document.contains("kind") || !document["kind"].is_number_integer()) {
        return std::nullopt;
    }
    const auto code = document["kind"].get<std::int64_t>();
    const ErrorKind kind = code == static_cast<int>(ErrorKind::InvalidInput) ? ErrorKind::InvalidInput
                           : code == static_cast<int>(ErrorKind::Stopped)    ? ErrorKind::Stopped
                                                                             : ErrorKind::Failed;
    return Error(kind, std::move(*message));
}

} // namespace halyard
