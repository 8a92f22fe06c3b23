# SPDX-License-Identifier: GPL-3.0-or-later
"""Token ids and decoded text of `halyard tokenize` against the Python package `tokenizers`.

Tokenizer files of published models cannot be bundled, so byte-level BPE tokenizers with the published split regexes of
Qwen and Llama-3 are trained here, on text assembled below. Run: HALYARD_BIN=build/release/bin pytest <this file>
"""
import json
import os
import pathlib
import random
import subprocess

import pytest
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from large_tokenizer import large_tokenizer
from tokenizer_texts import CODE, PASSAGES, training_text

QWEN_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
LLAMA3_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+"
)
STRINGS = 22_000
ID_LISTS = 3_000


def flagged_tokens():
    """Added tokens with every flag, alone and together."""
    return [
        AddedToken("<|left|>", lstrip=True, normalized=False, special=True),
        AddedToken("<|right|>", rstrip=True, normalized=False, special=True),
        AddedToken("<|both|>", lstrip=True, rstrip=True, normalized=False, special=True),
        AddedToken("<|both|>!", normalized=False, special=True),
        AddedToken("solo", single_word=True, normalized=False),
        AddedToken("Ordner", single_word=True, lstrip=True, rstrip=True, normalized=True),
        AddedToken("cafe\u0301", normalized=True),
        AddedToken("\u1e9b\u0323", normalized=False),
        AddedToken("two words", normalized=True),
        AddedToken("    ", normalized=False),
        AddedToken("<tool_call>", normalized=False),
        AddedToken("</tool_call>", normalized=False),
    ]


def train(split, special, ignore_merges, normalizer, size):
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if normalizer:
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(split), behavior="isolated", invert=False),
            pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(training_text(), trainer)
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in special])
    tokenizer.add_special_tokens([token for token in flagged_tokens() if token.special])
    tokenizer.add_tokens([token for token in flagged_tokens() if not token.special])
    return tokenizer


def qwen_like():
    tokenizer = train(QWEN_SPLIT, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], False, True, 6000)
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def llama3_like():
    tokenizer = train(LLAMA3_SPLIT, ["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"], True, False, 7000)
    tokenizer.post_processor = processors.Sequence(
        [
            processors.ByteLevel(trim_offsets=True),
            processors.TemplateProcessing(
                single="<|begin_of_text|> $A",
                pair="<|begin_of_text|> $A <|begin_of_text|>:1 $B:1",
                special_tokens=[("<|begin_of_text|>", tokenizer.token_to_id("<|begin_of_text|>"))],
            ),
        ]
    )
    return with_words_that_merges_miss(tokenizer)


def with_words_that_merges_miss(tokenizer):
    """Drops every 7th merge of a long token: ignore_merges alone can still produce that token."""
    document = json.loads(tokenizer.to_str())
    merges = document["model"]["merges"]
    document["model"]["merges"] = [m for i, m in enumerate(merges) if i < 2000 or i % 7 != 0]
    return Tokenizer.from_str(json.dumps(document))


def gpt2_like():
    tokenizer = train(QWEN_SPLIT, ["<|endoftext|>"], False, False, 4000)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True, use_regex=True)
    return tokenizer


def multi_split():
    tokenizer = train(LLAMA3_SPLIT, ["<|endoftext|>"], False, True, 4000)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split("-", behavior="merged_with_previous"),
            pre_tokenizers.Split(Regex(r"\d{1,3}(?=(?:\d{3})*\b)"), behavior="isolated"),
            pre_tokenizers.Split(Regex(r"\s+"), behavior="removed"),
            pre_tokenizers.Split(Regex(r"[\w']+"), behavior="merged_with_next", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=True, use_regex=False),
        ]
    )
    return tokenizer


TOKENIZERS = {
    "qwen": qwen_like,
    "large": large_tokenizer,
    "llama3": llama3_like,
    "gpt2": gpt2_like,
    "multi_split": multi_split,
}


@pytest.fixture(scope="module", params=list(TOKENIZERS))
def both(request, tmp_path_factory):
    """The trained tokenizer and the folder it was written to."""
    folder = tmp_path_factory.mktemp(request.param)
    tokenizer = TOKENIZERS[request.param]()
    tokenizer.save(str(folder / "tokenizer.json"))
    return Tokenizer.from_file(str(folder / "tokenizer.json")), folder


EMOJI = ["😀", "👩‍👩‍👧‍👦", "🇩🇪🇯🇵🇧🇷", "👍🏽", "🏴‍☠️", "❤️‍🔥", "1️⃣", "🧑🏿‍🚀", "\U0001f9ff", "☺︎"]
SPECIALS = [
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>", "<|left|>",
    "<|right|>", "<|both|>", "<|both|>!", "solo", "Ordner", "café", "cafe\u0301", "ẛ\u0323", "two words", "<tool_call>",
    "</tool_call>", "<|endoftext", "|>", "    ",
]
SPACES = [" ", "  ", "\t", "\n", "\r\n", "\r", "\n\n", " \n ", "\u00a0", "\u3000", "\u2003", "\u2028", "\u0085", "\u200b",
          "\u180e", "\u1680", "\x0b", "\x0c", "\x1c", "\ufeff"]
MARKS = ["e\u0301", "\u0301e", "a\u0323\u0302", "a\u0302\u0323", "\u1100\u1161\u11a8", "가\u11a8", "Å", "\u212b", "ﬁ", "が",
         "か\u3099", "\u0958", "क\u093c", "\u0344", "\u1f71", "q\u0307\u0323", "\u0b47\u0b56", "\u09c7\u09be", "ſ", "ẞ", "'ſ", "'S"]
