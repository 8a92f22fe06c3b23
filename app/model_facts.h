// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/project_values.h"

#include <optional>

namespace halyard::app {

// What a page of measurements says of a model beside its numbers, read from its folder where that is on this machine.
struct ModelFacts {
    bool isTeacher = false;              // softmax attention in every layer
    std::optional<double> trainedLength; // tokens: of the run that trained it, or as a teacher's config.json says
};
[[nodiscard]] ModelFacts modelFacts(const QString& model, const Runs& runs, const QString& project);

} // namespace halyard::app
