// SPDX-License-Identifier: GPL-3.0-or-later
// The "pre_tokenizer" and "post_processor" of a tokenizer.json.
#include "core/text/tokenizer_file.h"

#include "core/base/error.h"
#include "core/text/json_field.h"

#include <algorithm>

namespace halyard {

namespace {

// The regex that ByteLevel itself splits by (GPT-2).
constexpr const char* kByteLevelRegex =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
constexpr std::size_t kMostSteps = 32;

SplitBehavior behaviorOf(const std::string& name, const std::string& place) {
    static constexpr std::pair<const char*, SplitBehavior> kNames[] = {
        {"Isolated", SplitBehavior::Isolated},
        {"Removed", SplitBehavior::Removed},
        {"MergedWithPrevious", SplitBehavior::MergedWithPrevious},
        {"MergedWithNext", SplitBehavior::MergedWithNext},
        {"Contiguous", SplitBehavior::Contiguous},
    };
    for (const auto& [known, behavior] : kNames) {
        if (name == known) {
            return behavior;
        }
    }
    throw invalidInput(HALYARD_TEXT("{place}: unknown \"behavior\" \"{name}\" (known: Isolated, Removed, "
                                    "MergedWithPrevious, MergedWithNext, Contiguous)."),
                       {{"place", place}, {"name", printable(name, 60)}});
}

SplitStep splitStepOf(const Json& step, const std::string& place) {
    const Json& pattern = objectField(step, "pattern", place);
    const bool isRegex = optionalField(pattern, "Regex") != nullptr;
    SplitRegex regex(stringField(pattern, isRegex ? "Regex" : "String", place),
                     isRegex ? SplitRegex::Syntax::Regex : SplitRegex::Syntax::Literal, place);
    return {std::move(regex), behaviorOf(stringField(step, "behavior", place), place),
            boolField(step, "invert", false, place)};
}

// Steps of nested sequences, in order.
void flatten(const Json& preTokenizer, const std::string& place, std::vector<const Json*>& steps) {
    if (stringField(preTokenizer, "type", place) != "Sequence") {
        steps.push_back(&preTokenizer);
        if (steps.size() > kMostSteps) {
            throw invalidInput(HALYARD_TEXT("{place}: more than {limit} steps."),
                               {{"place", place}, {"limit", std::to_string(kMostSteps)}});
        }
        return;
    }
    for (const Json& step : arrayField(preTokenizer, "pretokenizers", place)) {
        flatten(step, place, steps);
    }
}

TextTemplate templateOf(const Json& processor, const std::string& place, const TokenizerDefinition& definition) {
    static const Json kNone = Json::object();
    const Json* known = optionalField(processor, "special_tokens");
    TextTemplate result;
    for (const Json& part : arrayField(processor, "single", place)) {
        if (optionalField(part, "Sequence") != nullptr) {
            result.push_back({true, {}});
            continue;
        }
        const std::string name = stringField(objectField(part, "SpecialToken", place), "id", place);
        const Json* token = optionalField(known == nullptr ? kNone : *known, name.c_str());
        if (token == nullptr) {
            throw invalidInput(HALYARD_TEXT("{place}: the template names the token \"{token}\", which is not among its "
                                            "\"special_tokens\"."),
                               {{"place", place}, {"token", printable(name, 60)}});
        }
        TextTemplate::value_type added;
        for (const Json& id : arrayField(*token, "ids", place)) {
            const auto value = static_cast<TokenId>(countOf(id, kLargestTokenId, place));
            const bool exists = tokenBytes(definition.model, value).has_value() ||
                                std::any_of(definition.addedTokens.begin(), definition.addedTokens.end(),
                                            [&](const AddedToken& one) { return one.id == value; });
            if (!exists) {
                throw invalidInput(HALYARD_TEXT("{place}: the token \"{token}\" has the id {id}, which no token has."),
                                   {{"place", place}, {"token", printable(name, 60)}, {"id", std::to_string(value)}});
            }
            added.ids.push_back(value);
        }
        result.push_back(std::move(added));
    }
    return result;
}

} // namespace

void parsePreTokenizer(const Json* preTokenizer, const std::string& source, PreTokenizer& into) {
    const std::string place = source + ": pre_tokenizer";
    std::vector<const Json*> steps;
    if (preTokenizer != nullptr) {
        flatten(*preTokenizer, place, steps);
    }
    bool done = false;
    for (const Json* step : steps) {
        const std::string type = stringField(*step, "type", place);
        if (type != "Split" && type != "ByteLevel") {
            throw invalidInput(HALYARD_TEXT("{file}: the pre-tokenizer \"{type}\" is not supported; Split and "
                                            "ByteLevel are."),
                               {{"file", source}, {"type", printable(type, 60)}});
        }
        if (done) {
            throw invalidInput(HALYARD_TEXT("{place}: \"{type}\" after ByteLevel is not supported; ByteLevel must be "
                                            "the last step."),
                               {{"place", place}, {"type", type}});
        }
        if (type == "Split") {
            into.splits.push_back(splitStepOf(*step, place));
            continue;
        }
        done = true;
        into.addPrefixSpace = boolField(*step, "add_prefix_space", true, place);
        if (boolField(*step, "use_regex", true, place)) {
            into.byteLevelSplits.push_back(
                {SplitRegex(kByteLevelRegex, SplitRegex::Syntax::Regex, place), SplitBehavior::Isolated, false});
        }
    }
    if (!done) {
        throw invalidInput(HALYARD_TEXT("{place}: there is no ByteLevel step; only byte-level BPE is supported."),
                           {{"place", place}});
    }
}

void parsePostProcessor(const Json& processor, const std::string& source, const TokenizerDefinition& definition,
                        std::vector<TextTemplate>& into) {
    const std::string place = source + ": post_processor";
    const std::string type = stringField(processor, "type", place);
    if (type == "Sequence") {
        for (const Json& step : arrayField(processor, "processors", place)) {
            parsePostProcessor(step, source, definition, into);
        }
    } else if (type == "TemplateProcessing") {
        into.push_back(templateOf(processor, place, definition));
    } else if (type != "ByteLevel") {
        throw invalidInput(HALYARD_TEXT("{file}: the post-processor \"{type}\" is not supported; ByteLevel and "
                                        "TemplateProcessing are."),
                           {{"file", source}, {"type", printable(type, 60)}});
    }
}

} // namespace halyard