NUMBERS = ["0", "42", "1234567890", "3.14159", "1,000,000", "٣٤٥", "१२३", "½", "Ⅷ", "²", "0x1F", "1e-9", "𝟙𝟚", "௧௨௩"]


def random_mix(rng):
    out = []
    for _ in range(rng.randint(1, 12)):
        kind = rng.random()
        if kind < 0.3:
            words = rng.choice(list(PASSAGES.values())).split(" ")
            start = rng.randrange(len(words))
            out.append(" ".join(words[start : start + rng.randint(1, 8)]))
        elif kind < 0.4:
            start = rng.randrange(len(CODE))
            out.append(CODE[start : start + rng.randint(1, 60)])
        elif kind < 0.5:
            out.append(rng.choice(SPECIALS))
        elif kind < 0.6:
            out.append(rng.choice(SPACES) * rng.choice([1, 1, 1, 2, 3, 17]))
        elif kind < 0.68:
            out.append(rng.choice(EMOJI))
        elif kind < 0.76:
            out.append(rng.choice(MARKS))
        elif kind < 0.82:
            out.append(rng.choice(NUMBERS))
        elif kind < 0.88:
            out.append(chr(rng.choice(list(range(32)) + list(range(127, 160)))))
        elif kind < 0.95:
            out.append("".join(chr(rng.choice(ASSIGNED)) for _ in range(rng.randint(1, 5))))
        else:
            out.append(rng.choice("'’ʼ") + rng.choice(["s", "T", "re", "VE", "m", "Ll", "d", "x"]))
    return "".join(out)


def assigned_characters():
    """Characters of Unicode 3.2, whose properties no library disagrees about, without surrogates."""
    import unicodedata

    old = unicodedata.ucd_3_2_0
    return [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF and old.category(chr(c)) not in ("Cn", "Co", "Cs")]


ASSIGNED = assigned_characters()


def texts():
    rng = random.Random(20)
    out = ["", " ", "\n", "\x00", "\ufffd", "\U0010ffff", "\ufffe"]
    for passage in PASSAGES.values():
        out.append(passage)
        for _ in range(60):
            start = rng.randrange(len(passage))
            out.append(passage[start : start + rng.randint(1, 200)])
    out.extend(CODE.splitlines())
    out.append(CODE)
    for unit in ["a", " ", "\n", "\t", "0", "é", "e\u0301", "你", "😀", "'s", "!", "\r\n", " a", "ab", "\u0301", "-", "_", "    x"]:
        for count in (31, 32, 33, 47, 48, 49, 50, 1000, 5000):
            out.append(unit * count)
    for special in SPECIALS:
        for left in ("", " ", "x", "  x  ", "é", "_", "\n", "\u0301", "‍"):
            for right in ("", " ", "y", "  y", "\u3000", "9", ".", special):
                out.append(left + special + right)
    out.extend(chr(c) for c in range(0x3000) if c in set(ASSIGNED))
    while len(out) < STRINGS:
        out.append(random_mix(rng))
    return out


TEXTS = texts()


def halyard(*arguments):
    program = pathlib.Path(os.environ["HALYARD_BIN"]) / "halyard"
    result = subprocess.run([str(program), *map(str, arguments)], capture_output=True, text=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.split("\n") if line]


def first_difference(ours, theirs, inputs):
    assert len(ours) == len(theirs)
    for given, mine, other in zip(inputs, ours, theirs):
        assert mine == other, f"for {given!r}"


@pytest.mark.parametrize("special", [False, True])
def test_ids_are_equal(both, tmp_path, special):
    tokenizer, folder = both
    assert len(TEXTS) >= 20_000
    lines = tmp_path / "texts.jsonl"
    lines.write_text("".join(json.dumps(text) + "\n" for text in TEXTS), encoding="utf-8")
    ours = halyard("tokenize", "--model", folder, "--lines", lines, *(["--add-special-tokens"] if special else []))
    theirs = [e.ids for e in tokenizer.encode_batch(TEXTS, add_special_tokens=special)]
    first_difference(ours, theirs, TEXTS)


@pytest.mark.parametrize("skip", [False, True])
def test_decoded_texts_are_equal(both, tmp_path, skip):
    tokenizer, folder = both
    rng = random.Random(3)
    size = tokenizer.get_vocab_size()
    lists = [[rng.randrange(size) for _ in range(rng.randint(0, 40))] for _ in range(ID_LISTS)]
    lists += [[rng.randrange(size - 20, size + 5) for _ in range(9)] for _ in range(200)]
    lists += [[rng.randrange(256) for _ in range(12)] for _ in range(1000)]
    lists += [e.ids for e in tokenizer.encode_batch(TEXTS[:2000])]
    lines = tmp_path / "ids.jsonl"
    lines.write_text("".join(json.dumps(ids) + "\n" for ids in lists), encoding="utf-8")
    flags = ["--skip-special-tokens"] if skip else []
    ours = halyard("tokenize", "--model", folder, "--decode-lines", lines, *flags)
    theirs = [tokenizer.decode(ids, skip_special_tokens=skip) for ids in lists]
    first_difference(ours, theirs, lists)


def test_the_texts_cover_fifteen_scripts():
    import unicodedata

    scripts = {unicodedata.name(c, "?").split(" ")[0] for text in PASSAGES.values() for c in text if c.isalpha()}
    assert len(scripts & SCRIPTS) >= 15


SCRIPTS = {
    "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "HEBREW", "ARABIC", "DEVANAGARI", "BENGALI", "TAMIL", "TELUGU", "THAI",
    "GEORGIAN", "HANGUL", "HIRAGANA", "KATAKANA", "CJK", "ETHIOPIC", "KHMER", "MYANMAR", "TIBETAN", "SINHALA", "GUJARATI",
    "GURMUKHI", "KANNADA", "MALAYALAM", "MONGOLIAN", "LAO",
}
