// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/run/run_facts.h"

#include <QScrollArea>

#include <array>
#include <optional>
#include <vector>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace halyard::views {

class IconLabel;
class PlainLabel;

// What may be exported: a run with the steps of its checkpoints, newest first.
struct ExportSource {
    QString id;
    QString title;
    std::vector<std::int64_t> steps;
    QString scaling; // of the run's spec: "hype 500"
};

// What a person asks for.
struct ExportWish {
    QString source; // id
    std::int64_t step = 0;
    QString scaling; // "none", a number, or two words; empty: the run's own
    QString folder;
};

// The checks of an export, in their order; a failed one leaves no folder.
enum class ExportCheck {
    Tensors,
    Config,
    ReadBack,
    Logits,
    Python
};
constexpr int kExportChecks = 5;

struct CheckState {
    enum class State {
        Waiting,
        Running,
        Passed,
        Failed,
        Skipped
    };
    State state = State::Waiting;
    QString detail; // "largest difference 3.1e-7", or why it failed or was left out
};

// Export of a student: choose, watch the checks fill, and go on with the folder.
class ExportPage : public QScrollArea {
    Q_OBJECT

public:
    explicit ExportPage(QWidget* parent = nullptr);
    void setSources(const std::vector<ExportSource>& sources);
    void chooseSource(const QString& id, std::optional<std::int64_t> step);
    void setFolder(const QString& folder);
    void setFreeSpace(std::optional<double> bytes, std::optional<double> needed);
    [[nodiscard]] ExportWish wish() const;
    // The waist's sentence about the scaling or the folder; empty: none.
    void setProblem(const QString& sentence);
    void setCheck(ExportCheck check, const CheckState& state);
    [[nodiscard]] const CheckState& check(ExportCheck check) const { return m_checks[static_cast<std::size_t>(check)].state; }
    void clearChecks();
    enum class Phase {
        Choosing,
        Working,
        Done,
        Failed
    };
    void setPhase(Phase phase, const QString& sentence = {});
    // What loads the folder in Python; shown when it is done.
    void setLoadingCode(const QString& code);

Q_SIGNALS:
    void exportRequested(const halyard::views::ExportWish& wish);
    void cancelRequested();
    void openFolderRequested();
    void copyRequested(const QString& text);
    void copyModelCardRequested();
    void wishChanged(const halyard::views::ExportWish& wish);

private:
    [[nodiscard]] QWidget* buildChoices();
    [[nodiscard]] QWidget* buildChecks();
    [[nodiscard]] QWidget* buildResult();
    void showSteps();
    void takeEdit();

    std::vector<ExportSource> m_sources;
    Phase m_phase = Phase::Choosing;
    QWidget* m_choices = nullptr;
    QComboBox* m_source = nullptr;
    QComboBox* m_step = nullptr;
    QLineEdit* m_scaling = nullptr;
    QLineEdit* m_folder = nullptr;
    PlainLabel* m_space = nullptr;
    PlainLabel* m_problem = nullptr;
    struct CheckLine {
        IconLabel* icon = nullptr;
        PlainLabel* detail = nullptr;
        CheckState state{};
    };
    std::array<CheckLine, kExportChecks> m_checks;
    PlainLabel* m_result = nullptr;
    QPlainTextEdit* m_code = nullptr;
    QWidget* m_resultBox = nullptr;
    QWidget* m_resultButtons = nullptr;
    QPushButton* m_export = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace halyard::views
