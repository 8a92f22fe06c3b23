// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/event_list.h"

#include "views/run/run_series.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QBrush>

#include <algorithm>

namespace halyard::views {

namespace {

QString iconOf(const std::string& event) {
    if (event == "checkpoint") {
        return QStringLiteral("checkpoint");
    }
    if (event == "warning" || event == "non_finite") {
        return QStringLiteral("warning");
    }
    if (event == "failed") {
        return QStringLiteral("error");
    }
    if (event == "done") {
        return QStringLiteral("check");
    }
    return event == "start" || event == "resumed" ? QStringLiteral("play") : QStringLiteral("info");
}

} // namespace

// ---- events ----

void EventListModel::add(std::span<const Event> events) {
    std::deque<Line> fresh; // newest first
    for (const Event& event : events) {
        QString text = isOfCurves(event) ? QString() : eventText(event);
        if (!text.isEmpty()) {
            const bool problem = event.name == "warning" || event.name == "non_finite" || event.name == "failed";
            fresh.push_front({event.time, shownText(text, 500), iconOf(event.name), problem});
        }
    }
    if (fresh.empty()) {
        return;
    }
    fresh.resize(std::min(fresh.size(), kMost));
    beginInsertRows({}, 0, static_cast<int>(fresh.size()) - 1);
    m_lines.insert(m_lines.begin(), fresh.begin(), fresh.end());
    endInsertRows();
    if (m_lines.size() > kMost) {
        beginRemoveRows({}, static_cast<int>(kMost), static_cast<int>(m_lines.size()) - 1);
        m_lines.resize(kMost);
        endRemoveRows();
    }
}

void EventListModel::clear() {
    beginResetModel();
    m_lines.clear();
    endResetModel();
}

int EventListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant EventListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Line& line = m_lines[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return tr("%1  %2").arg(timeText(line.time), line.text);
    case Qt::DecorationRole: return lineIcon(line.icon, line.problem ? Tone::Warning : Tone::Muted);
    case Qt::ToolTipRole: return shownToolTip(line.text);
    default: return {};
    }
}

// ---- checkpoints ----

void CheckpointListModel::add(std::span<const Event> events) {
    const auto isOne = [](const Event& event) {
        const auto step = event.fields.find("step");
        return event.name == "checkpoint" && step != event.fields.end() && step->is_number_integer();
    };
    if (std::none_of(events.begin(), events.end(), isOne)) {
        return;
    }
    beginResetModel();
    for (const Event& event : events) {
        if (isOne(event)) {
            take(event);
        }
    }
    endResetModel();
}

void CheckpointListModel::take(const Event& event) {
    Checkpoint checkpoint;
    checkpoint.step = event.fields["step"].get<std::int64_t>();
    checkpoint.time = event.time;
    const auto bytes = event.fields.find("bytes");
    checkpoint.bytes = bytes != event.fields.end() && bytes->is_number() ? bytes->get<double>() : 0;
    const auto finite = event.fields.find("finite");
    checkpoint.finite = finite == event.fields.end() || !finite->is_boolean() || finite->get<bool>();
    while (!m_checkpoints.empty() && m_checkpoints.front().step >= checkpoint.step) {
        m_checkpoints.pop_front();
    }
    m_checkpoints.push_front(checkpoint);
}

void CheckpointListModel::clear() {
    beginResetModel();
    m_checkpoints.clear();
    endResetModel();
}

void CheckpointListModel::setExisting(const std::vector<std::int64_t>& steps) {
    for (Checkpoint& checkpoint : m_checkpoints) {
        checkpoint.exists = std::find(steps.begin(), steps.end(), checkpoint.step) != steps.end();
    }
    if (!m_checkpoints.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

int CheckpointListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_checkpoints.size());
}

Qt::ItemFlags CheckpointListModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    return at(index.row()).exists ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

QVariant CheckpointListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Checkpoint& checkpoint = at(index.row());
    if (role == Qt::DecorationRole) {
        return lineIcon(QStringLiteral("checkpoint"), checkpoint.finite ? Tone::Muted : Tone::Warning);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    const QString step = countText(checkpoint.step);
    if (!checkpoint.exists) {
        return tr("Step %1, removed to save space").arg(step);
    }
    if (!checkpoint.finite) {
        return tr("Step %1, holds values that are not finite").arg(step);
    }
    return tr("Step %1, %2, %3").arg(step, bytesText(checkpoint.bytes), timeText(checkpoint.time));
}

} // namespace halyard::views
