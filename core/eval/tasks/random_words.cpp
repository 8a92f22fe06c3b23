// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/random_words.h"

#include "core/base/hash.h"

#include <array>
#include <cstdio>

namespace halyard {

namespace {

constexpr std::array kAdjectives = {
    "able",    "amber",   "ancient", "brave",  "bright", "broad",  "calm",    "careful", "cheerful", "clever", "cold",   "crisp",
    "curious", "daring",  "deep",    "distant", "dry",   "eager",  "early",   "earnest", "easy",     "even",   "fair",   "faint",
    "fast",    "firm",    "fresh",   "gentle", "glad",   "golden", "grand",   "green",   "hasty",    "hidden", "hollow", "honest",
    "humble",  "idle",    "keen",    "kind",   "late",   "lively", "lonely",  "loud",    "loyal",    "lucky",  "mellow", "mighty",
    "modest",  "narrow",  "noble",   "odd",    "open",   "patient", "plain",  "polite",  "proud",    "quick",  "quiet",  "rapid",
    "rare",    "ready",   "robust",  "rough",  "round",  "scarlet", "secret", "sharp",   "shy",      "silent", "silver", "simple",
    "slow",    "smooth",  "solid",   "steady", "stern",  "strange", "sturdy", "subtle",  "sunny",    "swift",  "tall",   "tender",
    "thick",   "tidy",    "tired",   "vague",  "vast",   "velvet", "violet",  "warm",    "wary",     "wide",   "wild",   "wise"};
constexpr std::array kNouns = {
    "acorn",   "anchor",  "apple",   "arrow",  "badger", "barn",   "basket",  "beacon",  "bell",     "bottle", "branch", "bridge",
    "bucket",  "button",  "cabin",   "candle", "canoe",  "castle", "cedar",   "chapel",  "cherry",   "circle", "clover", "comet",
    "copper",  "cradle",  "desert",  "dolphin", "drum",  "eagle",  "ember",   "engine",  "falcon",   "feather", "fern",  "ferry",
    "fiddle",  "forest",  "fountain", "garden", "glacier", "goose", "hammer", "harbor",  "harvest",  "hedge",  "heron",  "hill",
    "island",  "jacket",  "kettle",  "ladder", "lagoon", "lantern", "lemon",  "lizard",  "magnet",   "maple",  "market", "meadow",
    "mirror",  "mitten",  "monk",    "needle", "novel",  "oak",    "orchard", "otter",   "paddle",   "parrot", "pebble", "pepper",
    "pigeon",  "pillow",  "planet",  "pocket", "prairie", "quarry", "rabbit", "raven",   "ribbon",   "river",  "saddle", "salmon",
    "shadow",  "shelter", "spoon",   "stable", "summit", "temple", "thistle", "tower",   "tunnel",   "valley", "violin", "walnut",
    "weaver",  "whistle", "willow",  "window"};
constexpr std::array kPeople = {"the baker", "a traveller", "my neighbour", "the old captain", "a young teacher", "the gardener",
                                "her brother", "the painter", "a farmer", "the night watchman", "our guide", "the librarian",
                                "his aunt", "a carpenter", "the clerk", "an engineer", "the judge", "a sailor"};
constexpr std::array kVerbs = {"repaired", "described", "forgot", "carried", "painted", "remembered", "sold", "borrowed", "measured",
                               "cleaned", "watched", "found", "moved", "admired", "counted", "hid", "studied", "praised"};
constexpr std::array kTimes = {"before breakfast", "in the afternoon", "during the long winter", "after the rain", "on a market day",
                               "when the bells rang", "at the end of the week", "while the others slept", "early in the spring",
                               "without a word", "for the third time", "as everyone had expected"};
constexpr std::array kReasons = {"because the road was closed", "although nobody had asked", "and the work took longer than planned",
                                 "so that the children could see it", "since there was little else to do",
                                 "which surprised the whole village", "but the weather changed again",
                                 "and most people agreed that it was right", "until the light was gone"};

} // namespace

std::uint64_t seedOf(std::string_view words) {
    return std::stoull(hashOf(words).substr(0, 16), nullptr, 16);
}

RandomWords::RandomWords(std::string_view seed) : m_engine(seedOf(seed)) {}

std::string RandomWords::number() {
    return std::to_string(1'000'000 + below(9'000'000));
}

std::string RandomWords::pair() {
    return std::string(kAdjectives[below(kAdjectives.size())]) + "-" + kNouns[below(kNouns.size())];
}

std::string RandomWords::uuid() {
    constexpr std::uint64_t kVersionMask = 0xFFFF'FFFF'FFFF'0FFF;
    const std::uint64_t high = (m_engine() & kVersionMask) | 0x4000U;
    const std::uint64_t low = (m_engine() & 0x3FFF'FFFF'FFFF'FFFFU) | 0x8000'0000'0000'0000U;
    char text[40];
    std::snprintf(text, sizeof text, "%08llx-%04llx-%04llx-%04llx-%012llx", static_cast<unsigned long long>(high >> 32U),
                  static_cast<unsigned long long>((high >> 16U) & 0xFFFFU), static_cast<unsigned long long>(high & 0xFFFFU),
                  static_cast<unsigned long long>(low >> 48U), static_cast<unsigned long long>(low & 0xFFFF'FFFF'FFFFU));
    return text;
}

std::string RandomWords::sentence() {
    const auto one = [this](const auto& words) { return std::string(words[below(words.size())]); };
    std::string out = one(kPeople) + " " + one(kVerbs) + " the " + one(kAdjectives) + " " + one(kNouns);
    if (below(3) > 0) {
        out += " " + one(kTimes);
    }
    if (below(2) > 0) {
        out += ", " + one(kReasons);
    }
    out += '.';
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
}

} // namespace halyard
