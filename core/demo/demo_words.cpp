// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_words.h"

#include "core/report/written.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>

namespace halyard {

namespace {

constexpr std::array<const char*, 7> kKeys = {"teacher", "hype", "training", "constant", "none", "uniform", "random"};

std::string withNumber(const std::string& words, const char* separator, const DemoCurve& curve) {
    const std::string number = scalingNumber(curve.scaling);
    return number.empty() ? words : words + separator + number;
}

} // namespace

std::string scalingNumber(const std::string& scaling) {
    std::string out;
    std::istringstream parts(scaling);
    for (std::string part; std::getline(parts, part, ';');) {
        const std::string last = part.substr(part.find_last_of(' ') + 1);
        char* end = nullptr;
        const double value = std::strtod(last.c_str(), &end);
        if (end != last.c_str() && *end == '\0') {
            out += (out.empty() ? "" : "; ") + formatted(part.find("hype") != std::string::npos ? "%.6g" : "%.3g", value);
        }
    }
    return out;
}

std::string curveWords(const DemoCurve& curve) {
    if (curve.key == "hype") {
        return withNumber("HypeNet with ln(t + A)/ln A", ", A = ", curve);
    }
    if (curve.key == "training") {
        return withNumber("HyPE's scale at the training length", ", ", curve);
    }
    if (curve.key == "constant") {
        return withNumber("the best constant", ", ", curve);
    }
    if (curve.key == "uniform") {
        return "layers chosen uniformly";
    }
    if (curve.key == "random") {
        return "layers chosen at random";
    }
    return curve.key == "none" ? "no scaling" : curve.key;
}

std::string shortCurveWords(const DemoCurve& curve) {
    DemoCurve one = curve;
    if (curve.scaling.find(';') != std::string::npos) {
        one.scaling.clear(); // the numbers of several seeds have no room
    }
    if (one.key == "hype") {
        return withNumber("ln(t + A)/ln A", ", A = ", one);
    }
    return one.key == "training" ? withNumber("HyPE's at training", ", ", one) : curveWords(one);
}

std::size_t curvePlace(const std::string& key) {
    return static_cast<std::size_t>(std::find(kKeys.begin(), kKeys.end(), key) - kKeys.begin());
}

std::string haystackWords(const std::string& haystack) {
    return haystack + " haystack";
}

std::string flagWords(const std::string& flag) {
    if (flag == "clip") {
        return "at the clip value";
    }
    std::string words = flag;
    std::replace(words.begin(), words.end(), '-', ' ');
    return words;
}

std::string modelWords(const std::string& model) {
    return model == "hypenet" ? "HypeNet" : model;
}

const DemoCurve* curveOf(const std::vector<DemoCurve>& curves, const std::string& key, const std::string& haystack) {
    const auto found = std::find_if(curves.begin(), curves.end(), [&](const DemoCurve& curve) {
        return curve.key == key && curve.haystack == haystack;
    });
    return found == curves.end() ? nullptr : &*found;
}

DemoShare shareAt(const DemoCurve* curve, std::int64_t length) {
    if (curve != nullptr) {
        for (const DemoPoint& point : curve->points) {
            if (point.length == length) {
                return point.found;
            }
        }
    }
    return {};
}

std::int64_t longestOf(const DemoCurve* curve) {
    std::int64_t longest = 0;
    if (curve != nullptr) {
        for (const DemoPoint& point : curve->points) {
            longest = point.found.answers > 0 ? std::max(longest, point.length) : longest;
        }
    }
    return longest;
}

} // namespace halyard
