// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/sample_bench.h"
#include "views/layers/layer_bars.h"
#include "views/layers/layer_bench_page.h"
#include "views/layers/layer_card.h"
#include "views/layers/layer_rows.h"
#include "views/layers/layer_strip.h"
#include "views/layers/layer_table.h"
#include "views/theme/theme.h"

#include <QAccessible>
#include <QComboBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace halyard;
using namespace halyard::testing;
using namespace halyard::views;

// The layer bench with a model of 8 layers, whose score keeps 2 and 5.
class LayersTest : public QObject {
    Q_OBJECT

    std::unique_ptr<LayerBenchPage> m_page;
    LayerStrip* m_strip = nullptr;
    std::vector<std::pair<BenchChoice, BenchChoice>> m_edits;

    [[nodiscard]] QPoint at(int layer) const { return m_strip->columnRect(layer).center().toPoint(); }
    void drag(int from, int to) const {
        QTest::mousePress(m_strip, Qt::LeftButton, {}, at(from));
        QMouseEvent move(QEvent::MouseMove, at(to), m_strip->mapToGlobal(at(to)), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_strip, &move);
        QTest::mouseRelease(m_strip, Qt::LeftButton, {}, at(to));
    }
    [[nodiscard]] LayerSet kept() const { return m_page->choice().kept; }
    template <typename Widget> [[nodiscard]] Widget* named(const char* name) const { return m_page->findChild<Widget*>(QLatin1String(name)); }

private Q_SLOTS:
    void init() {
        applyTheme(*qApp, ThemeMode::Light);
        m_page = std::make_unique<LayerBenchPage>();
        m_strip = m_page->findChild<LayerStrip*>();
        m_edits.clear();
        connect(m_page.get(), &LayerBenchPage::choiceEdited, this,
                [this](const BenchChoice& before, const BenchChoice& after) { m_edits.emplace_back(before, after); });
        m_page->resize(900, 700);
        m_page->setBench(sampleBench());
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void cleanup() { m_page.reset(); }

    void aQuarterIsKeptAsTheScoreHasIt() {
        QCOMPARE(m_page->choice().score, QStringLiteral("halo"));
        QCOMPARE(kept(), (LayerSet{2, 5}));
        QCOMPARE(m_strip->kept(), (LayerSet{2, 5}));
        QCOMPARE(named<QSpinBox>("keep")->value(), 2);
        QVERIFY(m_edits.empty());
    }
    void aClickTurnsALayerRound() {
        QTest::mouseClick(m_strip, Qt::LeftButton, {}, at(4));
        QCOMPARE(kept(), (LayerSet{2, 4, 5}));
        QTest::mouseClick(m_strip, Qt::LeftButton, {}, at(2));
        QCOMPARE(kept(), (LayerSet{4, 5}));
        QCOMPARE(m_edits.size(), 2U);
        QCOMPARE(named<QSpinBox>("keep")->value(), 2);
    }
    void aDragGivesAllItPassesTheStateOfTheFirst() {
        drag(3, 7); // the pointer comes from 3 to 7 in one jump
        QCOMPARE(kept(), (LayerSet{2, 3, 4, 5, 6, 7}));
        QCOMPARE(m_edits.size(), 1U);
        QCOMPARE(m_edits.front().first.kept, (LayerSet{2, 5}));
        drag(7, 5);
        QCOMPARE(kept(), (LayerSet{2, 3, 4}));
    }
    void whatItCostsFollowsADragThatStillGoesOn() {
        QCOMPARE(m_page->statusText(QStringLiteral("count")), QStringLiteral("2 of 8"));
        QTest::mousePress(m_strip, Qt::LeftButton, {}, at(6));
        QCOMPARE(m_page->statusText(QStringLiteral("count")), QStringLiteral("3 of 8"));
        QVERIFY(m_edits.empty());
        QTest::keyClick(m_strip, Qt::Key_Escape);
        QCOMPARE(m_page->statusText(QStringLiteral("count")), QStringLiteral("2 of 8"));
        QTest::mouseRelease(m_strip, Qt::LeftButton, {}, at(6));
        QVERIFY(m_edits.empty());
        QCOMPARE(kept(), (LayerSet{2, 5}));
    }
    void keysGoAlongAndTurnRound() {
        auto* first = m_strip->findChild<QWidget*>(QStringLiteral("layer-0"));
        first->setFocus();
        QTest::keyClick(first, Qt::Key_Space);
        QCOMPARE(kept(), (LayerSet{0, 2, 5}));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("layer-1"));
        QCOMPARE(kept(), (LayerSet{0, 1, 2, 5}));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_End);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("layer-7"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A);
        QCOMPARE(kept(), (LayerSet{0, 1, 2, 5, 7}));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Home);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_L);
        QCOMPARE(kept(), (LayerSet{1, 2, 5, 7}));
    }
    void squaresSayWhatTheyAre() {
        auto* square = m_strip->findChild<QWidget*>(QStringLiteral("layer-2"));
        const QAccessibleInterface* const heard = QAccessible::queryAccessibleInterface(square);
        QVERIFY(heard != nullptr);
        QCOMPARE(heard->text(QAccessible::Name), QStringLiteral("Layer 2: attention"));
        QVERIFY(heard->text(QAccessible::Description).contains(QLatin1String("HALO importance")));
        QVERIFY(heard->state().checked);
        QTest::mouseClick(m_strip, Qt::LeftButton, {}, at(2));
        QCOMPARE(square->accessibleName(), QStringLiteral("Layer 2: linear"));
    }
    void oneStopOfTheTabKey() {
        int stops = 0;
        for (int layer = 0; layer < 8; ++layer) {
            stops += (m_strip->findChild<QWidget*>(QStringLiteral("layer-%1").arg(layer))->focusPolicy() & Qt::TabFocus) != 0 ? 1 : 0;
        }
        QCOMPARE(stops, 1);
    }
    void anotherScoreTakesItsLayersUnlessTheStripWasMadeByHand() {
        auto* score = named<QComboBox>("score");
        score->setCurrentIndex(score->findData(QStringLiteral("kl")));
        QCOMPARE(kept(), (LayerSet{0, 7}));
        QTest::mouseClick(m_strip, Qt::LeftButton, {}, at(4));
        score->setCurrentIndex(score->findData(QStringLiteral("halo")));
        QCOMPARE(kept(), (LayerSet{0, 4, 7}));
        QPushButton* const best = named<QPushButton>("top");
        QVERIFY(best->isVisible());
        QTest::mouseClick(best, Qt::LeftButton);
        QCOMPARE(kept(), (LayerSet{1, 2, 5}));
        QVERIFY(!best->isVisible());
    }
    void keepTakesTheBestOfTheScore() {
        named<QSpinBox>("keep")->setValue(3);
        QCOMPARE(kept(), (LayerSet{1, 2, 5}));
        QCOMPARE(m_edits.size(), 1U);
    }
    void aChoiceIsPutBackAsAWhole() {
        const BenchChoice before = m_page->choice();
        auto* score = named<QComboBox>("score");
        score->setCurrentIndex(score->findData(QStringLiteral("kl")));
        m_page->setChoice(before);
        QCOMPARE(score->currentData().toString(), QStringLiteral("halo"));
        QCOMPARE(m_strip->kept(), (LayerSet{2, 5}));
        QCOMPARE(m_edits.size(), 1U);
    }
    void otherSelectorsSayHowManyLayersTheyShare() {
        QStringList said;
        SelectorRow* uniform = nullptr;
        for (SelectorRow* row : m_page->findChildren<SelectorRow*>()) {
            if (row->isVisible()) {
                said << row->accessibleName() + u' ' + row->agreement();
                uniform = row->accessibleName().startsWith(QLatin1String("uniform")) ? row : uniform;
            }
        }
        QVERIFY2(said.contains(QStringLiteral("uniform: 0, 4 0 of 2")), qPrintable(said.join(u'\n')));
        QVERIFY(said.contains(QStringLiteral("paper/8: 2, 6 1 of 2")));
        QTest::mouseClick(uniform->findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(kept(), (LayerSet{0, 4}));
    }
    void whatIsSaidBelowIsComputedFromTheStrip() {
        QCOMPARE(m_page->statusText(QStringLiteral("kv")), QStringLiteral("−75 % (sizes of the teacher are not known)"));
        QCOMPARE(m_page->statusText(QStringLiteral("importance")), QStringLiteral("80 %"));
        QCOMPARE(m_page->statusText(QStringLiteral("stable")), QStringLiteral("1 of 2"));
        QCOMPARE(m_page->statusText(QStringLiteral("published")), QStringLiteral("+5  −6"));
        drag(5, 6); // 5 and 6 become linear: 5 was attention
        QCOMPARE(kept(), (LayerSet{2}));
        QCOMPARE(m_page->statusText(QStringLiteral("published")), QStringLiteral("−6"));
    }
    void costsAreThoseOfTheTeacher() {
        LayerBench bench = sampleBench();
        bench.teacher = modelConfigFromJson({{"model_type", "qwen3"}, {"vocab_size", 1000}, {"hidden_size", 1024}, {"intermediate_size", 2048},
                                             {"num_hidden_layers", 8}, {"num_attention_heads", 8}, {"num_key_value_heads", 8}, {"head_dim", 128}},
                                            "config.json");
        m_page->setBench(bench);
        // 2 layers · 2 · 1024 elements · 131,072 tokens · 2 bytes
        QCOMPARE(m_page->statusText(QStringLiteral("kv")), QStringLiteral("1.0 GiB (−75 %)"));
        QVERIFY(m_page->statusText(QStringLiteral("decode")).startsWith(u'×'));
    }
    void aLayersCardHasEveryNumberAndWhereItStands() {
        const QString text = m_page->cardText(2);
        QVERIFY(text.startsWith(QLatin1String("Layer 2: attention")));
        QVERIFY2(text.contains(QLatin1String("layer2/commonsense_eval.log:12")), qPrintable(text));
        QVERIFY(text.contains(QLatin1String("score is cut off at 50")));
        QVERIFY(text.contains(QLatin1String("KL, layer replaced")));
        QVERIFY(m_page->cardText(3).contains(QLatin1String("not measured")));
    }
    void theTableSortsAndIsCopiedWithPointsForDecimals() {
        m_page->showTable(true);
        auto* table = m_page->findChild<LayerTable*>();
        QVERIFY(table->isVisible());
        QCOMPARE(table->rowCount(), 8);
        table->sortByColumn(2, Qt::DescendingOrder);
        QCOMPARE(table->item(1, 0)->text(), QStringLiteral("2")); // behind the one that was not measured
        const QString copied = table->copied();
        QCOMPARE(copied.count(u'\n'), 9);
        QVERIFY(copied.contains(QLatin1String("2\tattention\t50\t")));
        QSignalSpy asked(m_page.get(), &LayerBenchPage::copyRequested);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(asked.size(), 1);
    }
    void rowsFillWhileASweepGoesOnAndTheStripFollowsItsScore() {
        LayerBench bench = sampleBench();
        bench.live = true;
        bench.selectors[0].layers[3].score = 60; // measured at last
        bench.selectors[0].best = {{}, {3}, {2, 3}, {2, 3, 5}};
        m_page->setBench(bench);
        QCOMPARE(kept(), (LayerSet{2, 3}));
        QVERIFY(m_edits.empty()); // nobody did that
        QTest::mouseClick(m_strip, Qt::LeftButton, {}, at(7));
        bench.selectors[0].best = {{}, {0}, {0, 1}, {0, 1, 2}};
        m_page->setBench(bench);
        QCOMPARE(kept(), (LayerSet{2, 3, 7})); // made by hand: it stays
    }
    void warningsAreCountedAndReadable() {
        auto* button = named<QToolButton>("warnings");
        QVERIFY(button->isVisible());
        button->click();
        auto* list = m_page->findChild<QPlainTextEdit*>();
        QVERIFY(list->isVisible());
        QVERIFY(list->toPlainText().contains(QLatin1String("layer3")));
    }
    void anEmptyBenchSaysWhatToDo() {
        m_page->setBench({});
        QStringList words;
        for (const QPushButton* button : m_page->findChildren<QPushButton*>()) {
            if (button->isVisible()) {
                words << button->text();
            }
        }
        QVERIFY2(words.contains(QStringLiteral("New layer sweep…")) && words.contains(QStringLiteral("Import logs…")), qPrintable(words.join(u'\n')));
        QVERIFY(!named<QPushButton>("stage2")->isVisible());
    }
    void nothingIsSavedInAProjectThatIsOnlyRead() {
        QVERIFY(named<QPushButton>("save")->isEnabled());
        m_page->setUsable(false);
        QVERIFY(!named<QPushButton>("save")->isEnabled());
        QVERIFY(!named<QPushButton>("stage2")->isEnabled());
    }
    void textsOnTheHeatMapCanBeRead() {
        for (const LayerHeat* row : m_page->findChildren<LayerHeat*>()) {
            for (double value = -60; value <= 60; value += 1) {
                const QColor color = row->colorOf(value);
                QVERIFY(std::max(contrast(color, Qt::white), contrast(color, Qt::black)) >= 4.5);
            }
        }
    }
};

QTEST_MAIN(LayersTest)
#include "layers_test.moc"
