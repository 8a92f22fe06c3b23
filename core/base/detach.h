// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace halyard {

// Closes every descriptor from this one on. Async-signal-safe.
void closeDescriptorsFrom(int first);

// Leaves the session, the terminal and every descriptor of whoever started this process: it lives on when they end. To be
// called before threads are started. False in the process that is to return to its starter.
[[nodiscard]] bool leaveStarter();

} // namespace halyard
