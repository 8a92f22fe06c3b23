// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/message.h"

#include <string>
#include <vector>

// The shapes that the file of a grid is read by. Each refuses with Error(InvalidInput): source is the place in the file that the
// sentence begins with.
namespace halyard::grid_document {

// "must be a text"
[[noreturn]] void refuseType(const std::string& source, const std::string& key, Sentence expected);
// "is not a run of this grid", with the nearest of the known names, or all of them.
[[noreturn]] void refuseName(const std::string& source, Sentence what, const std::string& name, const std::vector<std::string>& known);
void checkKeys(const Json& object, const std::vector<std::string>& known, const std::string& source);

const Json& objectOf(const Json& value, const std::string& source, const std::string& key);
// A list with one entry to most.
[[nodiscard]] const Json& listIn(const Json& object, const char* key, const std::string& source, std::size_t most);
// Names and labels are printed and stand in tables: no control characters, at most so many bytes.
[[nodiscard]] std::string oneLine(std::string text, const char* key, const std::string& source, std::size_t longest);
[[nodiscard]] std::string textIn(const Json& object, const char* key, const std::string& source, std::size_t longest);

} // namespace halyard::grid_document
