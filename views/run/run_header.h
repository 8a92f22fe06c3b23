// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/run/run_facts.h"

#include <QElapsedTimer>
#include <QWidget>

class QAction;
class QProgressBar;
class QPushButton;

namespace halyard::views {

class PlainLabel;
class StateBadge;

// Name, state and progress of a run, and what can be done with it now.
class RunHeader : public QWidget {
    Q_OBJECT

public:
    explicit RunHeader(QWidget* parent = nullptr);
    void setFacts(const RunFacts& facts);
    // Reading a long run: how much of its events is in, 0…1, and whether the rest is being read; none when all is in.
    void setLoading(std::optional<double> part, bool goesOn = true);

Q_SIGNALS:
    void startRequested();
    void pauseRequested();
    void resumeRequested();   // of a paused run
    void continueRequested(); // of a stopped, failed, crashed or lost one
    void stopRequested();     // after this step, with a checkpoint
    void stopNowRequested();
    void cloneRequested();
    void exportRequested();
    void readingToggled(bool on); // of the rest of a long run

private:
    [[nodiscard]] QWidget* buildTitle();
    [[nodiscard]] QWidget* buildProgress();
    void showButtons(const RunFacts& facts);
    void showNumbers(const RunFacts& facts);

    PlainLabel* m_title = nullptr;
    PlainLabel* m_kind = nullptr;
    StateBadge* m_badge = nullptr;
    PlainLabel* m_place = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_resume = nullptr;
    QPushButton* m_continue = nullptr;
    QPushButton* m_stop = nullptr;
    QAction* m_stopSoon = nullptr;
    QPushButton* m_clone = nullptr;
    QPushButton* m_export = nullptr;
    QProgressBar* m_bar = nullptr;
    PlainLabel* m_steps = nullptr;
    PlainLabel* m_tokens = nullptr;
    PlainLabel* m_rate = nullptr;
    PlainLabel* m_left = nullptr;
    PlainLabel* m_reason = nullptr;
    QWidget* m_reasonBox = nullptr;
    QPushButton* m_reading = nullptr; // stops it and goes on with it
    bool m_loading = false;
    QElapsedTimer m_loadingSince;
};

} // namespace halyard::views
