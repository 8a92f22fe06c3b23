// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_page.h"

#include "core/base/progress.h"
#include "core/demo/demo_claims.h"
#include "core/demo/demo_numbers.h"
#include "core/demo/demo_words.h"
#include "core/report/svg.h"
#include "core/report/written.h"
#include "core/select/score/uncertainty.h"

#include <algorithm>
#include <set>

namespace halyard {

namespace {

constexpr std::size_t kLongText = 8000; // bytes of a command or a sentence

constexpr const char* kHead =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
    "<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>Halyard demo</title>\n<style>\n"
    ":root{--ink:#222;--quiet:#666;--page:#fff;--edge:#ddd;--good:#2b7a43;--bad:#b3372b}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#ddd;--quiet:#aaa;--page:#1c1c1e;--edge:#3d3d40;--good:#6cc78c;--bad:#f08a7a}}\n"
    "body{font:16px/1.5 sans-serif;color:var(--ink);background:var(--page);max-width:60rem;margin:0 auto;padding:1rem}\n"
    "h1{margin:.5rem 0}h2{margin:2rem 0 .5rem;border-bottom:1px solid var(--edge)}h3{font-size:1rem;margin:1rem 0 .3rem}\n"
    ".quiet,figcaption{color:var(--quiet);font-size:.9rem}figure{margin:1rem 0}.wide{overflow-x:auto}\n"
    "figure svg{display:block;width:100%;min-width:34rem;max-width:45rem;height:auto}\n"
    "table{border-collapse:collapse;font-size:.9rem}th,td{padding:.15rem .6rem;text-align:left;vertical-align:top;"
    "border-bottom:1px solid var(--edge)}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
    ".good{color:var(--good)}.bad{color:var(--bad)}small{color:var(--quiet)}\n"
    "code{font-size:.85rem;overflow-wrap:anywhere}td.command{min-width:20rem}td.word,td.word code{white-space:nowrap}summary{cursor:pointer;padding:.4rem 0}\n"
    "</style>\n</head>\n<body>\n";

std::string safe(const std::string& text) {
    return svg::escaped(text, kLongText);
}

std::string element(const std::string& name, const std::string& content, const std::string& attributes = {}) {
    return "<" + name + attributes + ">" + content + "</" + name + ">";
}

std::string cell(const std::string& content, bool isNumber = false) {
    return element("td", content, isNumber ? " class=\"n\"" : "");
}

// names: of the columns; those of numbers begin with a space.
std::string tableOf(const std::vector<std::string>& names, const std::string& rows) {
    std::string head;
    for (const std::string& name : names) {
        const bool isNumber = name.starts_with(' ');
        head += element("th", safe(isNumber ? name.substr(1) : name), isNumber ? " class=\"n\"" : "");
    }
    return "<div class=\"wide\"><table>\n<thead>" + element("tr", head) + "</thead>\n<tbody>\n" + rows + "</tbody>\n</table></div>\n";
}

std::string shown(const std::string& claimed) {
    return claimed.empty() ? "" : element("p", claimed) + "\n";
}

std::string claimsPart(const DemoResults& results) {
    std::string out;
    for (const Message& claim : demoClaims(results)) {
        out += shown(safe(claim.text()));
    }
    if (out.empty()) {
        out = shown("Nothing is measured yet.");
    }
    std::string limits;
    for (const Message& limit : demoLimits(results)) {
        limits += element("li", safe(limit.text())) + "\n";
    }
    return out + "<h3>How far this goes</h3>\n<ul class=\"quiet\">\n" + limits + "</ul>\n";
}

std::string verdictRows(const DemoResults& results, bool gates) {
    std::string rows;
    for (const DemoVerdict& verdict : results.verdicts) {
        if (verdict.gate == gates) {
            const std::string mark = !verdict.known    ? "<span class=\"quiet\">–</span>"
                                     : verdict.holds() ? "<span class=\"good\">✓</span>"
                                                       : "<span class=\"bad\">✗</span>";
            rows += element("tr", cell(mark) + cell(safe(verdict.sentence.text())) +
                                      cell(verdict.known ? svg::number(verdict.measured) : "not measured", true) +
                                      cell((verdict.atMost ? "≤ " : "≥ ") + svg::number(verdict.limit), true)) +
                    "\n";
        }
    }
    return rows;
}

std::string verdictsPart(const DemoResults& results) {
    std::string out;
    for (const bool gates : {true, false}) {
        if (const std::string rows = verdictRows(results, gates); !rows.empty()) {
            out += gates ? "<h3>Gates: what must hold</h3>\n" : "<h3>Goals: what is aimed for, reported whatever it is</h3>\n";
            out += tableOf({"", gates ? "gate" : "goal", " measured", " limit"}, rows);
        }
    }
    return out.empty() ? "" : "<h2>Gates and goals</h2>\n" + out;
}

constexpr const char* kFirstFigure = "needles-busy"; // stands above everything, alone

std::string figuresPart(const std::vector<DemoFigure>& figures, const std::string& section) {
    std::string out;
    for (const DemoFigure& figure : figures) {
        if (figure.name == section || (figure.section == section && figure.name != kFirstFigure)) {
            out += "<figure>\n<div class=\"wide\">" + figure.svg + "</div>\n" + element("figcaption", safe(figure.caption)) + "\n</figure>\n";
        }
    }
    return out;
}

std::string sectionPart(const std::vector<DemoFigure>& figures, const std::string& section, const char* title) {
    const std::string pictures = figuresPart(figures, section);
    return pictures.empty() ? "" : element("h2", title) + "\n" + pictures;
}

std::string pooledRow(const DemoCurve& curve, const std::set<std::int64_t>& lengths) {
    std::string row = cell(safe(curveWords(curve)));
    for (const std::int64_t length : lengths) {
        const DemoShare share = shareAt(&curve, length);
        if (share.answers <= 0) {
            row += cell("–", true);
            continue;
        }
        const Interval interval = wilsonInterval(share.right, share.answers);
        row += cell(writtenShare(share.value()) + "<br/><small>" + writtenShare(interval.low) + "–" + writtenShare(interval.high) + "</small>", true);
    }
    return element("tr", row) + "\n";
}

// Curves against lengths, of all seeds together.
std::string pooledPart(const DemoResults& results) {
    std::string out;
    const std::vector<DemoCurve> curves = pooledCurves(results);
    for (const char* haystack : {"busy", "filler"}) {
        std::set<std::int64_t> lengths;
        std::string rows;
        for (const DemoCurve& curve : curves) {
            for (const DemoPoint& point : curve.points) {
                if (curve.haystack == haystack) {
                    lengths.insert(point.length);
                }
            }
        }
        std::vector<std::string> names = {"model"};
        for (const std::int64_t length : lengths) {
            names.push_back(" " + writtenLength(static_cast<double>(length)));
        }
        for (const DemoCurve& curve : curves) {
            rows += curve.haystack == haystack ? pooledRow(curve, lengths) : "";
        }
        if (!rows.empty()) {
            out += "<h3>Share of needles found, " + haystackWords(haystack) + ", with Wilson's 95 % interval</h3>\n" + tableOf(names, rows);
        }
    }
    return out;
}

std::string numbersPart(const DemoResults& results) {
    const std::vector<DemoNumber> numbers = demoNumbers(results);
    constexpr std::size_t kFirstNumber = 4; // the columns before it are words
    std::vector<std::string> names = demoNumberColumns();
    for (std::size_t i = kFirstNumber; i < names.size(); ++i) {
        names[i] = " " + names[i];
    }
    std::string rows;
    for (const DemoNumber& number : numbers) {
        const std::vector<std::string> fields = fieldsOf(number);
        std::string row;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            row += cell(safe(fields[i]), i >= kFirstNumber);
        }
        rows += element("tr", row) + "\n";
    }
    return "<h2>Every number</h2>\n" + pooledPart(results) + "<details>\n<summary>All " + std::to_string(numbers.size()) +
           " numbers, each with its seed (results.csv has the same)</summary>\n" + tableOf(names, rows) + "</details>\n";
}

std::string stepsPart(const DemoResults& results) {
    std::string rows;
    for (const DemoStep& step : results.steps) {
        rows += element("tr", element("td", safe(step.name), " class=\"word\"") +
                                  element("td", element("code", safe(step.command)), " class=\"command\"") +
                                  cell(safe(humanDuration(step.seconds)), true) +
                                  element("td", element("code", safe(step.folder)), " class=\"word\"")) +
                "\n";
    }
    std::string versions;
    for (const auto& [program, version] : results.versions) {
        versions += element("tr", cell(safe(program)) + cell(safe(version))) + "\n";
    }
    return "<h2>The command that repeats each step</h2>\n" + tableOf({"step", "command", " time", "run"}, rows) + "<h2>Seeds and versions</h2>\n" +
           element("p", "Budget " + safe(results.budget) + "; seeds " + joined(results.seeds, ", ") + "; " + safe(humanDuration(results.seconds)) +
                            " in all. A point has at least " + std::to_string(results.documents) + " documents of at most " + std::to_string(results.needles) +
                            " needles a seed.") +
           "\n" + (results.exported.empty() ? "" : element("p", "The exported model: " + element("code", safe(results.exported))) + "\n") +
           (versions.empty() ? "" : tableOf({"program", "version"}, versions));
}

} // namespace

std::string demoPage(const DemoResults& results, const std::vector<DemoFigure>& figures) {
    return kHead + element("h1", "Halyard demo") + "\n<h2>What was shown</h2>\n" + figuresPart(figures, kFirstFigure) + claimsPart(results) + verdictsPart(results) +
           sectionPart(figures, "needles", "The same needles in filler, and by seed") +
           sectionPart(figures, "selection", "Which layers keep softmax attention") +
           sectionPart(figures, "alignment", "Alignment of each layer") + sectionPart(figures, "loss", "Loss of the three stages") +
           sectionPart(figures, "speed", "Speed and memory against length") + numbersPart(results) + stepsPart(results) + "</body>\n</html>\n";
}

} // namespace halyard
