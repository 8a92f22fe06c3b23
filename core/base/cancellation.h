// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace halyard {

// Whether someone asked this process to stop. Long work calls throwIfRequested() between its steps.
class Cancellation {
public:
    // SIGINT and SIGTERM ask to stop; a second one ends the process at once (exit code 130).
    static void installSignalHandlers();
    [[nodiscard]] static bool requested();
    // Throws Error(Stopped).
    static void throwIfRequested();
};

} // namespace halyard
