// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "views/charts/figure.h"

#include <functional>

class QWidget;

namespace halyard::app {

// Asks where a figure is to be written, and writes it; failed gets the sentence why it could not be.
void saveFigure(QWidget& page, const views::Figure& figure, std::function<void(const Message& why)> failed);

} // namespace halyard::app
