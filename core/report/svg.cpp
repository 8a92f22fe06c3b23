// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/svg.h"

#include "core/base/message.h"
#include "core/report/written.h"

#include <array>

namespace halyard::svg {

namespace {

struct Colour {
    const char* light;
    const char* dark;
};

// Far apart in hue and in lightness, each readable on its page.
constexpr std::array<Colour, kSeriesColours> kColours = {{{"#2a6fb0", "#6db3f2"},
                                                          {"#d1603d", "#f08a66"},
                                                          {"#3f8f5b", "#6cc78c"},
                                                          {"#8a5fb4", "#bb97e0"},
                                                          {"#a87b16", "#dcb350"},
                                                          {"#4f6d7a", "#9fb8c4"},
                                                          {"#b0416f", "#e88ab0"}}};

std::string attribute(std::string_view name, double value) {
    return " " + std::string(name) + "=\"" + pixel(value) + "\"";
}

std::string colours(bool dark) {
    std::string out;
    for (std::size_t i = 0; i < kColours.size(); ++i) {
        const std::string colour = dark ? kColours[i].dark : kColours[i].light;
        out += ".s" + std::to_string(i) + "{stroke:" + colour + "}.f" + std::to_string(i) + "{fill:" + colour + "}";
    }
    return out;
}

std::string style() {
    return "<style>text{font:12px sans-serif;fill:#333}.title{font-weight:600;font-size:13px}.faint{fill:#666}"
           ".grid{stroke:#e2e2e2}.axis{stroke:#777}.mark{stroke:#777;stroke-dasharray:4 3}.whisker{stroke:#111}.page{fill:#fff}" +
           colours(false) +
           "@media(prefers-color-scheme:dark){text{fill:#ddd}.faint{fill:#aaa}.grid{stroke:#3a3a3a}.axis{stroke:#999}"
           ".mark{stroke:#aaa}.whisker{stroke:#fff}.page{fill:#1c1c1e}" +
           colours(true) + "}</style>\n";
}

} // namespace

std::string escaped(std::string_view text, std::size_t limit) {
    std::string out;
    for (const char c : printable(text, limit)) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string number(double value) {
    return formatted("%.6g", value);
}

std::string pixel(double value) {
    return formatted("%.1f", value);
}

double widthOf(std::string_view text) {
    return kCharacterWidth * static_cast<double>(shownWidth(text));
}

std::string text(double x, double y, std::string_view anchor, std::string_view attributes, std::string_view content) {
    return "<text" + attribute("x", x) + attribute("y", y) + " text-anchor=\"" + std::string(anchor) + "\"" +
           std::string(attributes) + ">" + escaped(content) + "</text>\n";
}

std::string line(double x1, double y1, double x2, double y2, std::string_view attributes) {
    return "<line" + std::string(attributes) + attribute("x1", x1) + attribute("y1", y1) + attribute("x2", x2) +
           attribute("y2", y2) + "/>\n";
}

std::string rect(double x, double y, double width, double height, std::string_view attributes) {
    return "<rect" + attribute("x", x) + attribute("y", y) + attribute("width", width) + attribute("height", height) +
           std::string(attributes) + "/>\n";
}

std::string classed(std::string_view name) {
    return " class=\"" + std::string(name) + "\"";
}

std::string strokeOf(std::size_t series) {
    return classed("s" + std::to_string(series % kSeriesColours));
}

std::string fillOf(std::size_t series) {
    return classed("f" + std::to_string(series % kSeriesColours));
}

std::string document(double width, double height, std::string_view label, std::string_view content) {
    const std::string w = number(width);
    const std::string h = number(height);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h + "\" viewBox=\"0 0 " + w + " " + h +
           "\" role=\"img\" aria-label=\"" + escaped(label) + "\">\n" + style() +
           "<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n" + std::string(content) + "</svg>\n";
}

} // namespace halyard::svg
