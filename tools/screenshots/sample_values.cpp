// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/screenshots/sample_values.h"

#include "core/run/presets.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <cmath>
#include <random>

namespace halyard::screenshots {

namespace {

constexpr int kTotal = 2000;
constexpr double kSecondsPerStep = 0.11;

// 14:02 of today, so that the pictures show times and no dates.
double beginning() {
    return static_cast<double>(QDateTime(QDate::currentDate(), QTime(14, 2)).toSecsSinceEpoch());
}

Json stepFields(int step, double loss, std::mt19937& random) {
    std::normal_distribution<double> noise(0, 1);
    const double warm = std::min(1.0, step / 50.0);
    const double rate = warm * (1e-5 + 0.5 * (1e-3 - 1e-5) * (1 + std::cos(3.14159 * step / kTotal)));
    return {{"step", step},
            {"loss", loss},
            {"grad_norm", (0.4 + 3 / (1 + step * 0.02)) * std::exp(0.2 * noise(random))},
            {"lr", rate},
            {"tokens", static_cast<std::int64_t>(step) * 4096},
            {"tokens_per_second", 11900 + 400 * noise(random)}};
}

// Of a hybrid that learns to look far last.
template <class Add> void addNeedles(RunKind kind, int step, const Add& add) {
    if (kind != RunKind::Stage2) {
        return;
    }
    constexpr int kAnswers = 40;
    Json cells = Json::array();
    for (const auto& [length, late] : {std::pair{128, 60.0}, {512, 180.0}, {2048, 520.0}, {8192, 2600.0}}) {
        const double share = 1 - std::exp(-std::pow(step / late, 1.6));
        cells.push_back({{"task", "demo_busy"}, {"length", length}, {"right", std::round(share * kAnswers)}, {"answers", kAnswers}});
    }
    add("needles", step, {{"step", step}, {"seconds", 1.5}, {"cells", cells}});
}

} // namespace

std::vector<Event> sampleEvents(RunKind kind, int steps, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> noise(0, 1);
    const double begin = beginning();
    std::vector<Event> events;
    const auto add = [&](const char* name, int step, Json fields) {
        events.push_back({name, begin + step * kSecondsPerStep, "segment", std::move(fields)});
    };
    add("start", 0, {{"kind", std::string(nameOf(kind))}, {"total_steps", kTotal}});
    for (int step = 1; step <= steps; ++step) {
        const double clean = 0.32 + 2.9 / (1 + step * 0.012) + 0.02 * seed;
        Json fields = stepFields(step, clean * std::exp(0.08 * noise(random)), random);
        if (kind == RunKind::Stage1) {
            std::vector<double> layers;
            for (int layer = 0; layer < 28; ++layer) {
                const double hard = 0.02 + 0.006 * layer + (layer == 21 ? 0.4 : 0) + (layer == 2 ? 0.15 : 0);
                layers.push_back(hard * (0.15 + 6 / (1 + step * (0.01 + 0.002 * (layer % 5)))) * std::exp(0.05 * noise(random)));
            }
            fields["per_layer"] = layers;
        }
        add("step", step, std::move(fields));
        if (step % 100 == 0) {
            add("held_out", step, {{"step", step}, {"loss", clean * 1.05}});
        }
        if (step % 250 == 0) {
            add("checkpoint", step, {{"step", step}, {"bytes", 12'900'000}, {"finite", true}, {"seconds", 0.2}});
        }
        if (step % 250 == 0 || step == 50 || step == 125) {
            addNeedles(kind, step, add);
        }
        if (step == 640) {
            add("warning", step, {{"message", "The data ended after 640 steps; it begins again in another order."}});
        }
    }
    return events;
}

views::RunFacts sampleFacts(RunKind kind, views::RunState state) {
    views::RunFacts facts;
    facts.id = QStringLiteral("stage2-1");
    facts.title = kind == RunKind::Stage1 ? QStringLiteral("stage-1 no. 3") : QStringLiteral("stage-2 no. 1");
    facts.kind = kind;
    facts.state = state;
    facts.place = QStringLiteral("node-a");
    facts.totalSteps = kTotal;
    facts.step = state == views::RunState::New ? 0 : state == views::RunState::Done ? kTotal : 812;
    facts.tokens = facts.step * 4096;
    facts.loss = 0.413;
    facts.tokensPerSecond = 11900;
    facts.lastContact = beginning();
    return facts;
}

RunSpec sampleSpec(RunKind kind) {
    RunSpec spec = presetSpec("demo", kind);
    spec.name = "stage-2 no. 1";
    spec.inputs = {{"teacher", "/home/ada/models/qwen-demo/teacher", std::nullopt, ""},
                   {"data", "/home/ada/models/qwen-demo/data/train", std::nullopt, ""}};
    if (kind == RunKind::Stage2 || kind == RunKind::Stage3) {
        spec.inputs.push_back({"student", "/home/ada/models/qwen-demo/runs/stage-1", std::nullopt, ""});
    }
    return spec;
}

} // namespace halyard::screenshots
