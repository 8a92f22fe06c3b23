# SPDX-License-Identifier: GPL-3.0-or-later
"""The event files of a run, read by TensorBoard itself, say what events.jsonl says."""
import json
import os
import pathlib
import subprocess

import pytest

event_accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")

HALYARD = pathlib.Path(os.environ["HALYARD_BIN"]) / "halyard"
MODEL = {
    "vocab_size": 257, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "head_dim": 8,
}  # fmt: skip


def call(*words):
    subprocess.run([str(HALYARD), *map(str, words)], check=True, capture_output=True, text=True)


def byte_tokenizer(folder):
    """Token i is byte i, 256 ends a text."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [b for b in range(256) if b not in visible]
    vocab = {chr(b): b for b in visible} | {chr(256 + i): b for i, b in enumerate(hidden)}
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
    end = {"id": 256, "content": "<|end|>", "single_word": False, "lstrip": False, "rstrip": False,
           "normalized": False, "special": True}  # fmt: skip
    folder.mkdir()
    (folder / "tokenizer.json").write_text(json.dumps({
        "version": "1.0", "added_tokens": [end], "normalizer": None, "pre_tokenizer": byte_level,
        "post_processor": None, "decoder": byte_level, "model": {"type": "BPE", "vocab": vocab, "merges": []},
    }))  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps({"eos_token": "<|end|>"}))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tensorboard")
    byte_tokenizer(folder / "tokenizer")
    (folder / "text.txt").write_text("the rope on the mast and the wind in the sail. " * 40)
    call("data", "prepare", "--tokenizer", folder / "tokenizer", "--input", folder / "text.txt", "--out",
         folder / "data", "--packing", "stream", "--block", 32)  # fmt: skip
    settings = [f"model.config.{key}={value}" for key, value in MODEL.items()]
    settings += ["data.context_length=32", "data.batch_size=2", "schedule.steps=6", "schedule.warmup_steps=2",
                 "train.held_out_every_steps=3", "train.threads=1"]  # fmt: skip
    sets = [word for setting in settings for word in ("--set", setting)]
    call("new", "pretrain", "--preset", "demo", "--data", folder / "data", "--held-out", folder / "data", "--out",
         folder / "run", *sets)  # fmt: skip
    call("run", folder / "run")
    return folder / "run"


def events(run, name):
    lines = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    return [line for line in lines if line["e"] == name]


def scalars(run):
    reader = event_accumulator.EventAccumulator(str(run / "tensorboard"))
    reader.Reload()
    return {tag: reader.Scalars(tag) for tag in reader.Tags()["scalars"]}


@pytest.mark.parametrize("tag, key", [
    ("train/loss", "loss"), ("train/learning_rate", "lr"), ("train/grad_norm", "grad_norm"),
    ("train/n_input_tokens_seen", "tokens"), ("efficiency/mem_rss", "memory"),
    ("efficiency/tokens_per_second", "tokens_per_second"),
])  # fmt: skip
def test_every_step_is_there(run, tag, key):
    wanted = [line for line in events(run, "step") if key in line]
    found = scalars(run)[tag]
    assert [s.step for s in found] == [line["step"] for line in wanted]
    assert [s.value for s in found] == pytest.approx([line[key] for line in wanted], rel=1e-6)
    assert len(found) >= 5


def test_held_out_loss_is_there(run):
    found = scalars(run)["held_out/loss"]
    assert [(s.step, pytest.approx(s.value)) for s in found] == [(e["step"], e["loss"]) for e in events(run, "held_out")]
    assert [s.step for s in found] == [3, 6]
