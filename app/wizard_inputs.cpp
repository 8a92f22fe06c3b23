// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizard_inputs.h"

#include "core/base/error.h"
#include "core/io/checkpoint_store.h"
#include "core/run/evaluation.h"
#include "core/run/presets.h"
#include "core/run/run_inputs.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"

#include <algorithm>
#include <set>

#include <QCoreApplication>
#include <QDir>

namespace halyard::app {

namespace {

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::app::WizardInputs", text);
}

std::vector<RunKind> kindsFor(const std::string& role) {
    if (role == "teacher" || role == "start") {
        return {RunKind::Pretrain};
    }
    if (role == "student") {
        return {RunKind::Stage2, RunKind::Stage1, RunKind::Stage3};
    }
    if (role == "model") {
        return {RunKind::Stage3, RunKind::Stage2, RunKind::Pretrain};
    }
    return {};
}

// A teacher is a model folder: a checkpoint of the run that made it. A student goes on from a run.
void addRuns(std::vector<views::InputChoice>& out, const std::string& role, const Runs& runs, const QString& project) {
    for (const RunKind kind : kindsFor(role)) {
        for (const auto& [name, run] : runs) {
            if (runKindFromName(run.kind) != kind || !run.status.newestCheckpoint) {
                continue;
            }
            const QString folder = project + QStringLiteral("/runs/") + views::fromUtf8(name);
            const QString step = views::countText(*run.status.newestCheckpoint);
            const QString title = inLanguage(QT_TRANSLATE_NOOP("halyard::app::WizardInputs", "%1, step %2")).arg(factsOf(run, {}).title, step);
            out.push_back({role == "teacher" ? folder + QStringLiteral("/checkpoints/step-%1").arg(*run.status.newestCheckpoint) : folder, title});
        }
    }
}

void addFolders(std::vector<views::InputChoice>& out, const QString& parent, const QString& file) {
    const QDir folder(parent);
    for (const QFileInfo& entry : folder.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        if (QFileInfo(entry.filePath() + u'/' + file).isFile()) {
            out.push_back({entry.filePath(), folder.dirName() + u'/' + entry.fileName()});
        }
    }
}

void addGiven(std::vector<views::InputChoice>& out, const std::string& role, const Runs& runs) {
    for (const auto& [name, run] : runs) {
        for (const RunInput& input : run.inputs) {
            if (input.role == role) {
                const QString path = views::fromUtf8(input.path);
                out.push_back({path, QFileInfo(path).fileName()});
            }
        }
    }
}

bool isHeldOut(const QString& path) {
    return QFileInfo(path).fileName().contains(QLatin1String("held"), Qt::CaseInsensitive);
}

// A student is measured beside a teacher.
void addTeacherToCompare(RunSpec& spec, const Runs& runs, const QString& project) {
    const RunInput* const model = spec.input("model");
    const auto teachers = model == nullptr ? std::vector<views::InputChoice>() : inputChoices("teacher", runs, project);
    const std::string teacher = teachers.empty() ? std::string() : views::toUtf8(teachers.front().path);
    const std::string ofRun = runOf(teacher, runs, project);
    const bool isSame = teacher.empty() || teacher == model->path || (!ofRun.empty() && ofRun == runOf(model->path, runs, project));
    if (!isSame) {
        spec.inputs.push_back({"model", teacher, {}, {}});
    }
}

} // namespace

std::vector<views::InputChoice> inputChoices(const std::string& role, const Runs& runs, const QString& project) {
    std::vector<views::InputChoice> found;
    addRuns(found, role, runs, project);
    if (role == "data" || role == "held_out") {
        addFolders(found, project + QStringLiteral("/data"), QStringLiteral("manifest.json"));
        const bool heldOut = role == "held_out";
        std::stable_partition(found.begin(), found.end(), [&](const auto& choice) { return isHeldOut(choice.path) == heldOut; });
    }
    if (role == "model") {
        addFolders(found, project + QStringLiteral("/exports"), QStringLiteral("config.json"));
    }
    if (role == "teacher" || role == "student" || role == "start" || role == "model") {
        addFolders(found, project + QStringLiteral("/models"), QStringLiteral("config.json"));
    }
    if (role == "tokenizer") {
        addFolders(found, project + QStringLiteral("/models"), QStringLiteral("tokenizer.json"));
    }
    addGiven(found, role, runs);
    if (role == "model") {
        addGiven(found, "teacher", runs);
    }
    std::vector<views::InputChoice> out;
    std::set<QString> seen;
    for (views::InputChoice& choice : found) {
        if (seen.insert(choice.path).second) {
            out.push_back(std::move(choice));
        }
    }
    return out;
}

QStringList tokenizerFolders(const Runs& runs, const QString& project) {
    QStringList folders;
    for (const char* role : {"tokenizer", "teacher"}) {
        for (const views::InputChoice& choice : inputChoices(role, runs, project)) {
            if (QFileInfo(choice.path + QStringLiteral("/tokenizer.json")).isFile() && !folders.contains(choice.path)) {
                folders << choice.path;
            }
        }
    }
    return folders;
}

RunSpec firstSpec(RunKind kind, const Runs& runs, const QString& project) {
    RunSpec spec;
    spec.kind = kind;
    std::string preset; // that of the project's runs, if they have one
    for (const auto& [name, run] : runs) {
        preset = run.preset.empty() ? preset : run.preset;
    }
    const std::vector<std::string> known = presetNames();
    const bool measures = isEvaluation(kind);
    if (std::find(known.begin(), known.end(), preset) != known.end() && !isComposite(kind) && !measures) {
        spec = presetSpec(preset, kind);
    }
    spec.kind = kind;
    spec.preset = measures ? std::string() : preset; // presets are for what trains
    const KindInputs wanted = inputsOf(kind);
    const auto add = [&](std::string_view role) {
        const auto choices = inputChoices(std::string(role), runs, project);
        if (!choices.empty() && spec.input(role) == nullptr) {
            spec.inputs.push_back({std::string(role), views::toUtf8(choices.front().path), {}, {}});
        }
    };
    std::for_each(wanted.required.begin(), wanted.required.end(), add);
    addTeacherToCompare(spec, runs, project);
    for (const std::string_view role : wanted.optional) {
        if (role == "held_out") {
            add(role);
        }
    }
    return spec;
}

QString freeRunName(const RunSpec& spec, const Runs& runs) {
    std::string base;
    for (const char c : spec.name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool fits = byte >= 0x80 || std::isalnum(byte) != 0 || c == '-' || c == '_' || (c == '.' && !base.empty());
        base += fits ? c : '-';
    }
    constexpr std::size_t kMost = 60;
    QString name = views::fromUtf8(base.empty() ? std::string(nameOf(spec.kind)) : base).left(kMost);
    QString out = name;
    for (int i = 2; runs.contains(out.toStdString()); ++i) {
        out = name + u'-' + QString::number(i);
    }
    return out;
}

} // namespace halyard::app
