// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_figures.h"

#include "core/base/message.h"
#include "core/demo/demo_words.h"
#include "core/report/written.h"
#include "core/select/score/uncertainty.h"

#include <algorithm>

namespace halyard {

namespace {

constexpr double kWidth = 720;

ChartSeries seriesOf(const DemoCurve& curve) {
    ChartSeries series{.name = curveWords(curve), .points = {}, .dashed = curve.key == "teacher", .dotted = true};
    series.colour = curvePlace(curve.key);
    for (const DemoPoint& point : curve.points) {
        if (point.found.answers > 0) {
            const auto length = static_cast<double>(point.length);
            const Interval interval = wilsonInterval(point.found.right, point.found.answers);
            series.points.push_back({length, point.found.value()});
            series.band.push_back({length, interval.low, interval.high});
        }
    }
    return series;
}

std::vector<DemoCurve> chosen(const std::vector<DemoCurve>& curves, const std::string& haystack, const std::vector<std::string>& keys) {
    std::vector<DemoCurve> out;
    for (const std::string& key : keys) {
        std::copy_if(curves.begin(), curves.end(), std::back_inserter(out), [&](const DemoCurve& curve) {
            return curve.key == key && curve.haystack == haystack && longestOf(&curve) > 0;
        });
    }
    return out;
}

std::string seedsWords(const DemoResults& results) {
    return results.seeds.size() == 1 ? "one seed" : std::to_string(results.seeds.size()) + " seeds together";
}

void addNeedles(std::vector<DemoFigure>& figures, const DemoResults& results) {
    const std::vector<DemoCurve> pooled = pooledCurves(results);
    for (const char* haystack : {"busy", "filler"}) {
        const auto curves = chosen(pooled, haystack, {"teacher", "hype", "training", "constant", "none"});
        if (!curves.empty()) {
            figures.push_back({std::string("needles-") + haystack, "needles",
                               "Needles found in the " + haystackWords(haystack) + ", " + seedsWords(results) +
                                   "; bands are Wilson's 95 % intervals. Every model is asked for the same needles.",
                               toSvg({needlesChart(results, curves, "Needles found, " + haystackWords(haystack))}, 1)});
        }
    }
    const auto bySeed = chosen(results.curves, "busy", {"hype"});
    if (bySeed.size() > 1) {
        LineChart chart = needlesChart(results, bySeed, "HypeNet by seed, busy haystack");
        for (std::size_t i = 0; i < chart.series.size(); ++i) {
            chart.series[i].name = "seed " + std::to_string(bySeed[i].seed) + ", A = " + scalingNumber(bySeed[i].scaling);
            chart.series[i].colour = i;
        }
        figures.push_back({"needles-seeds", "needles", "The same curve, a line a seed.", toSvg({chart}, 1)});
    }
}

void addSelections(std::vector<DemoFigure>& figures, const DemoResults& results) {
    for (const DemoSelection& selection : results.selections) {
        const std::string seed = results.selections.size() > 1 ? "-seed-" + std::to_string(selection.seed) : "";
        ImportanceFigure figure{.title = "Importance, seed " + std::to_string(selection.seed), .valueLabel = "HALO's score", .layers = {}, .width = kWidth};
        for (const DemoLayer& layer : selection.layers) {
            LayerBar bar{.layer = layer.layer, .score = layer.score, .low = layer.low, .high = layer.high, .flags = {}, .kept = layer.kept};
            std::transform(layer.flags.begin(), layer.flags.end(), std::back_inserter(bar.flags), flagWords);
            figure.layers.push_back(std::move(bar));
        }
        figures.push_back({"importance" + seed, "selection",
                           "What exchanging each layer's attention costs in recall, divided by what it costs in multiple choice; "
                           "lines are 95 % intervals. Kept: " + joined(selection.kept, ", ") + ".",
                           toSvg(figure)});
    }
    const auto compared = chosen(pooledCurves(results), "busy", {"hype", "uniform", "random"});
    if (compared.size() > 1) {
        LineChart chart = needlesChart(results, compared, "Choices of as many layers, busy haystack");
        for (std::size_t i = 0; i < compared.size(); ++i) {
            if (compared[i].key == "hype") {
                chart.series[i].name = "layers chosen by HALO's importance";
            }
        }
        figures.push_back({"selections", "selection",
                           "The same training with other layers kept, " + seedsWords(results) + "; bands are Wilson's 95 % intervals.",
                           toSvg({chart}, 1)});
    }
}

void addAlignment(std::vector<DemoFigure>& figures, const RunFolder& run) {
    for (const StageCurve& curve : stageCurves(run, "align")) {
        if (!curve.layers.empty()) {
            figures.push_back({"alignment-" + curve.run, "alignment",
                               "Loss of each layer's mixer against what the teacher's attention there does, in stage 1 (run " + curve.run + ").",
                               toSvg(HeatmapFigure{.title = "Alignment of each layer, " + curve.run, .valueLabel = "loss", .steps = curve.layers, .width = kWidth})});
        }
    }
}

LineChart lossChart(const std::string& title, const std::vector<StageCurve>& curves) {
    LineChart chart{.title = title, .xLabel = "step", .yLabel = "loss", .series = {}, .width = kWidth, .height = 280};
    for (std::size_t i = 0; i < curves.size(); ++i) {
        ChartSeries training{.name = curves.size() > 1 ? curves[i].run : "training", .points = curves[i].training};
        training.colour = curves.size() > 1 ? i : 0;
        chart.series.push_back(std::move(training));
    }
    for (std::size_t i = 0; i < curves.size(); ++i) {
        ChartSeries heldOut{.name = "held-out", .points = curves[i].heldOut, .dots = true};
        heldOut.colour = curves.size() > 1 ? i : 1;
        heldOut.inLegend = curves.size() == 1 && !curves[i].heldOut.empty();
        chart.series.push_back(std::move(heldOut));
    }
    return chart;
}

void addLoss(std::vector<DemoFigure>& figures, const RunFolder& run) {
    struct Stage {
        const char* folder;
        const char* title;
        bool logarithmic; // a mean square falls by orders of magnitude
    };
    for (const Stage& stage : {Stage{"align", "Stage 1: alignment", true}, Stage{"distil", "Stage 2: distillation", true},
                               Stage{"finetune", "Stage 3: finetuning on longer text", false}}) {
        const std::vector<StageCurve> curves = stageCurves(run, stage.folder);
        if (!curves.empty()) {
            LineChart chart = lossChart(stage.title, curves);
            chart.yScale = stage.logarithmic ? AxisScale::Logarithmic : AxisScale::Linear;
            figures.push_back({std::string("loss-") + stage.folder, "loss", "Lines: training; dots: text that was held out.", toSvg({chart}, 1)});
        }
    }
}

struct SpeedFigure {
    const char* name;
    const char* title;
    const char* unit;
    const char* caption;
    AxisScale scale;
    double (*value)(const DemoSpeed&);
};

constexpr SpeedFigure kSpeed[] = {
    {"speed-prefill", "Reading the prompt", "tokens a second", "More is better.", AxisScale::Linear,
     [](const DemoSpeed& at) { return at.prefillSeconds > 0 ? static_cast<double>(at.length) / at.prefillSeconds : 0; }},
    {"speed-decode", "Writing a token", "ms a token", "Less is better.", AxisScale::Linear, [](const DemoSpeed& at) { return at.tokenMilliseconds; }},
    {"memory", "Keys, values and states", "MB", "Less is better; both axes are logarithmic.", AxisScale::Logarithmic,
     [](const DemoSpeed& at) { return at.cacheBytes / 1e6; }},
};

void addSpeed(std::vector<DemoFigure>& figures, const DemoResults& results) {
    if (results.speed.empty()) {
        return;
    }
    for (const SpeedFigure& figure : kSpeed) {
        LineChart chart{.title = figure.title, .xLabel = "length of the prompt, tokens", .yLabel = figure.unit, .series = {}, .width = kWidth, .height = 280};
        chart.xScale = AxisScale::Lengths;
        chart.yScale = figure.scale;
        double highest = 0;
        for (const char* model : {"teacher", "hypenet"}) {
            ChartSeries series{.name = modelWords(model), .points = {}, .dotted = true};
            series.colour = curvePlace(model == std::string("teacher") ? "teacher" : "hype");
            for (const DemoSpeed& speed : results.speed) {
                if (speed.model == model) {
                    series.points.push_back({static_cast<double>(speed.length), figure.value(speed)});
                    highest = std::max(highest, series.points.back().y);
                }
            }
            std::sort(series.points.begin(), series.points.end(), [](const ChartPoint& a, const ChartPoint& b) { return a.x < b.x; });
            chart.series.push_back(std::move(series));
        }
        if (figure.scale == AxisScale::Linear && highest > 0) {
            chart.yRange = std::pair{0.0, 1.05 * highest};
        }
        figures.push_back({figure.name, "speed", figure.caption, toSvg({chart}, 1)});
    }
}

} // namespace

LineChart needlesChart(const DemoResults& results, const std::vector<DemoCurve>& curves, const std::string& title) {
    LineChart chart{.title = title, .xLabel = "length of the document, tokens", .yLabel = "share found", .series = {}, .width = kWidth, .height = 340};
    chart.xScale = AxisScale::Lengths;
    chart.yRange = std::pair{0.0, 1.0};
    for (const DemoCurve& curve : curves) {
        chart.series.push_back(seriesOf(curve));
    }
    for (const auto& [length, words] : {std::pair{results.teacherLength, "teacher's length "}, std::pair{results.trainingLength, "longest training length "}}) {
        if (length > 0) {
            chart.marks.push_back({static_cast<double>(length), words + grouped(static_cast<unsigned long long>(length))});
        }
    }
    return chart;
}

std::vector<DemoFigure> demoFigures(const DemoResults& results, const RunFolder& run) {
    std::vector<DemoFigure> figures;
    addNeedles(figures, results);
    addSelections(figures, results);
    addAlignment(figures, run);
    addLoss(figures, run);
    addSpeed(figures, results);
    return figures;
}

} // namespace halyard
