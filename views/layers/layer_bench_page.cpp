// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/layers/layer_bench_page.h"

#include "core/select/score/selection.h"
#include "views/layers/layer_bars.h"
#include "views/layers/layer_card.h"
#include "views/layers/layer_rows.h"
#include "views/layers/layer_strip.h"
#include "views/layers/layer_table.h"
#include "views/text/number_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace halyard::views {

namespace {

QString percent(double share) {
    return QLocale().toString(100 * share, 'f', 0);
}

} // namespace

// ---- what is shown ----

void LayerBenchPage::setOpenable(const std::vector<OpenableSweep>& published, const std::vector<OpenableSweep>& runs) {
    if (published == m_published && runs == m_runs && !m_openMenu->isEmpty()) {
        return; // an open menu stays open
    }
    m_published = published;
    m_runs = runs;
    m_openMenu->clear();
    m_openMenu->addAction(tr("Import a folder of logs…"), this, &LayerBenchPage::importFolderRequested);
    m_openMenu->addAction(tr("Import a file of results…"), this, &LayerBenchPage::importFileRequested);
    for (const std::vector<OpenableSweep>* group : {&runs, &published}) {
        if (!group->empty()) {
            m_openMenu->addSection(group == &runs ? tr("Runs of this project") : tr("Published sweeps"));
        }
        for (const OpenableSweep& sweep : *group) {
            QString title = shownText(sweep.title, 80);
            m_openMenu->addAction(title.replace(u'&', QStringLiteral("&&")), this, [this, id = sweep.id] { Q_EMIT openRequested(id); });
        }
    }
    for (QPushButton* button : m_publishedButtons) {
        delete button;
    }
    m_publishedButtons.clear();
    for (const OpenableSweep& sweep : published) {
        auto* button = new QPushButton(tr("Open %1").arg(shownText(sweep.title, 80)), m_empty);
        button->setMinimumWidth(320);
        connect(button, &QPushButton::clicked, this, [this, id = sweep.id] { Q_EMIT openRequested(id); });
        m_emptyButtons->addWidget(button, 0, Qt::AlignHCenter);
        m_publishedButtons.push_back(button);
    }
}

void LayerBenchPage::setBench(const LayerBench& bench) {
    const LayerSelector* const before = selectorOf(m_bench, m_choice);
    const bool followed = before != nullptr && before->top(m_choice.kept.size()) == m_choice.kept;
    const bool fits = m_bench.layers == bench.layers && m_bench.source == bench.source && bench.find(m_choice.score) != nullptr;
    const std::size_t count = m_choice.kept.size();
    m_bench = bench;
    if (!fits || (followed && count == 0)) {
        m_choice = firstChoice(m_bench);
    } else if (const LayerSelector* now = selectorOf(m_bench, m_choice); followed && now != nullptr) {
        m_choice.kept = now->top(count).value_or(m_choice.kept);
    }
    fillRows();
    showAll();
}

void LayerBenchPage::setChoice(const BenchChoice& choice) {
    m_choice = choice;
    showAll();
}

void LayerBenchPage::setProgress(const QString& text, std::optional<double> part) {
    m_working->setVisible(!text.isEmpty());
    m_workingText->setPlainText(text);
    constexpr int kParts = 1000;
    m_progress->setRange(0, part ? kParts : 0);
    m_progress->setValue(part ? static_cast<int>(std::lround(*part * kParts)) : 0);
}

