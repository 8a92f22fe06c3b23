// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/events.h"

#include <QAbstractListModel>
#include <QListView>

#include <deque>
#include <span>

namespace halyard::views {

// What happened in a run, newest first: checkpoints, warnings, ends. Keeps the newest kMost lines.
class EventListModel : public QAbstractListModel {
    Q_OBJECT

public:
    static constexpr std::size_t kMost = 5000;

    using QAbstractListModel::QAbstractListModel;
    void add(std::span<const Event> events);
    void clear();
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Line {
        double time = 0;
        QString text;
        QString icon;
        bool problem = false;
    };
    std::deque<Line> m_lines; // newest first
};

// The checkpoints of a run by their events, newest first; one taken back by a resumed run is not listed twice.
class CheckpointListModel : public QAbstractListModel {
    Q_OBJECT

public:
    struct Checkpoint {
        std::int64_t step = 0;
        double bytes = 0;
        double time = 0;
        bool finite = true;
        bool exists = true; // older ones are removed as the run goes on
    };

    using QAbstractListModel::QAbstractListModel;
    void add(std::span<const Event> events);
    void clear();
    // Steps that are on disk; the others are shown as removed. Not called: all exist.
    void setExisting(const std::vector<std::int64_t>& steps);
    [[nodiscard]] const Checkpoint& at(int row) const { return m_checkpoints[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void take(const Event& event);

    std::deque<Checkpoint> m_checkpoints; // newest first
};

} // namespace halyard::views
