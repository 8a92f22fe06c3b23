// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/forms/spec_text.h"
#include "views/wizards/review_facts.h"

#include <QWidget>

class QPlainTextEdit;
class QPushButton;
class QTableWidget;

namespace halyard::views {

class IconLabel;
class PlainLabel;

// The last page of a wizard: what will be needed against what is there, what differs from the preset, the command that
// does the same, and two steps to try.
class ReviewPage : public QWidget {
    Q_OBJECT

public:
    explicit ReviewPage(QWidget* parent = nullptr);
    void setForecasts(const std::vector<Forecast>& forecasts);
    void setChanges(const std::vector<SettingChange>& changes, const QString& preset);
    void setCommand(const QString& command);
    void setTrial(const TrialResult& trial);
    // Problems of the whole spec, first those that forbid a launch.
    void setProblems(const QStringList& errors, const QStringList& warnings);

Q_SIGNALS:
    void trialRequested();
    void copyRequested(const QString& text);

private:
    [[nodiscard]] QWidget* buildTrial();
    [[nodiscard]] QWidget* buildCommand();

    PlainLabel* m_problems = nullptr;
    QTableWidget* m_forecasts = nullptr;
    PlainLabel* m_changesTitle = nullptr;
    QTableWidget* m_changes = nullptr;
    QPlainTextEdit* m_command = nullptr;
    QPushButton* m_try = nullptr;
    IconLabel* m_trialIcon = nullptr;
    PlainLabel* m_trial = nullptr;
};

} // namespace halyard::views
