// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/prepare_dialog.h"

namespace halyard::remote {
class AgentSession;
}

namespace halyard::app {

// Opens the dialog over "parent" and has the agent do what it asks for. The dialog deletes itself; closing it cancels
// what is under way.
PrepareDialog* prepareText(remote::AgentSession& agent, const QString& project, const PrepareWish& wish, QWidget* parent);

} // namespace halyard::app
