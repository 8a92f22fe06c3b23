# SPDX-License-Identifier: GPL-3.0-or-later
# Runs with transformers 4 and 5.
"""`halyard export` and what transformers makes of the folders it writes."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import pytest

# Loading our code copies it: not into the user's own cache. Read by transformers when it is imported.
MODULES = tempfile.TemporaryDirectory(prefix="halyard-hf-modules-")
os.environ["HF_MODULES_CACHE"] = MODULES.name
os.environ["HF_HUB_OFFLINE"] = "1"

import tokenizers
import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

torch.set_num_threads(1)  # the models are tiny; waiting for each other costs more than they compute
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
ORACLES = pathlib.Path(os.environ.get("HALYARD_ORACLES", REPOSITORY.parent / "shared" / "oracles"))
PROGRAM = pathlib.Path(os.environ.get("HALYARD_BIN", REPOSITORY / "build/release/bin")) / "halyard"
TOKENIZER = REPOSITORY / "resources" / "demo" / "tokenizer"
CASES = sorted(path.parent.name for path in ORACLES.glob("*/student")) if ORACLES.is_dir() else []
TOLERANCE = 2e-5

needs_oracles = pytest.mark.skipif(not CASES, reason="HALYARD_ORACLES names no folder of reference cases")


def export(source, out, *options):
    """Runs the program; its own comparison uses this very Python."""
    result = subprocess.run(
        [PROGRAM, "export", "--checkpoint", source, "--out", out, "--json", *options],
        env={**os.environ, "HALYARD_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def load(folder):
    model, report = AutoModelForCausalLM.from_pretrained(
        folder, trust_remote_code=True, dtype=torch.float32, output_loading_info=True
    )
    assert not report["missing_keys"] and not report["unexpected_keys"] and not report["mismatched_keys"]
    return model.eval()


def worst(got, expected):
    return float((got - expected).abs().max() / expected.abs().max())


def ids_of(case):
    return torch.tensor(json.loads((ORACLES / case / "ids.json").read_text()))


@needs_oracles
@pytest.mark.parametrize("case", CASES)
def test_an_exported_student_computes_the_published_logits(case, tmp_path):
    student = ORACLES / case / "student"
    scaling = json.loads((student / "config.json").read_text())["attn_logits_scaling"]
    scaling = "hype 362" if scaling == "hype" else "none" if scaling is None else str(scaling)
    report = export(student, tmp_path / "out", "--attn-logits-scaling", scaling)
    assert report["transformers"] == transformers.__version__
    assert report["transformers_error"] < TOLERANCE
    published, written = load_file(student / "model.safetensors"), load_file(tmp_path / "out" / "model.safetensors")
    assert set(written) == set(published)
    assert all(torch.equal(written[name], published[name]) for name in published)
    with torch.no_grad():
        logits = load(tmp_path / "out")(ids_of(case)).logits
    assert worst(logits, load_file(ORACLES / case / "expected.safetensors")["student_logits"]) < TOLERANCE


@needs_oracles
def test_a_teacher_is_exported_as_the_class_of_transformers(tmp_path):
    for case in CASES[:2]:  # one with tied embeddings, one without
        report = export(ORACLES / case / "teacher", tmp_path / case)
        assert report["architecture"] == "Qwen3ForCausalLM" and report["transformers"] == transformers.__version__
        model = AutoModelForCausalLM.from_pretrained(tmp_path / case)
        with torch.no_grad():
            logits = model.eval()(ids_of(case)).logits
        assert worst(logits, load_file(ORACLES / case / "expected.safetensors")["teacher_logits"]) < TOLERANCE


@needs_oracles
def test_a_bfloat16_folder_stays_bfloat16_and_names_are_the_published_ones(tmp_path):
    source = ORACLES / "t_training_checkpoints" / "export"
    report = export(source, tmp_path / "out")
    assert report["dtype"] == "bfloat16" and report["attn_logits_scaling"] == "hype 500"
    published, written = load_file(source / "model.safetensors"), load_file(tmp_path / "out" / "model.safetensors")
    assert set(written) == set(published)
    for name in published:
        assert written[name].dtype == torch.bfloat16 and torch.equal(written[name], published[name]), name
    model = load(tmp_path / "out")
    assert AutoConfig.from_pretrained(tmp_path / "out", trust_remote_code=True).attn_logits_scaling == "hype 500"
    model.config.attn_logits_scaling = None
    expected = load_file(ORACLES / "t_training_checkpoints" / "expected.safetensors")["export_logits"]
    with torch.no_grad():
        assert worst(model(ids_of("t_training_checkpoints")).logits, expected) < TOLERANCE


def small_model(folder, tokens):
    """A random HypeNet with the vocabulary of a tokenizer, as a checkpoint folder."""
    config = {
        "model_type": "hypenet",
        "vocab_size": tokens,
        "hidden_size": 32,
        "intermediate_size": 48,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 8,
        "mixer_types": ["lightning-attn", "attn", "lightning-attn"],
        "attn_use_rope": False,
        "attn_use_output_gate": True,
        "lightning_nkv": 4,
        "lightning_use_qk_norm": True,
        "lightning_use_output_norm": True,
        "lightning_use_output_gate": True,
        "tie_word_embeddings": True,
        "initializer_range": 0.3,
        "dtype": "float32",
        "auto_map": {
            "AutoConfig": "configuration_hypenet.HypeNetConfig",
            "AutoModelForCausalLM": "modeling_hypenet.HypeNetForCausalLM",
        },
    }
    folder.mkdir()
    for source in (REPOSITORY / "resources" / "huggingface").glob("*.py"):
        shutil.copy(source, folder)
    (folder / "config.json").write_text(json.dumps(config))
    torch.manual_seed(11)
    loaded = AutoConfig.from_pretrained(folder, trust_remote_code=True)
    model = AutoModelForCausalLM.from_config(loaded, trust_remote_code=True)
    tensors = {name: value.clone() for name, value in model.state_dict().items() if name != "lm_head.weight"}
    save_file(tensors, folder / "model.safetensors")


def test_an_exported_tokenizer_and_model_generate_a_batch_as_they_generate_each_text(tmp_path):
    reference = tokenizers.Tokenizer.from_file(str(TOKENIZER / "tokenizer.json"))
    small_model(tmp_path / "model", reference.get_vocab_size())
    report = export(tmp_path / "model", tmp_path / "out", "--tokenizer", TOKENIZER)
    assert report["transformers"] == transformers.__version__ and report["notes"] == []
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "out", trust_remote_code=True)
    model = load(tmp_path / "out")
    texts = ["Once upon a time there was", "The", "Größe: 1234\n\tif (a != b) { return; }"]
    for text in texts:
        assert tokenizer(text).input_ids == reference.encode(text).ids
    batch = tokenizer(texts, return_tensors="pt", padding=True)
    assert batch["attention_mask"][1].tolist() == sorted(batch["attention_mask"][1].tolist())  # padded on the left
    made = model.generate(**batch, max_new_tokens=20, do_sample=False)
    for row, text in enumerate(texts):
        alone = tokenizer(text, return_tensors="pt")
        single = model.generate(**alone, max_new_tokens=20, do_sample=False)
        length = alone["input_ids"].shape[1]
        width = batch["input_ids"].shape[1]
        new = single[0, length:].tolist()
        assert made[row, width : width + len(new)].tolist() == new


def test_a_wrong_source_gives_one_sentence_and_leaves_nothing(tmp_path):
    command = [PROGRAM, "export", "--checkpoint", tmp_path, "--out", tmp_path / "out"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 2 and result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
