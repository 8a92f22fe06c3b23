// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"

namespace halyard {

// halyard tokenize --model DIR (--text S | --file F | --lines F) [--add-special-tokens]
// One JSON list of ids on a line for the text, the file's content, or each line of F (a JSON string).
// halyard tokenize --model DIR --decode-lines F [--skip-special-tokens]: the other way, one JSON list of ids a line.
[[nodiscard]] Command tokenizeCommand();

} // namespace halyard
