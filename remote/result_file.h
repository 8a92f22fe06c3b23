// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "remote/agent_session.h"

#include <cstdint>

#include <QString>

namespace halyard::remote {

// What a run found, as the agent's verb "result" gives it piece by piece: results.json, sweep.json, screen.json,
// ranking.json, table.json, and the .json files of results/ and selections/ as documents; trials.jsonl as an array with one
// member a line. The handler gets it whole, of one version of the file (one that is replaced meanwhile is read again), null
// while there is none, or a sentence when it cannot be read, is larger than the limit or is no such document.
void fetchResult(AgentSession& agent, const QString& run, const QString& file, QObject* context, AnswerHandler handler,
                 std::uint64_t limit = std::uint64_t{32} << 20U);

} // namespace halyard::remote
