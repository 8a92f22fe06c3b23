// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/sweep.h"

namespace halyard {

std::string SourcePlace::text() const {
    return printable(file, 1000) + (line > 0 ? ":" + std::to_string(line) : std::string());
}

const TaskGroups& publishedGroups() {
    static const TaskGroups kGroups = {{kRecallGroup, {"fda", "ruler_qa_squad", "swde"}},
                                       {kCommonsenseGroup, {"arc_challenge", "arc_easy", "hellaswag"}}};
    return kGroups;
}

} // namespace halyard
