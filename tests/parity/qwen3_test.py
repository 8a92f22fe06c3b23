# SPDX-License-Identifier: GPL-3.0-or-later
# Runs with transformers 4 and 5.
"""`halyard logits` and `halyard generate` against Qwen3ForCausalLM of transformers on random models."""

import dataclasses
import json
import os
import pathlib
import subprocess

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from safetensors.torch import load_file
from transformers import Qwen3Config, Qwen3ForCausalLM

torch.set_num_threads(1)  # the models are tiny; waiting for each other costs more than they compute
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("HALYARD_BIN", REPOSITORY / "build/release/bin")) / "halyard"
TOLERANCE = 2e-5
LEAST_MARGIN = 1e-4  # between the likeliest two tokens, so that rounding cannot change a greedy choice
NEW_TOKENS = 64
VOCABULARY = 97


@dataclasses.dataclass(frozen=True)
class Case:
    heads: int
    groups: int  # of keys and values
    head_dim: int
    hidden: int
    tied: bool
    length: int
    batch: int
    layers: int = 2
    theta: float = 1e4
    epsilon: float = 1e-6
    bias: bool = False

    def __str__(self):
        return "-".join(str(value) for value in dataclasses.astuple(self)[:7])


CASES = [
    Case(4, 4, 8, 32, True, 1, 1),
    Case(4, 4, 8, 32, False, 513, 1),
    Case(4, 2, 16, 32, True, 7, 5),
    Case(8, 1, 8, 24, False, 64, 2),
    Case(8, 2, 16, 40, True, 65, 3),
    Case(6, 2, 4, 48, False, 63, 1),
    Case(6, 3, 10, 36, True, 128, 2, layers=3),
    Case(3, 1, 32, 20, False, 129, 1),
    Case(5, 1, 12, 44, True, 33, 4),
    Case(7, 1, 6, 28, False, 2, 5, layers=4),
    Case(8, 8, 24, 64, True, 255, 1, theta=1e6),
    Case(8, 4, 64, 48, False, 256, 1, theta=1e6, epsilon=1e-5),
    Case(16, 2, 8, 56, True, 17, 3, bias=True),
    Case(2, 2, 128, 16, False, 31, 2, theta=5e6),
    Case(1, 1, 2, 8, True, 100, 2, layers=5),
    Case(12, 4, 14, 60, False, 301, 2, bias=True),
    Case(10, 2, 20, 72, True, 512, 1, layers=1),
    Case(8, 1, 40, 33, False, 5, 4, epsilon=1e-4),
]
BFLOAT16 = CASES[1::3]
GENERATED = [CASES[3], CASES[6], CASES[12], CASES[13]]


def model_folder(case, folder, seed=0, rounded=False):
    """Writes a random model and returns it; rounded: its weights are exact in bfloat16."""
    config = Qwen3Config(
        vocab_size=VOCABULARY,
        hidden_size=case.hidden,
        intermediate_size=2 * case.hidden + 3,
        num_hidden_layers=case.layers,
        num_attention_heads=case.heads,
        num_key_value_heads=case.groups,
        head_dim=case.head_dim,
        rms_norm_eps=case.epsilon,
        rope_theta=case.theta,
        tie_word_embeddings=case.tied,
        attention_bias=case.bias,
        max_position_embeddings=1024,
        bos_token_id=None,
        eos_token_id=None,
        dtype="float32",
    )
    torch.manual_seed(seed)
    model = Qwen3ForCausalLM(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            values = torch.randn_like(parameter) * 0.2
            values = values + 1 if name.endswith("norm.weight") else values
            parameter.copy_(values.bfloat16().float() if rounded else values)
    model.save_pretrained(folder)
    if case.theta != 1e4:  # transformers 5 moves the key; published folders have it where it was
        document = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps({**document, "rope_theta": case.theta}))
    return model


def random_rows(lengths, seed=1):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randint(0, VOCABULARY, (length,), generator=generator).tolist() for length in lengths]


def run(*arguments):
    result = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout


def our_logits(folder, rows, *options):
    (folder / "ids.json").write_text(json.dumps(rows))
    out = folder / "logits.out"
    run("logits", "--model", folder, "--ids", folder / "ids.json", "--out", out, *options)
    return load_file(out)["logits"]


def our_tokens(folder, prompts):
    (folder / "ids.json").write_text(json.dumps(prompts))
    options = ("--ids", folder / "ids.json", "--max-new-tokens", str(NEW_TOKENS), "--json")
    return json.loads(run("generate", "--model", folder, *options))["tokens"]


def worst(got, expected):
    return float((got - expected).abs().max() / expected.abs().max())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_logits_are_those_of_transformers(case, tmp_path):
    model = model_folder(case, tmp_path)
    rows = random_rows([case.length] * case.batch)
    with torch.no_grad():
        expected = model(torch.tensor(rows)).logits
    ours = our_logits(tmp_path, rows)
    assert ours.shape == expected.shape and ours.dtype == torch.float32
    assert worst(ours, expected) < TOLERANCE


