// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

namespace halyard {

struct PythonSource {
    std::string_view fileName;
    std::string_view text;
};

// What an exported HypeNet folder carries so that transformers can load it: resources/huggingface.
[[nodiscard]] const std::array<PythonSource, 2>& huggingFaceSources();

// The script of comparePython().
[[nodiscard]] const PythonSource& comparisonScript();

} // namespace halyard
