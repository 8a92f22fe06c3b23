// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/demo_results.h"
#include "core/report/layer_figures.h"
#include "core/report/line_chart.h"
#include "core/run/run_folder.h"

#include <string>
#include <vector>

namespace halyard {

// What a training run wrote while it went. A resumed run repeats steps: the later segment counts.
struct StageCurve {
    std::string run; // its folder's name: "align", "distil-2"
    std::vector<ChartPoint> training;
    std::vector<ChartPoint> heldOut;
    std::vector<LayerStep> layers; // of stage 1: the loss of each layer
};

// The runs below a composite run whose names begin with a stage's ("align"), by name; those that cannot be read are left
// out.
[[nodiscard]] std::vector<StageCurve> stageCurves(const RunFolder& run, const std::string& stage);

// A picture of the report.
struct DemoFigure {
    std::string name;    // of its files: "needles-busy"
    std::string section; // "needles", "selection", "alignment", "loss", "speed"
    std::string caption; // one or two sentences on how to read it
    std::string svg;
};

// Needles found against length, of the curves of one haystack with their intervals.
[[nodiscard]] LineChart needlesChart(const DemoResults& results, const std::vector<DemoCurve>& curves, const std::string& title);

// All pictures that there are results for, in the order of the report.
[[nodiscard]] std::vector<DemoFigure> demoFigures(const DemoResults& results, const RunFolder& run);

} // namespace halyard
