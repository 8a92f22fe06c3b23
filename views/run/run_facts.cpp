// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/run_facts.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace halyard::views {

namespace {

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::views::RunFacts", text);
}

} // namespace

RunState runStateFromWord(std::string_view word) {
    static constexpr std::array<std::pair<std::string_view, RunState>, 11> kWords = {{
        {"new", RunState::New},
        {"queued", RunState::Queued},
        {"starting", RunState::Starting},
        {"running", RunState::Running},
        {"paused", RunState::Paused},
        {"stopping", RunState::Stopping},
        {"done", RunState::Done},
        {"stopped", RunState::Stopped},
        {"failed", RunState::Failed},
        {"crashed", RunState::Crashed},
        {"lost", RunState::Lost},
    }};
    for (const auto& [known, state] : kWords) {
        if (known == word) {
            return state;
        }
    }
    return RunState::Unknown;
}

QString stateText(RunState state) {
    switch (state) {
    case RunState::New: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "not started"));
    case RunState::Queued: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "queued"));
    case RunState::Starting: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "starting"));
    case RunState::Running: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "running"));
    case RunState::Paused: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "paused"));
    case RunState::Stopping: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "stopping"));
    case RunState::Done: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "done"));
    case RunState::Stopped: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "stopped"));
    case RunState::Failed: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "failed"));
    case RunState::Crashed: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "crashed"));
    case RunState::Lost: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "lost"));
    case RunState::Unknown: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "unknown"));
    }
    return {};
}

QString stateText(const RunFacts& facts) {
    if (facts.state == RunState::Unknown && facts.lastContact) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "unknown since %1")).arg(timeText(*facts.lastContact));
    }
    return stateText(facts.state);
}

QString stateIcon(RunState state) {
    switch (state) {
    case RunState::New: return QStringLiteral("state-new");
    case RunState::Queued: return QStringLiteral("state-queued");
    case RunState::Starting:
    case RunState::Running: return QStringLiteral("state-running");
    case RunState::Paused: return QStringLiteral("state-paused");
    case RunState::Stopping:
    case RunState::Stopped: return QStringLiteral("state-stopped");
    case RunState::Done: return QStringLiteral("state-done");
    case RunState::Failed:
    case RunState::Crashed:
    case RunState::Lost: return QStringLiteral("state-failed");
    case RunState::Unknown: return QStringLiteral("state-unknown");
    }
    return QStringLiteral("state-unknown");
}

Tone stateTone(RunState state) {
    switch (state) {
    case RunState::Starting:
    case RunState::Running: return Tone::Accent;
    case RunState::Done: return Tone::Success;
    case RunState::Failed:
    case RunState::Crashed:
    case RunState::Lost: return Tone::Error;
    case RunState::Paused:
    case RunState::Stopping:
    case RunState::Unknown: return Tone::Warning;
    case RunState::New:
    case RunState::Queued:
    case RunState::Stopped: return Tone::Muted;
    }
    return Tone::Normal;
}

bool goesOn(RunState state) {
    return state == RunState::Starting || state == RunState::Running || state == RunState::Paused ||
           state == RunState::Stopping;
}

bool canStart(RunState state) {
    return state == RunState::New;
}

bool canContinue(RunState state) {
    return state == RunState::Stopped || state == RunState::Failed || state == RunState::Crashed ||
           state == RunState::Lost;
}

QString kindText(RunKind kind) {
    switch (kind) {
    case RunKind::Pretrain: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "Teacher from scratch"));
    case RunKind::Stage1: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "Stage 1: align the layers"));
    case RunKind::Stage2: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "Stage 2: match the predictions"));
    case RunKind::Stage3: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "Stage 3: extend the context"));
    case RunKind::Pipeline: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "All three stages"));
    case RunKind::Niah: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "Needles in a haystack"));
    case RunKind::Eval: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "Choices, recall and perplexity"));
    case RunKind::Throughput: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "Speed and memory"));
    case RunKind::Scaling: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "Search for the logits scaling"));
    case RunKind::Sweep: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "Layer sweep"));
    case RunKind::GaS2: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "Layer choice by trial (GA-S2)"));
    case RunKind::Study: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunFacts", "Study"));
    }
    return {};
}

QString kindIcon(RunKind kind) {
    switch (kind) {
    case RunKind::Pretrain: return QStringLiteral("teacher");
    case RunKind::Stage1: return QStringLiteral("align");
    case RunKind::Stage2: return QStringLiteral("distill");
    case RunKind::Stage3: return QStringLiteral("extend");
    case RunKind::Pipeline:
    case RunKind::GaS2:
    case RunKind::Study: return QStringLiteral("pipeline");
    case RunKind::Niah: return QStringLiteral("needles");
    case RunKind::Eval: return QStringLiteral("choices");
    case RunKind::Throughput: return QStringLiteral("speed");
    case RunKind::Scaling: return QStringLiteral("scaling");
    case RunKind::Sweep: return QStringLiteral("sweep");
    }
    return QStringLiteral("info");
}

} // namespace halyard::views
