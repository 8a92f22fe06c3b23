// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_numbers.h"

#include "core/report/written.h"
#include "core/select/score/uncertainty.h"

namespace halyard {

namespace {

void addShare(std::vector<DemoNumber>& numbers, DemoNumber number, const DemoShare& share) {
    if (share.answers > 0) {
        const Interval interval = wilsonInterval(share.right, share.answers);
        number.share = share;
        number.value = share.value();
        number.low = interval.low;
        number.high = interval.high;
        numbers.push_back(std::move(number));
    }
}

DemoNumber named(std::string quantity, std::string model) {
    DemoNumber number;
    number.quantity = std::move(quantity);
    number.model = std::move(model);
    return number;
}

void addSelection(std::vector<DemoNumber>& numbers, const DemoSelection& selection) {
    const auto add = [&](const char* quantity, const std::optional<std::int64_t>& layer, const DemoShare& share) {
        DemoNumber number = named(quantity, layer ? "layer exchanged" : "teacher");
        number.seed = selection.seed;
        number.layer = layer;
        addShare(numbers, number, share);
    };
    add("recall", {}, selection.teacherRecall);
    add("choices", {}, selection.teacherChoices);
    for (const DemoLayer& layer : selection.layers) {
        add("recall", layer.layer, layer.recall);
        add("choices", layer.layer, layer.choices);
        if (layer.score) {
            DemoNumber number = named("importance", layer.kept ? "kept" : "not kept");
            number.seed = selection.seed;
            number.layer = layer.layer;
            number.value = *layer.score;
            number.low = layer.low;
            number.high = layer.high;
            numbers.push_back(number);
        }
    }
}

template <typename Number> std::string written(const std::optional<Number>& value) {
    return value ? formatted("%.10g", static_cast<double>(*value)) : std::string();
}

} // namespace

std::vector<DemoNumber> demoNumbers(const DemoResults& results) {
    std::vector<DemoNumber> numbers;
    for (const DemoCurve& curve : results.curves) {
        for (const DemoPoint& point : curve.points) {
            DemoNumber number = named("needles", curve.key);
            number.scaling = curve.scaling;
            number.haystack = curve.haystack;
            number.seed = curve.seed;
            number.length = point.length;
            addShare(numbers, number, point.found);
        }
    }
    for (const DemoSelection& selection : results.selections) {
        addSelection(numbers, selection);
    }
    for (const DemoSpeed& speed : results.speed) {
        for (const auto& [quantity, value] : {std::pair{"prefill_seconds", speed.prefillSeconds},
                                              std::pair{"token_milliseconds", speed.tokenMilliseconds},
                                              std::pair{"cache_bytes", speed.cacheBytes}}) {
            DemoNumber number = named(quantity, speed.model);
            number.length = speed.length;
            number.value = value;
            numbers.push_back(number);
        }
    }
    for (const DemoVerdict& verdict : results.verdicts) {
        if (verdict.known) {
            DemoNumber number = named(verdict.key, verdict.gate ? "gate" : "goal");
            number.value = verdict.measured;
            numbers.push_back(number);
        }
    }
    return numbers;
}

const std::vector<std::string>& demoNumberColumns() {
    static const std::vector<std::string> kColumns = {"quantity", "model", "scaling", "haystack", "seed",  "length",
                                                      "layer",    "right", "answers", "value",    "low95", "high95"};
    return kColumns;
}

std::vector<std::string> fieldsOf(const DemoNumber& number) {
    const auto counted = [&](double DemoShare::*part) {
        return number.share ? formatted("%.10g", (*number.share).*part) : std::string();
    };
    return {number.quantity,
            number.model,
            number.scaling,
            number.haystack,
            written(number.seed),
            written(number.length),
            written(number.layer),
            counted(&DemoShare::right),
            counted(&DemoShare::answers),
            formatted("%.6g", number.value),
            number.low ? formatted("%.6g", *number.low) : std::string(),
            number.high ? formatted("%.6g", *number.high) : std::string()};
}

std::string toCsv(const std::vector<DemoNumber>& numbers) {
    const auto line = [](const std::vector<std::string>& fields) {
        std::string out;
        for (const std::string& field : fields) {
            out += (&field == &fields.front() ? "" : ",") + csvField(field);
        }
        return out + "\n";
    };
    std::string out = line(demoNumberColumns());
    for (const DemoNumber& number : numbers) {
        out += line(fieldsOf(number));
    }
    return out;
}

} // namespace halyard
