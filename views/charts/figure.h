// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace halyard::views {

enum class FigureFormat {
    Png, // 300 dots an inch
    Svg,
    Csv // the numbers behind it, not thinned out, with a point for decimals whatever the locale
};

// A figure ready to be written to a file by whoever may write files.
struct Figure {
    QByteArray bytes;
    QString suffix; // "png"
    QString name;   // suggested, without suffix: "stage-2 1 KL"
};

} // namespace halyard::views
