// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"
#include "views/forms/spec_form.h"

#include <QString>

#include <string>
#include <vector>

namespace halyard::views {

// One page of a wizard: which inputs and settings of a kind of run it holds. All pages of a kind together hold every
// input and setting the kind reads, each once.
struct WizardPageContent {
    QString title;
    QString about; // one sentence under the title
    std::vector<std::string> roles;
    SpecForm::Fields fields;
};
[[nodiscard]] std::vector<WizardPageContent> wizardPages(RunKind kind);

} // namespace halyard::views
