// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/project/notices_panel.h"

#include "views/text/number_text.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QPainter>

namespace halyard::views {

namespace {

enum Role {
    kText = Qt::UserRole,
    kTarget,
    kSeverity
};

QIcon iconOf(Notice::Severity severity) {
    switch (severity) {
    case Notice::Severity::Info: return lineIcon(QStringLiteral("info"), Tone::Muted);
    case Notice::Severity::Warning: return lineIcon(QStringLiteral("warning"), Tone::Warning);
    case Notice::Severity::Error: return lineIcon(QStringLiteral("error"), Tone::Error);
    }
    return {};
}

} // namespace

NoticesPanel::NoticesPanel(QWidget* parent) : QListWidget(parent) {
    setProperty("frameless", true);
    setIconSize(QSize(16, 16));
    setWordWrap(true);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Notices"));
    connect(this, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        if (const QString target = item->data(kTarget).toString(); !target.isEmpty()) {
            Q_EMIT opened(target);
        }
    });
}

void NoticesPanel::add(const Notice& notice) {
    const QString text = shownText(notice.text, 500);
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(kText) == text && item(row)->data(kTarget) == notice.target) {
            delete takeItem(row);
            break;
        }
    }
    auto* entry = new QListWidgetItem(iconOf(notice.severity), tr("%1  %2").arg(timeText(notice.time), text));
    entry->setData(kText, text);
    entry->setData(kTarget, notice.target);
    entry->setData(kSeverity, static_cast<int>(notice.severity));
    entry->setToolTip(shownToolTip(text));
    insertItem(0, entry);
    while (count() > kMost) {
        delete takeItem(count() - 1);
    }
    countAgain();
}

void NoticesPanel::countAgain() {
    int problems = 0;
    for (int row = 0; row < count(); ++row) {
        problems += item(row)->data(kSeverity).toInt() > static_cast<int>(Notice::Severity::Info) ? 1 : 0;
    }
    Q_EMIT countChanged(problems);
}

} // namespace halyard::views
