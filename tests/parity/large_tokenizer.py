# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a tokenizer.json of the shape and size of Qwen3's: 151,643 tokens, 151,387 merges, 26 added tokens, ~11 MB.

The vocabulary is made up: pieces of invented words in several scripts, joined two by two as training would have done.
Run: python large_tokenizer.py FOLDER [merges]
"""
import pathlib
import random
import sys

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
MERGES = 151_387
ADDED = 26
SCRIPTS = [("etaoinshrdlucmfwypvbgkqjxz", 60), ("оеаинтсрвлкмдпуяызбг", 8), ("αετιονρσκλ", 2), ("ابتنرمليوهك", 4),
           ("的一是不了人我在有他这中大来上国", 14), ("のにはをたがでてとしれさ", 4), ("0123456789", 1), ("=-_/*.,:;()[]{}<>", 7)]


def byte_alphabet():
    """The printable character of each byte (GPT-2's table)."""
    plain = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in plain]
    return {**{byte: chr(byte) for byte in plain}, **{byte: chr(256 + i) for i, byte in enumerate(others)}}


def invented_word(rng):
    letters = rng.choices([s for s, _ in SCRIPTS], [weight for _, weight in SCRIPTS])[0]
    word = "".join(letters[min(int(rng.expovariate(0.25)), len(letters) - 1)] for _ in range(rng.randint(2, 9)))
    return (" " if rng.random() < 0.5 else "") + (word.capitalize() if rng.random() < 0.15 else word)


def vocabulary_and_merges(count):
    rng = random.Random(3)
    alphabet = byte_alphabet()
    vocabulary = {character: i for i, character in enumerate(sorted(alphabet.values()))}
    merges = []
    while len(merges) < count:
        pieces = [alphabet[byte] for byte in invented_word(rng).encode()]
        # Joins neighbours until the word is one token; half of the time the two halves grow apart first.
        while len(pieces) > 1 and len(merges) < count:
            at = 0 if rng.random() < 0.5 else rng.randrange(len(pieces) - 1)
            joined = pieces[at] + pieces[at + 1]
            if joined not in vocabulary:
                vocabulary[joined] = len(vocabulary)
                merges.append((pieces[at], pieces[at + 1]))
            pieces[at:at + 2] = [joined]
    return vocabulary, merges


def large_tokenizer(count=MERGES):
    vocabulary, merges = vocabulary_and_merges(count)
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(SPLIT), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken("<|endoftext|>", special=True, normalized=False)])
    tokenizer.add_tokens([AddedToken(f"<|extra_{i}|>", normalized=False) for i in range(1, ADDED)])
    return tokenizer


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    large_tokenizer(int(sys.argv[2]) if len(sys.argv) > 2 else MERGES).save(str(folder / "tokenizer.json"))