@pytest.mark.parametrize("case", BFLOAT16, ids=str)
def test_bfloat16_is_at_most_twice_as_far_off_as_transformers(case, tmp_path):
    model = model_folder(case, tmp_path, rounded=True)
    rows = random_rows([case.length] * case.batch)
    ids = torch.tensor(rows)
    ours = our_logits(tmp_path, rows, "--dtype", "bfloat16").double()
    with torch.no_grad():
        theirs = Qwen3ForCausalLM.from_pretrained(tmp_path, dtype=torch.bfloat16).eval()(ids).logits.double()
        exact = model.double()(ids).logits
    for measure in (lambda error: error.abs().max(), lambda error: error.square().mean().sqrt()):
        assert measure(ours - exact) <= 2 * measure(theirs - exact)
    assert (theirs - exact).abs().max() > 1e-3  # it was bfloat16 that was compared


@pytest.mark.parametrize("case", BFLOAT16[:2], ids=str)
def test_a_sharded_bfloat16_folder_is_read_as_published_ones_are(case, tmp_path):
    model = model_folder(case, tmp_path, rounded=True)
    (tmp_path / "model.safetensors").unlink()
    Qwen3ForCausalLM(model.config).bfloat16().save_pretrained(tmp_path, max_shard_size="20KB")
    stored = {}
    for shard in tmp_path.glob("model-*-of-*.safetensors"):
        stored.update(load_file(shard))
    assert len(list(tmp_path.glob("model-*-of-*.safetensors"))) >= 3
    assert all(tensor.dtype == torch.bfloat16 for tensor in stored.values())
    rows = random_rows([case.length] * case.batch)
    exact = Qwen3ForCausalLM.from_pretrained(tmp_path, dtype=torch.float32).eval()
    with torch.no_grad():
        expected = exact(torch.tensor(rows)).logits
    assert worst(our_logits(tmp_path, rows), expected) < TOLERANCE


def left_padded(prompts):
    width = max(map(len, prompts))
    ids = torch.tensor([[0] * (width - len(prompt)) + prompt for prompt in prompts])
    mask = torch.tensor([[0] * (width - len(prompt)) + [1] * len(prompt) for prompt in prompts])
    return ids, mask


def their_tokens(model, prompts, **options):
    """What transformers makes of a left-padded batch, and the least margin of a choice."""
    ids, mask = left_padded(prompts)
    settings = {"do_sample": False, "max_new_tokens": NEW_TOKENS, "pad_token_id": 0, **options}
    made = model.generate(
        ids, attention_mask=mask, output_logits=True, return_dict_in_generate=True, **settings
    )
    best = torch.stack(made.logits).topk(2, -1).values
    return made.sequences[:, ids.shape[1] :].tolist(), float((best[..., 0] - best[..., 1]).min())


def model_with_clear_choices(case, folder, prompts):
    for seed in range(20):
        model = model_folder(case, folder, seed)
        tokens, margin = their_tokens(model, prompts)
        if margin > LEAST_MARGIN:
            return model, tokens
    pytest.fail(f"every one of 20 models had a choice closer than {LEAST_MARGIN}")


@pytest.mark.parametrize("case", GENERATED, ids=str)
def test_prompts_of_several_lengths_continue_as_in_transformers_and_as_alone(case, tmp_path):
    prompts = random_rows([29, 1, 70, 8], seed=case.heads)
    model, expected = model_with_clear_choices(case, tmp_path, prompts)
    assert our_tokens(tmp_path, prompts) == expected
    for row in (1, 3):
        assert their_tokens(model, [prompts[row]])[0] == [expected[row]]
        assert our_tokens(tmp_path, [prompts[row]]) == [expected[row]]


def test_generation_ends_after_the_end_token(tmp_path):
    prompts = random_rows([12, 5], seed=3)
    _, tokens = model_with_clear_choices(CASES[4], tmp_path, prompts)
    end = tokens[0][10]
    document = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**document, "eos_token_id": end}))
    expected = [row[: row.index(end) + 1] if end in row else row for row in tokens]
    assert len(expected[0]) <= 11
    assert our_tokens(tmp_path, prompts) == expected


def test_rows_of_several_lengths_are_refused_where_logits_are_asked_for(tmp_path):
    model_folder(CASES[0], tmp_path)
    (tmp_path / "ids.json").write_text("[[1, 2], [3]]")
    command = [PROGRAM, "logits", "--model", tmp_path, "--ids", tmp_path / "ids.json", "--out", tmp_path / "out"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 2 and "row 1 has 1 ids and row 0 has 2" in result.stderr
    assert not (tmp_path / "out").exists()
