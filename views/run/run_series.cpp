// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/run_series.h"

#include "core/base/message_json.h"
#include "core/run/early_needles.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace halyard::views {

namespace {

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::views::RunEvents", text);
}

std::optional<double> number(const Json& fields, const char* key) {
    const auto found = fields.find(key);
    return found != fields.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

QString text(const Json& fields, const char* key) {
    const auto found = fields.find(key);
    return found != fields.end() && found->is_string() ? shownText(found->get_ref<const std::string&>(), 500) : QString();
}

// A sentence of the worker's in the language of the interface; of older runs only its text is there, under key.
QString sentence(const Json& fields, const char* key) {
    const auto message = messageFromJson(fields.value("sentence", Json()));
    return message ? shownText(translated(*message), 500) : text(fields, key);
}

// A list of whole numbers, "2, 5"; what is none is left out.
QString wholeNumbers(const Json& fields, const char* key) {
    const auto found = fields.find(key);
    QStringList out;
    if (found != fields.end() && found->is_array()) {
        for (const Json& value : *found) {
            if (value.is_number_integer() && out.size() < 1024) {
                out.push_back(QString::number(value.get<std::int64_t>()));
            }
        }
    }
    return out.join(QStringLiteral(", "));
}

// A whole number that fits; anything else from outside is 0.
std::int64_t whole(std::optional<double> value) {
    return value && std::isfinite(*value) && std::abs(*value) < 9e15 ? static_cast<std::int64_t>(*value) : 0;
}

void takeStep(const Event& event, double step, RunSeries& out) {
    const auto put = [&](StepValues& into, const char* key) {
        if (const auto value = number(event.fields, key)) {
            into.add(step, *value);
        }
    };
    put(out.loss, "loss");
    put(out.gradientNorm, "grad_norm");
    put(out.learningRate, "lr");
    put(out.tokensPerSecond, "tokens_per_second");
    if (const auto tokens = number(event.fields, "tokens")) {
        out.tokens = whole(tokens);
    }
    const auto layers = event.fields.find("per_layer");
    if (layers != event.fields.end() && layers->is_array() && layers->size() <= 1024) {
        RunSeries::LayerValues values{whole(step), {}};
        for (const Json& value : *layers) {
            values.perLayer.push_back(value.is_number() ? value.get<double>() : std::nan(""));
        }
        out.layers.push_back(std::move(values));
    }
}

} // namespace

bool isOfCurves(const Event& event) {
    return event.name == "step" || event.name == "held_out" || event.name == "needles";
}

RunSeries seriesOf(std::span<const Event> events) {
    RunSeries out;
    append(events, out);
    return out;
}

void append(std::span<const Event> events, RunSeries& to) {
    for (const Event& event : events) {
        if (!isOfCurves(event)) {
            continue;
        }
        const auto step = number(event.fields, "step");
        if (!step || !std::isfinite(*step)) {
            continue;
        }
        if (event.name == "step") {
            takeStep(event, *step, to);
        } else if (event.name == "needles") {
            for (const NeedleShare& share : needleShares(event.fields)) {
                to.needles[share.length].add(*step, share.share());
            }
        } else if (const auto loss = number(event.fields, "loss")) {
            to.heldOut.add(*step, *loss);
        }
    }
}

void StepClock::take(std::span<const Event> events) {
    for (const Event& event : events) {
        if (event.name == "start" || event.name == "resumed") {
            m_steps.clear(); // another machine or another load may be at work
        }
        if (const auto step = event.name == "step" ? number(event.fields, "step") : std::nullopt) {
            take({event.time, *step});
        }
    }
}

void StepClock::take(const Tick& tick) {
    const bool later = m_steps.empty() || tick.step > m_steps.back().step;
    if (!later || !std::isfinite(tick.time) || !std::isfinite(tick.step)) {
        return;
    }
    m_steps.push_back(tick);
    if (m_steps.size() > kMost) {
        m_steps.pop_front();
    }
}

std::optional<TimeRange> StepClock::remaining(std::int64_t step, std::int64_t totalSteps) const {
    constexpr std::size_t kBlocks = 8;
    if (m_steps.size() < 3 || totalSteps <= step) {
        return std::nullopt;
    }
    const std::size_t blocks = std::min(kBlocks, m_steps.size() - 1);
    std::vector<double> secondsPerStep;
    for (std::size_t block = 0; block < blocks; ++block) {
        const Tick& from = m_steps[block * (m_steps.size() - 1) / blocks];
        const Tick& to = m_steps[(block + 1) * (m_steps.size() - 1) / blocks];
        secondsPerStep.push_back((to.time - from.time) / (to.step - from.step));
    }
    std::sort(secondsPerStep.begin(), secondsPerStep.end());
    const auto left = static_cast<double>(totalSteps - step);
    const double mean = (m_steps.back().time - m_steps.front().time) / (m_steps.back().step - m_steps.front().step);
    const double least = secondsPerStep[secondsPerStep.size() / 8];
    const double most = secondsPerStep[secondsPerStep.size() - 1 - secondsPerStep.size() / 8];
    return TimeRange{left * std::max(0.0, std::min(least, mean * 0.95)), left * std::max(most, mean * 1.05)};
}

QString eventText(const Event& event) {
    const QString step = countText(whole(number(event.fields, "step")));
    if (event.name == "start") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Started"));
    }
    if (event.name == "resumed") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Continued from step %1")).arg(step);
    }
    if (event.name == "checkpoint") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Checkpoint of step %1, %2"))
            .arg(step, bytesText(number(event.fields, "bytes").value_or(0)));
    }
    if (event.name == "warning") {
        return sentence(event.fields, "message");
    }
    if (event.name == "non_finite") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Step %1 was not applied: a value is not finite")).arg(step);
    }
    if (event.name == "stopped") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Stopped after step %1")).arg(step);
    }
    if (event.name == "done") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Done at step %1")).arg(step);
    }
    if (event.name == "failed") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Failed: %1")).arg(sentence(event.fields, "reason"));
    }
    if (event.name == "paused" && event.fields.contains("need")) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Paused after step %1: the disk is full")).arg(step);
    }
    if (event.name == "paused") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Paused after step %1")).arg(step);
    }
    if (event.name == "continued") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Went on after a pause at step %1")).arg(step);
    }
    if (event.name == "command") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Command %1 by %2"))
            .arg(text(event.fields, "command"), text(event.fields, "actor"));
    }
    if (event.name == "child") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "%1: %2"))
            .arg(text(event.fields, "child"), text(event.fields, "state"));
    }
    if (event.name == "ranking") {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::RunEvents", "Ranking after step %1 keeps layers %2"))
            .arg(step, wholeNumbers(event.fields, "kept"));
    }
    return {};
}

} // namespace halyard::views
