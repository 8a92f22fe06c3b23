// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/text/share_text.h"

#include "views/text/number_text.h"

#include <QCoreApplication>

#include <cmath>

namespace halyard::views {

QString shareText(double share, int decimals) {
    const double factor = std::pow(10.0, decimals);
    const double percent = std::round(share * 100 * factor) / factor;
    return QCoreApplication::translate("halyard::views::Numbers", "%1 %").arg(numberText(percent, 4));
}

} // namespace halyard::views
