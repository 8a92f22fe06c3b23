// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/comparison_bars.h"

#include "views/text/number_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/theme/theme.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr int kWorthShowing = 300; // ms
constexpr int kBarWidth = 220;
constexpr int kParts = 1000;

} // namespace

ComparisonBars::ComparisonBars(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    hide();
}

ComparisonBars::Line ComparisonBars::makeLine(const QString& id, const QString& title) {
    Line line;
    line.since.start();
    line.widget = new QWidget(this);
    auto* row = new QHBoxLayout(line.widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    line.title = shownText(title, 80);
    line.text = new PlainLabel(line.widget);
    setTone(*line.text, Tone::Muted);
    row->addWidget(line.text);
    line.bar = new QProgressBar(line.widget);
    line.bar->setRange(0, kParts);
    line.bar->setFixedWidth(kBarWidth);
    line.bar->setTextVisible(false);
    line.bar->setAccessibleName(tr("Reading the events of %1").arg(line.title));
    row->addWidget(line.bar);
    auto* stop = new QToolButton(line.widget);
    stop->setObjectName(QStringLiteral("cancelComparison"));
    stop->setIcon(lineIcon(QStringLiteral("close")));
    stop->setToolTip(tr("Do not compare"));
    stop->setAccessibleName(stop->toolTip());
    connect(stop, &QToolButton::clicked, this, [this, id] { Q_EMIT cancelled(id); });
    row->addWidget(stop);
    row->addStretch(1);
    line.widget->hide();
    layout()->addWidget(line.widget);
    return line;
}

void ComparisonBars::setPart(const QString& id, const QString& title, std::optional<double> part) {
    const auto found = m_lines.find(id);
    if (!part) {
        if (found != m_lines.end()) {
            found->second.widget->hide();
            found->second.widget->deleteLater(); // its button may have been pressed
            m_lines.erase(found);
        }
    } else {
        Line& line = found != m_lines.end() ? found->second : m_lines.emplace(id, makeLine(id, title)).first->second;
        line.bar->setValue(static_cast<int>(*part * kParts));
        line.text->setPlainText(tr("Reading the events of %1, %2 %").arg(line.title, countText(static_cast<std::int64_t>(*part * 100))));
        line.widget->setVisible(!line.widget->isHidden() || line.since.hasExpired(kWorthShowing));
    }
    setVisible(std::any_of(m_lines.begin(), m_lines.end(), [](const auto& entry) { return !entry.second.widget->isHidden(); }));
}

} // namespace halyard::views