void LayerBenchPage::setProblem(const QString& sentence) {
    m_problem->setPlainText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

void LayerBenchPage::setNote(const QString& sentence) {
    m_note->setPlainText(sentence);
    m_note->setVisible(!sentence.isEmpty());
}

void LayerBenchPage::setUsable(bool mayWrite) {
    m_usable = mayWrite;
    showFacts(m_choice.kept);
}

void LayerBenchPage::showTable(bool table) {
    m_views->setCurrentIndex(table ? 1 : 0);
    showAll();
}

std::vector<QString> LayerBenchPage::scoreIds() const {
    std::vector<QString> ids;
    for (const LayerSelector& selector : m_bench.selectors) {
        const bool isScore = selector.hasScores() || !selector.problem.isEmpty();
        if (isScore && std::find(ids.begin(), ids.end(), selector.id) == ids.end()) {
            ids.push_back(selector.id);
        }
    }
    return ids;
}

void LayerBenchPage::showAll() {
    const bool any = m_bench.layers > 0;
    m_title->setText(any ? shownText(m_bench.title, 60) : tr("Layers"));
    m_source->setPlainText(m_bench.live ? tr("%1 · results still come").arg(m_bench.source) : m_bench.source);
    for (QWidget* part : {m_controls, m_status, static_cast<QWidget*>(m_views)}) {
        part->setVisible(any);
    }
    m_stack->setCurrentWidget(!any ? m_empty : m_views->currentIndex() == 1 ? static_cast<QWidget*>(m_table) : m_board);
    m_card->hide();
    showWarnings();
    if (any) {
        showControls();
        showRows();
        showKept(m_choice.kept);
    } else {
        m_scoreProblem->hide();
    }
    if (m_stack->currentWidget() == m_table) {
        m_table->setBench(m_bench, m_choice);
    }
}

void LayerBenchPage::showControls() {
    m_filling = true;
    m_score->clear();
    for (const QString& id : scoreIds()) {
        const LayerSelector* const selector = m_bench.find(id);
        m_score->addItem(shownText(selector->title, 80), id);
        m_score->setItemData(m_score->count() - 1, shownToolTip(selector->meaning), Qt::ToolTipRole);
    }
    m_score->setCurrentIndex(m_score->findData(m_choice.score));
    const LayerSelector* const selector = selectorOf(m_bench, m_choice);
    m_score->setToolTip(selector == nullptr ? QString() : shownToolTip(selector->meaning));
    m_baseline->setEnabled(selector != nullptr && selector->baseline.has_value());
    m_baseline->setCurrentIndex(m_baseline->findData(static_cast<int>(m_choice.baseline)));
    m_compared->clear();
    m_compared->addItem(m_bench.published.empty() ? tr("none known") : tr("none"), QString());
    for (const PublishedSet& set : m_bench.published) {
        m_compared->addItem(shownText(set.name, 80), set.name);
        m_compared->setItemData(m_compared->count() - 1, shownToolTip(tr("%1; teacher %2").arg(set.source, set.teacher)), Qt::ToolTipRole);
    }
    m_compared->setCurrentIndex(std::max(m_compared->findData(m_choice.published), 0));
    m_compared->setEnabled(!m_bench.published.empty());
    m_of->setText(tr("of %1").arg(m_bench.layers));
    const std::size_t most = selector == nullptr || selector->best.empty() ? 0 : selector->best.size() - 1;
    m_keep->setRange(0, static_cast<int>(std::max(most, m_choice.kept.size())));
    m_keep->setEnabled(most > 0);
    QString problem = selector == nullptr ? QString() : selector->problem;
    if (problem.isEmpty() && selector != nullptr) {
        problem = selector->notes.join(u' ');
        setTone(*m_scoreProblem, Tone::Muted);
        setTextSize(*m_scoreProblem, TextSize::Small);
    } else {
        setTone(*m_scoreProblem, Tone::Warning);
    }
    m_scoreProblem->setPlainText(problem);
    m_scoreProblem->setVisible(!problem.isEmpty());
    m_filling = false;
}

void LayerBenchPage::showRows() {
    const LayerSelector* const selector = selectorOf(m_bench, m_choice);
    m_bars->setScores(selector == nullptr ? std::vector<ScoredLayer>{} : selector->layers);
    m_bars->setLabel(selector == nullptr ? tr("Score") : selector->title, selector == nullptr ? QString() : selector->meaning);
    m_strip->setKept(m_choice.kept);
    QStringList descriptions;
    for (int layer = 0; layer < m_bench.layers; ++layer) {
        const std::vector<LayerFact> facts = layerFacts(m_bench, m_choice, layer);
        descriptions << (facts.empty() ? QString() : tr("%1 %2").arg(facts.front().name, facts.front().text));
    }
    m_strip->setDescriptions(descriptions);
    const std::vector<HeatRow>& heat = m_bench.heat[static_cast<std::size_t>(m_choice.baseline)];
    for (std::size_t i = 0; i < m_heat.size() && i < heat.size(); ++i) {
        m_heat[i]->setRow(heat[i]);
    }
}

// Rows are made once a bench; what they hold changes with the choice.
void LayerBenchPage::fillRows() {
    auto* layout = static_cast<QVBoxLayout*>(m_board->layout());
    while (layout->count() > 2) { // bars and strip stay
        delete layout->takeAt(2);
    }
    m_rows.resize(2);
    for (LayerHeat* row : m_heat) {
        delete row;
    }
    for (const Other& other : m_others) {
        delete other.row;
    }
    m_heat.clear();
    m_others.clear();
    const std::vector<HeatRow>& heat = m_bench.heat.front();
    bool tasks = false;
    for (const HeatRow& row : heat) {
        if (row.isTask && !std::exchange(tasks, true)) {
            layout->addWidget(m_folding);
        }
        m_heat.push_back(addRow(m_board, new LayerHeat(m_board)));
    }
    m_folding->setVisible(tasks);
    layout->addWidget(m_othersTitle);
    for (const LayerSelector& selector : m_bench.selectors) {
        const bool usual = !selector.baseline || *selector.baseline == usualBaseline(m_bench, selector.id);
        if (usual && !selector.best.empty()) {
            m_others.push_back({addRow(m_board, new SelectorRow(m_board)), selector.id, false});
        }
    }
    m_others.push_back({addRow(m_board, new SelectorRow(m_board)), {}, true});
    for (const Other& other : m_others) {
        connect(other.row, &SelectorRow::taken, this, [this, row = other.row](const LayerSet& layers) { takeKept(layers, row->accessibleName().section(u':', 0, 0)); });
    }
    layout->addStretch(1);
    for (BenchRow* row : m_rows) {
        row->setLayers(static_cast<int>(m_bench.layers));
    }
    foldTasks(m_folded);
}

void LayerBenchPage::foldTasks(bool fold) {
    m_folded = fold;
    const std::vector<HeatRow>& heat = m_bench.heat.front();
    int tasks = 0;
    for (std::size_t i = 0; i < m_heat.size(); ++i) {
        m_heat[i]->setVisible(!heat[i].isTask || !fold);
        tasks += heat[i].isTask ? 1 : 0;
    }
    m_fold->setIcon(lineIcon(fold ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down")));
    m_fold->setText(tr("Each task (%1)").arg(tasks));
    m_fold->setToolTip(fold ? tr("Shows the drop of each task.") : tr("Hides the rows of the tasks."));
}

void LayerBenchPage::showWarnings() {
    const auto count = static_cast<int>(m_bench.warnings.size());
    m_warnings->setText(tr("%n warnings: what was not used, or used instead", nullptr, count));
    m_warnings->setVisible(count > 0);
    m_warningList->setPlainText(shownText(m_bench.warnings.join(u'\n'), 100'000, false));
    constexpr int kMostLines = 5;
    m_warningList->setFixedHeight((std::clamp(count, 1, kMostLines) + 1) * m_warningList->fontMetrics().lineSpacing() + 2 * kGrid);
    m_warningList->setVisible(count > 0 && m_warnings->isChecked());
}

// ---- what changes with the strip ----

void LayerBenchPage::showKept(const LayerSet& kept) {
    m_bars->setKept(kept);
    const LayerSelector* const selector = selectorOf(m_bench, m_choice);
    const std::optional<LayerSet> top = selector == nullptr ? std::nullopt : selector->top(kept.size());
    m_strip->setReference(top);
    {
        const QSignalBlocker quiet(m_keep);
        m_keep->setMaximum(std::max(m_keep->maximum(), static_cast<int>(kept.size())));
        m_keep->setValue(static_cast<int>(kept.size()));
    }
    for (const Other& other : m_others) {
        const PublishedSet* const set = other.published ? m_bench.findPublished(m_choice.published) : nullptr;
        other.row->setVisible(other.published ? set != nullptr : other.id != m_choice.score);
        if (set != nullptr) {
            other.row->setSelector(set->name, set->source, set->layers);
        } else if (const LayerSelector* one = other.published ? nullptr : m_bench.find(other.id, usualBaseline(m_bench, other.id))) {
            other.row->setSelector(one->title, one->meaning, one->top(kept.size()));
        }
        other.row->setKept(kept);
    }
    m_othersTitle->setVisible(std::any_of(m_others.begin(), m_others.end(), [this](const Other& other) { return other.row->isVisibleTo(m_board); }));
    showFacts(kept);
}

void LayerBenchPage::setFact(Fact fact, const QString& text, Tone tone) {
    m_facts[fact]->setPlainText(text);
    setTone(*m_facts[fact], tone);
}

void LayerBenchPage::showFacts(const LayerSet& kept) {
    const LayerSelector* const selector = selectorOf(m_bench, m_choice);
    const QString unknown = tr("not known");
    setFact(kCount, tr("%1 of %2").arg(kept.size()).arg(m_bench.layers), Tone::Normal);
    const auto cost = m_bench.teacher ? costOf(*m_bench.teacher, kept) : std::nullopt;
    const double share = m_bench.layers == 0 ? 1 : static_cast<double>(kept.size()) / static_cast<double>(m_bench.layers);
    const QString less = tr("−%1 %").arg(percent(1 - share));
    setFact(kCache, cost ? tr("%1 (%2)").arg(bytesText(cost->cache), less) : tr("%1 (sizes of the teacher are not known)").arg(less), Tone::Normal);
    setFact(kDecode, cost ? tr("×%1").arg(QLocale().toString(cost->decodeGain, 'f', 1)) : unknown, cost ? Tone::Normal : Tone::Muted);
    const auto importance = selector == nullptr ? std::nullopt : keptShareOf(*selector, kept);
    setFact(kImportance, importance ? tr("%1 %").arg(percent(*importance)) : unknown, importance ? Tone::Normal : Tone::Muted);
    const auto stable = selector == nullptr ? std::nullopt : stableLayers(*selector, kept);
    setFact(kStable, stable ? tr("%1 of %2").arg(*stable).arg(kept.size()) : tr("no task can be left out"), stable ? Tone::Normal : Tone::Muted);
    showPublished(kept);
    const bool some = !kept.empty() && m_bench.layers > 0;
    m_save->setEnabled(m_usable && some);
    m_stage2->setEnabled(m_usable && some && static_cast<std::int64_t>(kept.size()) < m_bench.layers);
    m_stage2->setToolTip(m_usable ? tr("Opens the wizard of stage 2 with these layers.") : tr("The project is only read here."));
}

void LayerBenchPage::showPublished(const LayerSet& kept) {
    const PublishedSet* const set = m_bench.findPublished(m_choice.published);
    m_factTitles[kPublished]->setText(set == nullptr ? tr("Differs from published") : tr("Differs from published (%1)").arg(set->name));
    if (set == nullptr) {
        setFact(kPublished, m_bench.published.empty() ? tr("no set of so many layers") : tr("choose a set above"), Tone::Muted);
        return;
    }
    const Agreement agreement = agreementOf(kept, set->layers);
    QStringList parts;
    for (const auto& [sign, layers] : {std::pair(QStringLiteral("+"), &agreement.onlyFirst), std::pair(QStringLiteral("−"), &agreement.onlySecond)}) {
        if (!layers->empty()) {
            parts << sign + layersText(*layers);
        }
    }
    setFact(kPublished, parts.isEmpty() ? tr("none") : parts.join(QStringLiteral("  ")), parts.isEmpty() ? Tone::Success : Tone::Warning);
}

QString LayerBenchPage::statusText(const QString& name) const {
    static const QStringList kNames = {QStringLiteral("count"), QStringLiteral("kv"), QStringLiteral("decode"),
                                       QStringLiteral("importance"), QStringLiteral("stable"), QStringLiteral("published")};
    const qsizetype at = kNames.indexOf(name);
    return at < 0 ? QString() : m_facts[static_cast<std::size_t>(at)]->plainText();
}

} // namespace halyard::views
