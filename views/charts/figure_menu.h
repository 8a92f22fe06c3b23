// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/figure.h"

#include <functional>

class QToolButton;
class QWidget;

namespace halyard::views {

// A button with the formats that a figure is saved in.
[[nodiscard]] QToolButton* makeFigureButton(QWidget* parent, std::function<void(FigureFormat)> chosen);

} // namespace halyard::views
