# SPDX-License-Identifier: GPL-3.0-or-later
# Runs with transformers 4 and 5.
"""What `halyard demo` exports writes the same text in Python as in `halyard generate`."""

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
TOKENS = 40
# Of different lengths, so that a batch of them is padded on the left.
PROMPTS = ["The Debian project", "To", "An administrator should read the manual before a package is removed, because"]


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
def exported(tmp_path_factory):
    project = tmp_path_factory.mktemp("demo") / "project"
    run("demo", "--budget", "test", "--out", project)
    return project / "exports" / "hypenet-demo"


@pytest.fixture(scope="module")
def model(exported):
    loaded, report = AutoModelForCausalLM.from_pretrained(
        exported, trust_remote_code=True, dtype=torch.float32, output_loading_info=True
    )
    assert not report["missing_keys"] and not report["unexpected_keys"] and not report["mismatched_keys"]
    return loaded.eval()


def generated(exported, *options):
    return json.loads(run("generate", "--model", exported, "--max-new-tokens", str(TOKENS), "--json", *options))


def until_the_end(tokens, end):
    return tokens[: tokens.index(end)] if end in tokens else tokens


def test_the_export_generates_the_tokens_of_halyard_generate_alone_and_in_a_batch(exported, model, tmp_path):
    tokenizer = AutoTokenizer.from_pretrained(exported, trust_remote_code=True)
    batch = tokenizer(PROMPTS, return_tensors="pt", padding=True)
    assert (batch["attention_mask"][:, 0] == 0).any()  # padded on the left
    width = batch["input_ids"].shape[1]
    in_python = model.generate(**batch, max_new_tokens=TOKENS, do_sample=False)[:, width:].tolist()
    (tmp_path / "ids.json").write_text(json.dumps([tokenizer(prompt).input_ids for prompt in PROMPTS]))
    in_a_batch = generated(exported, "--ids", tmp_path / "ids.json")["tokens"]
    for row, prompt in enumerate(PROMPTS):
        inputs = tokenizer(prompt, return_tensors="pt")
        made = model.generate(**inputs, max_new_tokens=TOKENS, do_sample=False)[0, inputs["input_ids"].shape[1] :]
        expected = until_the_end(made.tolist(), tokenizer.eos_token_id)
        assert expected
        alone = generated(exported, "--prompt", prompt)
        for tokens in (in_python[row], in_a_batch[row], alone["tokens"][0]):
            assert until_the_end(tokens, tokenizer.eos_token_id) == expected, prompt
        assert alone["text"][0].startswith(tokenizer.decode(expected[:-3], clean_up_tokenization_spaces=False)), prompt
