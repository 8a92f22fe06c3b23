// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/pre_tokenizer.h"

#include <span>
#include <string>

namespace halyard {

namespace {

struct Segment {
    TextSpan span;
    bool isMatch = false;
};

// The text as an alternation of matches and what lies between them.
std::vector<Segment> segmentsOf(const std::vector<TextSpan>& matches, std::size_t textSize, bool invert) {
    std::vector<Segment> segments;
    segments.reserve(2 * matches.size() + 1);
    std::size_t done = 0;
    for (const TextSpan& match : matches) {
        if (done != match.begin) {
            segments.push_back({{done, match.begin}, invert});
        }
        segments.push_back({match, !invert});
        done = match.end;
    }
    if (done != textSize) {
        segments.push_back({{done, textSize}, invert});
    }
    return segments;
}

std::vector<TextSpan> mergedWithPrevious(const std::vector<Segment>& segments) {
    std::vector<TextSpan> pieces;
    bool afterMatch = false;
    for (const Segment& segment : segments) {
        if (segment.isMatch && !afterMatch && !pieces.empty()) {
            pieces.back().end = segment.span.end;
        } else {
            pieces.push_back(segment.span);
        }
        afterMatch = segment.isMatch;
    }
    return pieces;
}

std::vector<TextSpan> mergedWithNext(const std::vector<Segment>& segments) {
    std::vector<TextSpan> reversed;
    bool beforeMatch = false;
    for (auto segment = segments.rbegin(); segment != segments.rend(); ++segment) {
        if (segment->isMatch && !beforeMatch && !reversed.empty()) {
            reversed.back().begin = segment->span.begin;
        } else {
            reversed.push_back(segment->span);
        }
        beforeMatch = segment->isMatch;
    }
    return {reversed.rbegin(), reversed.rend()};
}

std::vector<TextSpan> contiguous(const std::vector<Segment>& segments) {
    std::vector<TextSpan> pieces;
    bool before = false;
    for (const Segment& segment : segments) {
        if (segment.isMatch == before && !pieces.empty()) {
            pieces.back().end = segment.span.end;
        } else {
            pieces.push_back(segment.span);
        }
        before = segment.isMatch;
    }
    return pieces;
}

void runSteps(std::span<const SplitStep> steps, std::string_view text, SplitScratch& scratch, const PieceSink& sink) {
    if (steps.empty()) {
        sink(text);
        return;
    }
    const SplitStep& step = steps.front();
    std::vector<TextSpan> matches;
    matches.reserve(text.size() / 4 + 1);
    step.regex.findAll(text, scratch, matches);
    for (const TextSpan& piece : applyBehavior(matches, text.size(), step.behavior, step.invert)) {
        if (piece.begin < piece.end) {
            runSteps(steps.subspan(1), text.substr(piece.begin, piece.end - piece.begin), scratch, sink);
        }
    }
}

} // namespace

std::vector<TextSpan> applyBehavior(const std::vector<TextSpan>& matches, std::size_t textSize, SplitBehavior behavior,
                                    bool invert) {
    const std::vector<Segment> segments = segmentsOf(matches, textSize, invert);
    switch (behavior) {
    case SplitBehavior::MergedWithPrevious:
        return mergedWithPrevious(segments);
    case SplitBehavior::MergedWithNext:
        return mergedWithNext(segments);
    case SplitBehavior::Contiguous:
        return contiguous(segments);
    case SplitBehavior::Isolated:
    case SplitBehavior::Removed:
        break;
    }
    std::vector<TextSpan> pieces;
    pieces.reserve(segments.size());
    for (const Segment& segment : segments) {
        if (behavior == SplitBehavior::Isolated || !segment.isMatch) {
            pieces.push_back(segment.span);
        }
    }
    return pieces;
}

void splitText(const PreTokenizer& preTokenizer, std::string_view text, SplitScratch& scratch, const PieceSink& sink) {
    runSteps(preTokenizer.splits, text, scratch, [&](std::string_view piece) {
        if (!preTokenizer.addPrefixSpace || piece.starts_with(' ')) {
            runSteps(preTokenizer.byteLevelSplits, piece, scratch, sink);
            return;
        }
        std::string prefixed = " ";
        prefixed += piece;
        runSteps(preTokenizer.byteLevelSplits, prefixed, scratch, sink);
    });
}

} // namespace halyard
