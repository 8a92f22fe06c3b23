// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/message_json.h"
#include "views/run/run_series.h"
#include "views/text/message_text.h"
#include "views/text/number_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/text/translations.h"

#include <QTest>

using namespace halyard;
using namespace halyard::views;

class TextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void controlCharactersStandAsSymbols_data() {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("shown");
        QTest::newRow("nul") << QStringLiteral("a") + QChar(0) + QStringLiteral("b") << QStringLiteral("a␀b");
        QTest::newRow("ansi") << QStringLiteral("\x1b[31mred") << QStringLiteral("␛[31mred");
        QTest::newRow("line end") << QStringLiteral("a\nb") << QStringLiteral("a⏎b");
        QTest::newRow("right to left") << QStringLiteral("a\u202Eb") << QStringLiteral("a⟨U+202E⟩b");
        QTest::newRow("markup is text") << QStringLiteral("<img src=x>") << QStringLiteral("<img src=x>");
        QTest::newRow("Chinese") << QStringLiteral("蒸馏") << QStringLiteral("蒸馏");
    }
    void controlCharactersStandAsSymbols() {
        QFETCH(QString, given);
        QFETCH(QString, shown);
        QCOMPARE(shownText(given), shown);
    }

    void aMegabyteIsCut() {
        QCOMPARE(shownText(QString(1 << 20, u'x'), 10), QStringLiteral("xxxxxxxxxx…"));
        QCOMPARE(shownText(std::string(1 << 20, 'y'), 3), QStringLiteral("yyy…"));
        // A pair of surrogates is not split.
        QCOMPARE(shownText(QStringLiteral("a😀b"), 2), QStringLiteral("a…"));
    }

    void toolTipsHoldNoMarkup() {
        const QString tip = shownToolTip(QStringLiteral("<img src=file:///etc/passwd>"));
        QVERIFY(!tip.contains(QStringLiteral("<img")));
        QVERIFY(tip.contains(QStringLiteral("&lt;img")));
    }

    void numbersAreReadable_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("count") << countText(20000) << "20,000";
        QTest::newRow("loss") << numberText(0.41349) << "0.4135";
        QTest::newRow("small") << numberText(0.0004) << "4e-4";
        QTest::newRow("rate") << numberText(0.00001) << "1e-5";
        QTest::newRow("whole") << numberText(2048) << "2,048";
        QTest::newRow("large") << numberText(1e15) << "1e15";
        QTest::newRow("tokens") << shortCountText(3.4e6) << "3.4 M";
        QTest::newRow("speed") << shortCountText(11900) << "11.9 k";
        QTest::newRow("few") << shortCountText(812) << "812";
        QTest::newRow("nearly a thousand") << shortCountText(999.7) << "1.0 k";
        QTest::newRow("bytes") << bytesText(14.0 * 1024 * 1024 * 1024) << "14.0 GiB";
        QTest::newRow("seconds") << durationText(12) << "12 s";
        QTest::newRow("minutes") << durationText(130) << "2 m 10 s";
        QTest::newRow("hours") << durationText(12000) << "3 h 20 m";
        QTest::newRow("days") << durationText(367200) << "4 d 6 h";
        QTest::newRow("range") << rangeText(TimeRange{110, 150}) << "2 m 10 s (1 m 50 s – 2 m 30 s)";
    }
    void numbersAreReadable() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(text, expected);
    }

    void messagesAreFilledAndTheirArgumentsMadeSafe() {
        const Message message(HALYARD_TEXT("{file}: {other} {unknown}"), {{"file", "a\x1b[1m"}, {"other", "{file}"}});
        QCOMPARE(translated(message), QStringLiteral("a␛[1m: {file} {unknown}"));
    }

    void rangesAreDescribed() {
        QCOMPARE(rangeText(*findField("optimizer.learning_rate")), QStringLiteral("above 0 and at most 1"));
        QCOMPARE(rangeText(*findField("schedule.kind")), QStringLiteral("one of cosine, wsd, constant"));
        QCOMPARE(rangeText(*findField("name")), QString());
    }

    void sentencesAreTranslatedBeforeTheyAreFilledIn() {
        RunSpec spec;
        spec.optimizer.learning_rate = 7;
        const std::vector<Issue> issues = validate(spec);
        const auto issue = std::find_if(issues.begin(), issues.end(), [](const Issue& i) { return fieldOf(i) != nullptr; });
        const auto chinese = installTranslations(QLocale(QStringLiteral("zh_CN")));
        QCOMPARE(translated(*issue), QStringLiteral("“optimizer.learning_rate”为 7.0；它必须大于 0 且不超过 1。"));
        QCOMPARE(translated(findField("train.seed")->label), QStringLiteral("种子"));
        QCOMPARE(durationText(130), QStringLiteral("2 分 10 秒"));
        const auto english = installTranslations(QLocale(QLocale::English, QLocale::UnitedStates));
        const char* damaged = "%n damaged lines of the event log were passed over.";
        QCOMPARE(QCoreApplication::translate("halyard::views::RunPage", damaged, nullptr, 1),
                 QStringLiteral("1 damaged line of the event log was passed over."));
    }

    void everyUnitOfASettingIsTranslated() {
        const auto chinese = installTranslations(QLocale(QStringLiteral("zh_CN")));
        for (const FieldInfo& field : fieldInfos()) {
            const bool isWord = !field.unit.empty() && field.unit != "%";
            QVERIFY2(!isWord || translated(Sentence{field.unit.c_str()}) != fromUtf8(field.unit), field.key.c_str());
        }
        const auto english = installTranslations(QLocale(QLocale::English, QLocale::UnitedStates));
    }

    void whatAWorkerSaidIsTranslatedToo() {
        Event event{"warning", 0, "a", {{"message", "Continuing is not bit-exact: \x1b[1mtwo threads."}}};
        QCOMPARE(eventText(event), QStringLiteral("Continuing is not bit-exact: ␛[1mtwo threads."));
        event.fields["sentence"] = toJson(Message(HALYARD_TEXT("Continuing is not bit-exact: {why}."), {{"why", "\x1b[1mtwo"}}));
        const Event full{"paused", 0, "a", {{"step", 1200}, {"need", 5}, {"have", 4}}};
        const Event ranking{"ranking", 0, "a", {{"step", 1200}, {"kept", {2, "x", 5}}}};
        QCOMPARE(eventText(ranking), QStringLiteral("Ranking after step 1,200 keeps layers 2, 5"));
        const auto chinese = installTranslations(QLocale(QStringLiteral("zh_CN")));
        QCOMPARE(eventText(ranking), QStringLiteral("第 1,200 步后的排名保留第 2, 5 层"));
        QCOMPARE(eventText(event), QStringLiteral("继续运行无法逐位一致：␛[1mtwo。"));
        QCOMPARE(eventText(full), QStringLiteral("在第 1,200 步后暂停：磁盘已满"));
        event.fields["sentence"] = {{"pattern", 3}};
        QCOMPARE(eventText(event), QStringLiteral("Continuing is not bit-exact: ␛[1mtwo threads."));
        const auto english = installTranslations(QLocale(QLocale::English, QLocale::UnitedStates));
    }

    void anIssueNamesItsField() {
        const Issue issue{Issue::Severity::Error, "/train/keep_checkpoints", Message(HALYARD_TEXT("x"))};
        QCOMPARE(fieldOf(issue), findField("train.keep_checkpoints"));
        QCOMPARE(fieldOf(Issue{Issue::Severity::Error, "/inputs/0/path", {}}), nullptr);
    }

    void aLabelShowsPlainTextAndIsCutToItsWidth() {
        PlainLabel label;
        label.setPlainText(QStringLiteral("<b>") + QString(5000, u'x'));
        label.resize(100, 20);
        label.show();
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QVERIFY(label.text().startsWith(QStringLiteral("<b>x")));
        QVERIFY(label.text().endsWith(QChar(0x2026)));
        QVERIFY(label.fontMetrics().horizontalAdvance(label.text()) <= 100);
        QVERIFY(label.sizeHint().width() < 600);
    }
};

QTEST_MAIN(TextTest)
#include "text_test.moc"
