# SPDX-License-Identifier: GPL-3.0-or-later
# Runs with transformers 4 and 5.
"""What `halyard demo` exports gives the same answers in Python as in `halyard generate`, to questions on notes in a text."""

import json
import os
import pathlib
import subprocess
import tempfile

import pytest

# Loading our code copies it: not into the user's own cache. Read by transformers when it is imported.
MODULES = tempfile.TemporaryDirectory(prefix="halyard-hf-modules-")
os.environ["HF_MODULES_CACHE"] = MODULES.name
os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

torch.set_num_threads(1)  # the model is small; waiting for each other costs more than it computes
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("HALYARD_BIN", REPOSITORY / "build/release/bin")) / "halyard"
NEEDLES = 100
TOKENS = 24


def run(*words):
    result = subprocess.run(
        [PROGRAM, *words],
        env={**os.environ, "HALYARD_PYTHON": "/nowhere/python"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "project"
    run("demo", "--budget", "test", "--out", folder)
    return folder


@pytest.fixture(scope="module")
def exported(project):
    return project / "exports" / "hypenet-demo"


@pytest.fixture(scope="module")
def model(exported):
    loaded, report = AutoModelForCausalLM.from_pretrained(
        exported, trust_remote_code=True, dtype=torch.float32, output_loading_info=True
    )
    assert not report["missing_keys"] and not report["unexpected_keys"] and not report["mismatched_keys"]
    return loaded.eval()


def questions(project):
    """Texts that end where the value of a key that was noted must follow, shortest first."""
    out = []
    for file in ("train.jsonl", "train-long.jsonl"):
        for line in (project / "data" / file).read_text(encoding="utf-8").splitlines():
            words = json.loads(line)["text"].split(" ")
            out += [" ".join(words[: i + 2]) for i, word in enumerate(words) if word == "Ask" and i + 2 < len(words)]
    return sorted(out, key=len)


def test_the_export_answers_every_needle_as_halyard_does(project, exported, model, tmp_path):
    tokenizer = AutoTokenizer.from_pretrained(exported, trust_remote_code=True)
    texts = questions(project)
    assert len(texts) >= NEEDLES
    texts = [texts[i * len(texts) // NEEDLES] for i in range(NEEDLES)]  # of all lengths
    rows = [tokenizer(text).input_ids for text in texts]
    (tmp_path / "ids.json").write_text(json.dumps(rows))
    ours = json.loads(run("generate", "--model", exported, "--ids", tmp_path / "ids.json", "--max-new-tokens", "1", "--json"))["tokens"]
    with torch.no_grad():
        theirs = [model(torch.tensor([row])).logits[0, -1].argmax().item() for row in rows]
    assert [row[0] if row else tokenizer.eos_token_id for row in ours] == theirs
    assert len(set(theirs)) > NEEDLES // 10  # answers, not always the same word


def test_the_export_generates_alone_and_padded_in_a_batch_what_halyard_generates(project, exported, model, tmp_path):
    tokenizer = AutoTokenizer.from_pretrained(exported, trust_remote_code=True)
    texts = questions(project)
    texts = [texts[0], texts[len(texts) // 2], texts[-1]]
    batch = tokenizer(texts, return_tensors="pt", padding=True)
    assert (batch["attention_mask"][:, 0] == 0).any()  # padded on the left
    width = batch["input_ids"].shape[1]
    with torch.no_grad():
        together = model.generate(**batch, max_new_tokens=TOKENS, do_sample=False)[:, width:].tolist()
    (tmp_path / "ids.json").write_text(json.dumps([tokenizer(text).input_ids for text in texts]))
    words = ["generate", "--model", exported, "--max-new-tokens", str(TOKENS), "--json"]
    ours = json.loads(run(*words, "--ids", tmp_path / "ids.json"))["tokens"]
    for row, text in enumerate(texts):
        inputs = tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            made = model.generate(**inputs, max_new_tokens=TOKENS, do_sample=False)[0, inputs["input_ids"].shape[1] :]
        expected = until_the_end(made.tolist(), tokenizer.eos_token_id)
        alone = json.loads(run(*words, "--prompt", text))
        for tokens in (together[row], ours[row], alone["tokens"][0]):
            assert until_the_end(tokens, tokenizer.eos_token_id) == expected, text


def until_the_end(tokens, end):
    return tokens[: tokens.index(end)] if end in tokens else tokens
