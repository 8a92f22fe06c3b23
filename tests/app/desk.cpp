// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desk.h"

#include "app/project_folder.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/run/events.h"
#include "core/run/installation.h"
#include "core/run/presets.h"

#include <fstream>

#include <QDir>
#include <QProcess>

namespace halyard::testing {

Desk::Desk() {
    for (const char* variable : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"}) {
        const QString path = folder(QString::fromLatin1(variable).toLower());
        QDir().mkpath(path);
        qputenv(variable, path.toLocal8Bit());
    }
}

std::unique_ptr<app::Workbench> Desk::workbench() const {
    return std::make_unique<app::Workbench>(*qApp, app::WorkbenchPlaces{folder(QStringLiteral("demo")), QStringLiteral("test")});
}

QString Desk::project(const QString& name) const {
    const QString path = folder(name);
    app::createProjectFolder(path);
    return path;
}

bool hasWorker() {
#ifdef __SANITIZE_ADDRESS__
    return false; // training takes minutes there, and the trainer has sanitizer tests of its own
#endif
    try {
        (void)findWorker();
        (void)findTorch();
        return true;
    } catch (const Error&) {
        return false;
    }
}

void picture(QWidget& widget, const QString& name) {
    if (const QString folder = qEnvironmentVariable("HALYARD_PICTURES"); !folder.isEmpty()) {
        QTest::qWait(300); // charts are drawn by a timer
        widget.grab().save(folder + u'/' + name + QStringLiteral(".png"));
    }
}

void writeOldRun(const QString& project, const QString& name, int steps, bool damaged) {
    const RunFolder run = RunFolder::create((project + QStringLiteral("/runs/") + name).toStdString(), presetSpec("demo", RunKind::Pretrain));
    EventWriter writer(run.events());
    writer.write("start", {{"step", 0}});
    for (int step = 1; step <= steps; ++step) {
        writer.write("step", {{"step", step}, {"loss", 5.0 / step}, {"tokens_per_second", 1000}, {"tokens", step * 64}});
        if (damaged && step == steps / 2) {
            std::ofstream(run.events(), std::ios::app) << "{\"e\":\"step\",\"step\":\n";
        }
    }
    if (damaged) {
        std::ofstream(run.events(), std::ios::app) << "{\"e\":\"step\",\"to"; // torn
    }
}

bool prepareDemoText(const QString& project) {
    const QString demo = qEnvironmentVariable("HALYARD_SOURCE_DIR") + QStringLiteral("/resources/demo/");
    for (const char* part : {"train", "held_out"}) {
        const QString name = QLatin1String(part);
        QProcess prepare;
        prepare.start(QCoreApplication::applicationDirPath() + QStringLiteral("/halyard"),
                      {QStringLiteral("data"), QStringLiteral("prepare"), QStringLiteral("--tokenizer"), demo + QStringLiteral("tokenizer"),
                       QStringLiteral("--input"), demo + name + QStringLiteral(".jsonl"), QStringLiteral("--out"),
                       project + QStringLiteral("/data/") + name + QStringLiteral("-32"), QStringLiteral("--packing"),
                       QStringLiteral("stream"), QStringLiteral("--block"), QStringLiteral("32")});
        if (!prepare.waitForFinished(kLong) || prepare.exitCode() != 0) {
            return false;
        }
    }
    return true;
}

RunSpec tinyTeacher(const QString& demo, int steps) {
    RunSpec spec = presetSpec("demo", RunKind::Pretrain);
    const std::string root = demo.toStdString();
    spec.inputs = {{"data", root + "/data/train-32", {}, {}}, {"held_out", root + "/data/held_out-32", {}, {}}};
    spec.data.context_length = 32;
    spec.data.batch_size = 2;
    spec.schedule.steps = steps;
    spec.schedule.warmup_steps = 2;
    spec.train.checkpoint_every_steps = 20;
    spec.train.threads = 1;
    return spec;
}

} // namespace halyard::testing
