// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/event_search.h"

#include "core/run/events.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace halyard {

bool hasEvent(const std::filesystem::path& eventsJsonl, std::string_view name, std::int64_t step) {
    std::ifstream file(eventsJsonl, std::ios::binary);
    EventDecoder decoder;
    std::string piece(std::size_t{1} << 20U, '\0');
    bool found = false;
    while (file && !found) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        std::vector<Event> events;
        decoder.take(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())), events);
        found = std::any_of(events.begin(), events.end(), [&](const Event& event) {
            return event.name == name && event.fields.value("step", Json()) == step;
        });
    }
    return found;
}

} // namespace halyard
