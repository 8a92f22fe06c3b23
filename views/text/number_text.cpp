// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/text/number_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <array>
#include <cmath>

namespace halyard::views {

namespace {

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::views::Numbers", text);
}

// Digits after the point that make about three significant ones.
int decimalsFor(double value) {
    return value >= 99.95 ? 0 : 1;
}

QString withoutUselessZeros(QString text) {
    const QString point = QLocale().decimalPoint();
    const qsizetype exponent = text.indexOf(u'e', 0, Qt::CaseInsensitive);
    // "1e-5", not "1E-05".
    const QString tail =
        exponent < 0 ? QString() : QStringLiteral("e") + QString::number(text.mid(exponent + 1).toInt());
    QString head = exponent < 0 ? text : text.left(exponent);
    if (head.contains(point)) {
        while (head.endsWith(u'0')) {
            head.chop(1);
        }
        if (head.endsWith(point)) {
            head.chop(point.size());
        }
    }
    return head + tail;
}

} // namespace

QString countText(std::int64_t number) {
    return QLocale().toString(static_cast<qlonglong>(number));
}

QString numberText(double number, int digits) {
    if (std::isnan(number)) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::Numbers", "not a number"));
    }
    if (std::isinf(number)) {
        return number > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    }
    const double size = std::abs(number);
    if (number == std::floor(number) && size < 1e15 && (size < 1e7 || std::fmod(number, 1000) != 0)) {
        return countText(static_cast<std::int64_t>(number));
    }
    if (size < 1e-3 || size >= 1e7) {
        return withoutUselessZeros(QLocale().toString(number, 'e', digits - 1));
    }
    const int before = size < 1 ? 0 : static_cast<int>(std::floor(std::log10(size))) + 1;
    const int leadingZeros = size < 1 ? -static_cast<int>(std::floor(std::log10(size))) - 1 : 0;
    const int decimals = std::max(0, digits - before + leadingZeros);
    return withoutUselessZeros(QLocale().toString(number, 'f', decimals));
}

QString shortCountText(double number) {
    static constexpr std::array<const char*, 5> kUnits = {"", " k", " M", " G", " T"};
    if (!std::isfinite(number)) {
        return numberText(number);
    }
    std::size_t unit = 0;
    double value = number;
    while (std::abs(value) >= 999.5 && unit + 1 < kUnits.size()) {
        value /= 1000;
        ++unit;
    }
    if (unit == 0) {
        return numberText(value, 3);
    }
    return QLocale().toString(value, 'f', decimalsFor(std::abs(value))) + QLatin1String(kUnits[unit]);
}

QString lengthText(double tokens) {
    constexpr std::int64_t kKilo = 1024;
    if (!std::isfinite(tokens) || std::abs(tokens) >= 1e15) {
        return numberText(tokens);
    }
    const std::int64_t whole = std::llround(tokens);
    if (whole >= kKilo * kKilo && whole % (kKilo * kKilo) == 0) {
        return countText(whole / (kKilo * kKilo)) + u'M';
    }
    return whole >= kKilo && whole % kKilo == 0 ? countText(whole / kKilo) + u'K' : countText(whole);
}

QString bytesText(double bytes) {
    static constexpr std::array<const char*, 6> kUnits = {" B", " KiB", " MiB", " GiB", " TiB", " PiB"};
    std::size_t unit = 0;
    double value = bytes;
    while (std::abs(value) >= 1023.5 && unit + 1 < kUnits.size()) {
        value /= 1024;
        ++unit;
    }
    return QLocale().toString(value, 'f', unit == 0 ? 0 : decimalsFor(std::abs(value))) + QLatin1String(kUnits[unit]);
}

QString durationText(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::Numbers", "unknown"));
    }
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    const auto text = [](std::int64_t number) { return QLocale().toString(static_cast<qlonglong>(number)); };
    if (whole < 60) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::Numbers", "%1 s")).arg(text(whole));
    }
    if (whole < 3600) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::Numbers", "%1 m %2 s")).arg(text(whole / 60), text(whole % 60));
    }
    if (whole < 86400) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::Numbers", "%1 h %2 m")).arg(text(whole / 3600), text(whole / 60 % 60));
    }
    return inLanguage(QT_TRANSLATE_NOOP("halyard::views::Numbers", "%1 d %2 h")).arg(text(whole / 86400), text(whole / 3600 % 24));
}

QString rangeText(const TimeRange& range) {
    return inLanguage(QT_TRANSLATE_NOOP("halyard::views::Numbers", "%1 (%2 – %3)"))
        .arg(durationText(range.middle()), durationText(range.least), durationText(range.most));
}

QString timeText(double seconds) {
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(seconds * 1000));
    if (time.date() == QDate::currentDate()) {
        return QLocale().toString(time.time(), QStringLiteral("HH:mm"));
    }
    return QLocale().toString(time, QStringLiteral("yyyy-MM-dd HH:mm"));
}

} // namespace halyard::views
