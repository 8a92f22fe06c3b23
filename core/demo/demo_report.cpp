// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_report.h"

#include "core/base/message.h"
#include "core/base/progress.h"
#include "core/base/unicode.h"
#include "core/run/events.h"

#include <algorithm>
#include <cstdio>

namespace halyard {

namespace {

std::string column(const std::string& text, int width) {
    char padded[128];
    std::snprintf(padded, sizeof padded, "%*s", width, text.c_str());
    return padded;
}

std::string threeDigits(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", value);
    return text;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Text from a model on one line: control characters escaped, line breaks as spaces.
std::string oneLine(const std::string& text) {
    std::string out = text;
    std::replace(out.begin(), out.end(), '\n', ' ');
    return printable(out, 4000);
}

std::string wrapped(const std::string& text, const std::string& indent, std::size_t width) {
    std::string out;
    std::string line = indent;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t space = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, space - at);
        if (line.size() > indent.size() && characters(line) + characters(word) + 1 > width) {
            out += line + "\n";
            line = indent;
        }
        line += (line.size() > indent.size() ? " " : "") + word;
        at = space + 1;
    }
    return out + line + "\n";
}

} // namespace

Json toJson(const DemoReport& report) {
    Json rows = Json::array();
    for (const DemoRow& row : report.rows) {
        rows.push_back({{"name", row.name}, {"loss_short", row.lossShort}, {"loss_long", row.lossLong}});
    }
    Json samples = Json::array();
    for (const DemoSample& sample : report.samples) {
        samples.push_back({{"prompt", sample.prompt}, {"teacher", sample.teacher}, {"student", sample.student}});
    }
    return {{"short_length", report.shortLength}, {"long_length", report.longLength},
            {"attention_layers", report.attentionLayers}, {"rows", rows}, {"samples", samples},
            {"training_seconds", report.seconds}, {"export", report.exportFolder}};
}

DemoReport demoReportFromJson(const Json& document) {
    DemoReport report;
    report.shortLength = document.at("short_length");
    report.longLength = document.at("long_length");
    report.attentionLayers = document.at("attention_layers");
    report.seconds = document.at("training_seconds");
    report.exportFolder = document.at("export");
    for (const Json& row : document.at("rows")) {
        report.rows.push_back({row.at("name"), row.at("loss_short"), row.at("loss_long")});
    }
    for (const Json& sample : document.at("samples")) {
        report.samples.push_back({sample.at("prompt"), sample.at("teacher"), sample.at("student")});
    }
    return report;
}

std::string lossTable(const DemoReport& report) {
    std::string out = "Held-out loss (nats a token)" + column("at " + std::to_string(report.shortLength) + " tokens", 25) +
                      column("at " + std::to_string(report.longLength) + " tokens", 16) + "\n";
    for (const DemoRow& row : report.rows) {
        std::string name = "  " + row.name;
        name.append(39 - std::min<std::size_t>(39, characters(name)), ' ');
        out += name + column(threeDigits(row.lossShort), 14) + column(threeDigits(row.lossLong), 16) + "\n";
    }
    return out;
}

std::string samplesText(const DemoReport& report, std::size_t width) {
    std::string out;
    for (const DemoSample& sample : report.samples) {
        out += wrapped("\"" + oneLine(sample.prompt) + "\"", "", width);
        out += "  teacher:\n" + wrapped(oneLine(sample.teacher), "    ", width);
        out += "  student:\n" + wrapped(oneLine(sample.student), "    ", width);
    }
    return out;
}

std::string toMarkdown(const DemoReport& report) {
    std::string out = "# Halyard demo\n\nA small Qwen3 teacher was trained on the Debian Administrator's Handbook and "
                      "distilled into a hybrid that keeps softmax attention in layers " +
                      report.attentionLayers + ". Training took " + humanDuration(report.seconds) +
                      ". The models are tiny; the figures show the procedure, not what it reaches at size.\n\n";
    out += "| held-out loss (nats a token) | at " + std::to_string(report.shortLength) + " tokens | at " +
           std::to_string(report.longLength) + " tokens |\n|---|---|---|\n";
    for (const DemoRow& row : report.rows) {
        out += "| " + row.name + " | " + threeDigits(row.lossShort) + " | " + threeDigits(row.lossLong) + " |\n";
    }
    out += "\n![Loss of each stage](loss.svg)\n\n## The same beginning, continued by both\n\n```\n" + samplesText(report) +
           "```\n\nThe exported model: `" + report.exportFolder + "`\n";
    return out;
}

LineChart lossChart(const std::string& title, const std::filesystem::path& eventsJsonl) {
    LineChart chart{.title = title, .xLabel = "step", .yLabel = "loss", .series = {{"training", {}, false}, {"held-out", {}, true}}};
    for (const Event& event : readEvents(eventsJsonl).events) {
        const bool training = event.name == "step";
        if ((training || event.name == "held_out") && event.fields.contains("loss") && event.fields["loss"].is_number()) {
            // A resumed run repeats steps after its checkpoint: the later segment counts.
            std::vector<ChartPoint>& points = chart.series[training ? 0 : 1].points;
            const double step = event.fields.at("step").get<double>();
            while (!points.empty() && points.back().x >= step) {
                points.pop_back();
            }
            points.push_back({step, event.fields["loss"].get<double>()});
        }
    }
    return chart;
}

} // namespace halyard
