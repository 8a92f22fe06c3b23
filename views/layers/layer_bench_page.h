// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/layers/layer_bench.h"
#include "views/theme/theme.h"

#include <QWidget>

#include <array>
#include <vector>

class QComboBox;
class QLabel;
class QLayout;
class QMenu;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QTabBar;
class QToolButton;
class QVBoxLayout;

namespace halyard::views {

class BenchRow;
class LayerBars;
class LayerCard;
class LayerHeat;
class LayerStrip;
class LayerTable;
class PlainLabel;
class SelectorRow;

// What may be opened besides files: a published sweep, or a run of the project.
struct OpenableSweep {
    QString id;
    QString title;
    bool operator==(const OpenableSweep&) const = default;
};

// The layer bench: how each layer fares without attention, which layers a score keeps, what that costs and how sure it is;
// the choice is changed by hand, saved, and taken on to stage 2. It shows a bench and a choice; each change a person makes
// is shown at once and told by choiceEdited(), so that it can be undone with setChoice().
class LayerBenchPage : public QWidget {
    Q_OBJECT

public:
    explicit LayerBenchPage(QWidget* parent = nullptr);
    ~LayerBenchPage() override;

    void setOpenable(const std::vector<OpenableSweep>& published, const std::vector<OpenableSweep>& runs);
    // The choice stays where it fits; a strip that was as the score has it follows the score.
    void setBench(const LayerBench& bench);
    [[nodiscard]] const LayerBench& bench() const { return m_bench; }
    void setChoice(const BenchChoice& choice);
    [[nodiscard]] const BenchChoice& choice() const { return m_choice; }
    // Something is being read: 0…1, or nothing for work whose end is not known. An empty text: nothing is.
    void setProgress(const QString& text, std::optional<double> part);
    // A sentence of what could not be done; empty: none.
    void setProblem(const QString& sentence);
    // What was done: "Saved as selections/halo.json."
    void setNote(const QString& sentence);
    void setUsable(bool mayWrite); // whether the project takes selections and runs
    void showTable(bool table);
    // All that is known of a layer, as its card says it.
    [[nodiscard]] QString cardText(int layer);
    // As if the pointer were there; -1: nowhere.
    void pointAt(int layer);
    // "kv", "decode", "count", "importance", "stable", "published": what the line below says.
    [[nodiscard]] QString statusText(const QString& name) const;

Q_SIGNALS:
    // what: "Layer 3: attention", for the undo menu. kept is the only change where it merges with none.
    void choiceEdited(const halyard::views::BenchChoice& before, const halyard::views::BenchChoice& after, const QString& what);
    void importFolderRequested();
    void importFileRequested();
    void openRequested(const QString& id);
    void sweepRequested();
    void cancelRequested();
    void saveRequested(const halyard::views::BenchChoice& choice);
    void stage2Requested(const halyard::views::BenchChoice& choice);
    void copyRequested(const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum Fact { kCount, kCache, kDecode, kImportance, kStable, kPublished, kFacts };

    // layer_bench_page_build.cpp
    [[nodiscard]] QWidget* buildTop();
    [[nodiscard]] QWidget* buildControls();
    [[nodiscard]] QWidget* buildMessages();
    [[nodiscard]] QWidget* buildBoard();
    [[nodiscard]] QWidget* buildEmpty();
    [[nodiscard]] QWidget* buildStatus();
    [[nodiscard]] QLayout* buildFacts(QWidget* whole);
    void connectControls();
    void connectStrip();
    template <typename Row> Row* addRow(QWidget* board, Row* row);

    void edit(const BenchChoice& after, const QString& what);
    void follow(BenchChoice& after) const;
    void takeBest(std::size_t count);
    void takeKept(const LayerSet& kept, const QString& what);
    void showAll();
    void showControls();
    void showRows();
    void showKept(const LayerSet& kept); // what changes with the strip alone
    void showFacts(const LayerSet& kept);
    void showPublished(const LayerSet& kept);
    void fillRows();
    void foldTasks(bool fold);
    void showWarnings();
    [[nodiscard]] std::vector<QString> scoreIds() const; // each once
    void setFact(Fact fact, const QString& text, Tone tone);

    LayerBench m_bench;
    BenchChoice m_choice;
    std::vector<OpenableSweep> m_published;
    std::vector<OpenableSweep> m_runs;
    bool m_usable = true;
    bool m_filling = false;
    bool m_folded = true;
    QLabel* m_title = nullptr;
    PlainLabel* m_source = nullptr;
    QToolButton* m_open = nullptr;
    QMenu* m_openMenu = nullptr;
    QTabBar* m_views = nullptr;
    QWidget* m_controls = nullptr;
    QComboBox* m_score = nullptr;
    QSpinBox* m_keep = nullptr;
    QLabel* m_of = nullptr;
    QComboBox* m_baseline = nullptr;
    QComboBox* m_compared = nullptr;
    QWidget* m_working = nullptr;
    PlainLabel* m_workingText = nullptr;
    QProgressBar* m_progress = nullptr;
    PlainLabel* m_problem = nullptr;
    PlainLabel* m_note = nullptr;
    PlainLabel* m_scoreProblem = nullptr;
    QToolButton* m_warnings = nullptr;
    QPlainTextEdit* m_warningList = nullptr;
    QStackedWidget* m_stack = nullptr;
    QWidget* m_empty = nullptr;
    QVBoxLayout* m_emptyButtons = nullptr;
    std::vector<QPushButton*> m_publishedButtons;
    QWidget* m_board = nullptr;
    std::vector<BenchRow*> m_rows;
    LayerBars* m_bars = nullptr;
    LayerStrip* m_strip = nullptr;
    std::vector<LayerHeat*> m_heat;
    QWidget* m_folding = nullptr; // the row of the next two
    QToolButton* m_fold = nullptr;
    PlainLabel* m_legend = nullptr;
    QLabel* m_othersTitle = nullptr;
    struct Other {
        SelectorRow* row;
        QString id; // of the selector, or the published set
        bool published;
    };
    std::vector<Other> m_others;
    LayerTable* m_table = nullptr;
    LayerCard* m_card = nullptr;
    QWidget* m_status = nullptr;
    std::array<PlainLabel*, kFacts> m_facts{};
    std::array<QLabel*, kFacts> m_factTitles{};
    QPushButton* m_save = nullptr;
    QPushButton* m_stage2 = nullptr;
};

} // namespace halyard::views
