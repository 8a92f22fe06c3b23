#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes resources/demo from the HTML of Debian's package debian-handbook (11.20220922).

    apt-get download debian-handbook && dpkg-deb -x debian-handbook_*.deb handbook
    python3 tools/demo/make_corpus.py handbook/usr/share/doc/debian-handbook/html/en-US resources/demo

The paragraphs of each page become one document. Every 16th document is held out. The tokenizer (byte-level BPE, Qwen's
split) is trained on the training part with the Python package "tokenizers" 0.22.
"""
import html.parser
import json
import pathlib
import sys

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

VOCABULARY = 2048
LIMIT = 950_000  # bytes of text in all
SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


class Paragraphs(html.parser.HTMLParser):
    """Text of headings, paragraphs and list items; code listings and navigation are left out."""

    KEPT = {"p", "li", "h1", "h2", "h3", "dt", "dd"}
    VOID = {"br", "img", "hr", "meta", "link", "input"}

    def __init__(self):
        super().__init__()
        self.out, self.buffer, self.depth, self.skipped = [], [], 0, 0

    def handle_starttag(self, tag, attrs):
        classes = dict(attrs).get("class") or ""
        if tag in self.VOID:
            return
        if self.skipped or tag in {"pre", "script", "style", "head"} or "docnav" in classes or "toc" in classes.split():
            self.skipped += 1
            return
        if tag in self.KEPT:
            self.flush()

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if self.skipped:
            self.skipped -= 1
        elif tag in self.KEPT:
            self.flush()

    def handle_data(self, data):
        if not self.skipped:
            self.buffer.append(data)

    def flush(self):
        text = " ".join("".join(self.buffer).split())
        if len(text) > 40:
            self.out.append(text)
        self.buffer = []


def documents(folder):
    total = 0
    for page in sorted(pathlib.Path(folder).glob("*.html")):
        parser = Paragraphs()
        parser.feed(page.read_text(encoding="utf-8"))
        parser.flush()
        text = "\n".join(parser.out)
        if len(text) < 500 or total + len(text.encode()) > LIMIT:
            continue
        total += len(text.encode())
        yield text


def train_tokenizer(texts):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=["<|endoftext|>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def main():
    source, out = sys.argv[1], pathlib.Path(sys.argv[2])
    all_documents = list(documents(source))
    held_out = all_documents[15::16]
    training = [text for i, text in enumerate(all_documents) if i % 16 != 15]
    for name, part in (("train.jsonl", training), ("held_out.jsonl", held_out)):
        with open(out / name, "w", encoding="utf-8") as file:
            file.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in part)
    (out / "tokenizer").mkdir(exist_ok=True)
    train_tokenizer(training).save(str(out / "tokenizer" / "tokenizer.json"))
    (out / "tokenizer" / "tokenizer_config.json").write_text(json.dumps({
        "tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>",
        "model_max_length": 1048576, "clean_up_tokenization_spaces": False}, indent=2) + "\n")


if __name__ == "__main__":
    main()
