// SPDX-License-Identifier: GPL-3.0-or-later
// halyard-screenshots FOLDER [NAME]: every view × (light, dark) × (en, zh_CN) × (empty, busy, failed) × two sizes.
#include "tools/screenshots/scenes.h"
#include "views/text/translations.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QLocale>
#include <QTextStream>
#include <QVBoxLayout>
#include <QWidget>

#include <array>

namespace halyard::screenshots {

namespace {

using namespace views;

constexpr std::array<std::pair<Condition, const char*>, 3> kConditions = {
    {{Condition::Empty, "empty"}, {Condition::Busy, "busy"}, {Condition::Failed, "failed"}}};

bool draw(const Scene& scene, Condition condition, QSize size, const QString& file) {
    QWidget window; // views have no background of their own
    auto* layout = new QVBoxLayout(&window);
    layout->setContentsMargins(0, 0, 0, 0);
    std::unique_ptr<QWidget> view = scene.make(condition);
    view->setWindowFlags(Qt::Widget); // a dialog too
    layout->addWidget(view.release());
    window.resize(size);
    window.show();
    for (int i = 0; i < 4; ++i) {
        QCoreApplication::processEvents();
    }
    // Charts draw at most 20 times a second.
    const QDateTime end = QDateTime::currentDateTime().addMSecs(70);
    while (QDateTime::currentDateTime() < end) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    }
    return window.grab().save(file);
}

int drawAll(QApplication& application, const QString& folder, const QString& only) {
    std::vector<Scene> scenes = runScenes();
    for (auto more : {layerScenes(), projectScenes(), wizardScenes(), evaluationScenes(), studyScenes()}) {
        scenes.insert(scenes.end(), more.begin(), more.end());
    }
    QDir().mkpath(folder);
    int count = 0;
    for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh_CN")}) {
        const auto translators = installTranslations(QLocale(language));
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            applyTheme(application, mode);
            for (const Scene& scene : scenes) {
                for (const auto& [condition, word] : kConditions) {
                    for (const QSize size : {scene.size, QSize(1024, 700).boundedTo(scene.size)}) {
                        const QString name = QStringLiteral("%1-%2-%3-%4-%5.png")
                                                 .arg(scene.name, QLatin1String(word), language,
                                                      mode == ThemeMode::Dark ? QStringLiteral("dark")
                                                                              : QStringLiteral("light"),
                                                      QString::number(size.width()));
                        if (!name.contains(only)) {
                            continue;
                        }
                        if (!draw(scene, condition, size, folder + u'/' + name)) {
                            QTextStream(stderr) << folder << '/' << name << " could not be written.\n";
                            return 1;
                        }
                        ++count;
                    }
                }
            }
        }
    }
    QTextStream(stdout) << count << " pictures in " << folder << '\n';
    return 0;
}

} // namespace

} // namespace halyard::screenshots

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc < 2) {
        QTextStream(stderr) << "halyard-screenshots FOLDER [NAME]: NAME is a part of the names to draw.\n";
        return 2;
    }
    return halyard::screenshots::drawAll(application, QString::fromLocal8Bit(argv[1]),
                                         argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString());
}
