# SPDX-License-Identifier: GPL-3.0-or-later
# Runs with transformers 4 and 5.
"""resources/huggingface against the reference cases, through transformers alone (any supported version)."""

import json
import os
import pathlib
import shutil
import sys
import tempfile

import pytest

# Loading our code copies it: not into the user's own cache. Read by transformers when it is imported.
MODULES = tempfile.TemporaryDirectory(prefix="halyard-hf-modules-")
os.environ["HF_MODULES_CACHE"] = MODULES.name
os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from safetensors.torch import load_file
from transformers import AutoConfig, AutoModelForCausalLM, DynamicCache

torch.set_num_threads(1)  # the models are tiny; waiting for each other costs more than they compute
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "resources" / "huggingface"
ORACLES = pathlib.Path(os.environ.get("HALYARD_ORACLES", REPOSITORY.parent / "shared" / "oracles"))
AUTO_MAP = {
    "AutoConfig": "configuration_hypenet.HypeNetConfig",
    "AutoModelForCausalLM": "modeling_hypenet.HypeNetForCausalLM",
}
CASES = sorted(path.parent.name for path in ORACLES.glob("*/student")) if ORACLES.is_dir() else []
TOLERANCE = 2e-5

needs_oracles = pytest.mark.skipif(not CASES, reason="HALYARD_ORACLES names no folder of reference cases")


def model_folder(target, config, weights=None, keep_auto_map=True):
    """A Hugging Face folder at target with our code, the config (a dict) and, when given, a weights file."""
    target.mkdir(parents=True, exist_ok=True)
    for source in SOURCE.glob("*.py"):
        shutil.copy(source, target)
    (target / "config.json").write_text(json.dumps({**config, "auto_map": AUTO_MAP}))
    if weights is not None:
        shutil.copy(weights, target / "model.safetensors")
    return target


def load(folder, **options):
    model, report = AutoModelForCausalLM.from_pretrained(
        folder, trust_remote_code=True, output_loading_info=True, **options
    )
    assert not report["missing_keys"] and not report["unexpected_keys"] and not report["mismatched_keys"]
    return model.eval()


def student(case, target, **overrides):
    source = ORACLES / case / "student"
    config = {**json.loads((source / "config.json").read_text()), **overrides}
    return load(model_folder(target, config, source / "model.safetensors"))


def worst(got, expected):
    return float((got - expected).abs().max() / expected.abs().max())


SMALL = {
    "model_type": "hypenet",
    "architectures": ["HypeNetForCausalLM"],
    "vocab_size": 61,
    "hidden_size": 24,
    "intermediate_size": 40,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "initializer_range": 0.2,
    "mixer_types": ["lightning-attn", "attn", "lightning_attn"],
    "dtype": "float32",
}
VARIANTS = {
    "plain": {},
    "hybrid positions": {
        "attn_use_rope": False,
        "attn_use_output_gate": True,
        "attn_logits_scaling": "hype 20",
        "lightning_use_qk_norm": True,
        "lightning_use_output_norm": True,
        "lightning_use_output_gate": True,
        "lightning_nkv": 4,
    },
    "short convolution": {"lightning_use_short_conv": True, "lightning_conv_size": 3, "tie_word_embeddings": True},
    "other heads": {
        "lightning_nh": 6,
        "lightning_nkv": 3,
        "lightning_head_dim": 4,
        "lightning_use_rope": False,
        "lightning_scale": "1/d",
        "attention_bias": True,
        "attn_logits_scaling": 2,
    },
}


def random_model(name, target):
    folder = model_folder(target, {**SMALL, **VARIANTS[name]})
    config = AutoConfig.from_pretrained(folder, trust_remote_code=True)
    torch.manual_seed(7)
    model = AutoModelForCausalLM.from_config(config, trust_remote_code=True).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() == 1:
                parameter.add_(0.1 * torch.randn_like(parameter))
    return model


def recurrence(q, k, v, slopes, scale):
    """The definition, token by token in float64."""
    q, k, v = q.double(), k.double(), v.double()
    state = torch.zeros(q.shape[0], q.shape[2], q.shape[3], v.shape[3], dtype=torch.float64)
    outputs = []
    for t in range(q.shape[1]):
        state = torch.exp(-slopes.double())[None, :, None, None] * state + k[:, t, :, :, None] * v[:, t, :, None]
        outputs.append(scale * torch.einsum("bhd,bhde->bhe", q[:, t], state))
    return torch.stack(outputs, 1), state


def modeling(model):
    """The module that transformers loaded the class from."""
    return sys.modules[type(model).__module__]


@needs_oracles
def test_there_are_at_least_eight_cases():
    assert len(CASES) >= 8


@needs_oracles
@pytest.mark.parametrize("case", CASES)
def test_logits_are_those_of_the_published_code(case, tmp_path):
    model = student(case, tmp_path)
    expected = load_file(ORACLES / case / "expected.safetensors")
    ids = torch.tensor(json.loads((ORACLES / case / "ids.json").read_text()))
    with torch.no_grad():
        assert worst(model(ids).logits, expected["student_logits"]) < TOLERANCE
        if "student_logits_unscaled" in expected:
            model.config.attn_logits_scaling = None
            assert worst(model(ids).logits, expected["student_logits_unscaled"]) < TOLERANCE


@needs_oracles
@pytest.mark.parametrize("case", CASES)
def test_generates_the_published_tokens(case, tmp_path):
    model = student(case, tmp_path)
    expected = load_file(ORACLES / case / "expected.safetensors")
    decode = json.loads((ORACLES / case / "expected.json").read_text())["decode"]
    prompt = torch.tensor(json.loads((ORACLES / case / "ids.json").read_text()))[:1, :11]
    for use_cache in (True, False):
        made = model.generate(
            prompt,
            max_new_tokens=16,
            do_sample=False,
            use_cache=use_cache,
            output_logits=True,
            return_dict_in_generate=True,
        )
        assert made.sequences[0, 11:].tolist() == decode["tokens"]
        assert worst(torch.stack(made.logits, 1)[0], expected["decode_logits"]) < TOLERANCE


@needs_oracles
@pytest.mark.parametrize("case", CASES)
def test_loss_and_gradients_are_those_of_fine_tuning(case, tmp_path):
    model = student(case, tmp_path, attn_logits_scaling=None)
    expected = load_file(ORACLES / case / "expected.safetensors")
    loss = json.loads((ORACLES / case / "expected.json").read_text())["finetune"]["loss"]
    ids = torch.tensor(json.loads((ORACLES / case / "ids.json").read_text()))
    result = model(ids, labels=ids)
    assert abs(result.loss.item() - loss) < 1e-6 * loss
    result.loss.backward()
    names = {name for name in expected if name.startswith("grad_finetune/")}
    parameters = {"grad_finetune/" + name: parameter for name, parameter in model.named_parameters()}
    assert names and names <= set(parameters)
    for name in names:
        assert worst(parameters[name].grad, expected[name]) < 1e-4, name


@needs_oracles
@pytest.mark.parametrize("case", ["a_all_lightning_tied", "b_mixed_nope_gate_hype500"])
def test_the_cache_holds_the_published_states(case, tmp_path):
    model = student(case, tmp_path)
    expected = load_file(ORACLES / case / "layerwise.safetensors")
    ids = torch.tensor(json.loads((ORACLES / case / "ids.json").read_text()))
    with torch.no_grad():
        cache = model(ids, use_cache=True).past_key_values
    states = [name for name in expected if name.startswith("student_state/")]
    assert states
    for name in states:
        assert worst(cache.layers[int(name.split("/")[1])]["state"], expected[name]) < TOLERANCE
    assert cache.get_seq_length() == ids.shape[1] and cache.bytes() > 0


@needs_oracles
def test_the_folder_of_the_published_exporter_loads_under_our_code(tmp_path):
    source = ORACLES / "t_training_checkpoints" / "export"
    config = json.loads((source / "config.json").read_text())
    model = load(model_folder(tmp_path, config, source / "model.safetensors"), dtype=torch.float32)
    expected = load_file(ORACLES / "t_training_checkpoints" / "expected.safetensors")
    ids = torch.tensor(json.loads((ORACLES / "t_training_checkpoints" / "ids.json").read_text()))
    with torch.no_grad():
        assert worst(model(ids).logits, expected["export_logits"]) < TOLERANCE


@needs_oracles
@pytest.mark.parametrize("case", CASES)
def test_saving_writes_the_published_names_and_loads_again(case, tmp_path):
    model = student(case, tmp_path / "first")
    published = load_file(ORACLES / case / "student" / "model.safetensors")
    model.save_pretrained(tmp_path / "second")
    saved = load_file(tmp_path / "second" / "model.safetensors")
    assert set(saved) == set(published)
    assert all(torch.equal(saved[name], published[name]) for name in saved)
    again = load(tmp_path / "second")
    ids = torch.tensor(json.loads((ORACLES / case / "ids.json").read_text()))
    with torch.no_grad():
        assert torch.equal(model(ids).logits, again(ids).logits)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("length", [1, 63, 64, 65, 150])
def test_decoding_with_the_cache_equals_the_full_forward(variant, length, tmp_path):
    model = random_model(variant, tmp_path)
    ids = torch.randint(0, 61, (2, length), generator=torch.Generator().manual_seed(length))
    with torch.no_grad():
        full = model(ids, use_cache=False).logits
        for piece in (1, 2, 40):
            cache, parts = None, []
            for start in range(0, length, piece):
                result = model(ids[:, start : start + piece], past_key_values=cache, use_cache=True)
                cache = result.past_key_values
                parts.append(result.logits)
            assert worst(torch.cat(parts, 1), full) < TOLERANCE


@pytest.mark.parametrize("variant", VARIANTS)
def test_padding_changes_nothing_wherever_it_is(variant, tmp_path):
    model = random_model(variant, tmp_path)
    generator = torch.Generator().manual_seed(3)
    lengths, width = [70, 9, 1, 33], 80
    rows = [torch.randint(0, 61, (1, n), generator=generator) for n in lengths]
    for side in ("left", "right", "scattered"):
        ids = torch.randint(0, 61, (len(rows), width), generator=generator)
        mask = torch.zeros_like(ids)
        for row, tokens in enumerate(rows):
            count = tokens.shape[1]
            places = {
                "left": torch.arange(width - count, width),
                "right": torch.arange(count),
                "scattered": torch.randperm(width, generator=generator)[:count].sort().values,
            }[side]
            mask[row, places] = 1
            ids[row, places] = tokens[0]
        with torch.no_grad():
            batched = model(ids, attention_mask=mask).logits
            first = model(ids[:, :37], attention_mask=mask[:, :37], use_cache=True)
            second = model(ids[:, 37:], attention_mask=mask, past_key_values=first.past_key_values)
            pieces = torch.cat((first.logits, second.logits), 1)
            assert batched.isfinite().all()
            for row, tokens in enumerate(rows):
                single = model(tokens).logits[0]
                assert worst(batched[row, mask[row] == 1], single) < TOLERANCE
                assert worst(pieces[row, mask[row] == 1], single) < TOLERANCE


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_left_padded_batch_generates_what_each_prompt_generates_alone(variant, tmp_path):
    model = random_model(variant, tmp_path)
    generator = torch.Generator().manual_seed(5)
    prompts = [torch.randint(1, 61, (n,), generator=generator) for n in (17, 3, 1, 70)]
    width = max(len(prompt) for prompt in prompts)
    ids = torch.stack([torch.nn.functional.pad(prompt, (width - len(prompt), 0)) for prompt in prompts])
    mask = torch.stack([(torch.arange(width) >= width - len(prompt)).long() for prompt in prompts])
    settings = {"max_new_tokens": 24, "do_sample": False, "pad_token_id": 0}
    batched = model.generate(ids, attention_mask=mask, **settings)[:, width:]
    for row, prompt in enumerate(prompts):
        single = model.generate(prompt[None], attention_mask=torch.ones_like(prompt[None]), **settings)
        assert batched[row].tolist() == single[0, len(prompt) :].tolist()
    beams = {**settings, "num_beams": 3}
    batched = model.generate(ids, attention_mask=mask, **beams)[:, width:]
    for row, prompt in enumerate(prompts):
        single = model.generate(prompt[None], attention_mask=torch.ones_like(prompt[None]), use_cache=False, **beams)
        assert batched[row].tolist() == single[0, len(prompt) :].tolist()


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_prompt_read_in_pieces_and_a_continued_cache_generate_the_same(variant, tmp_path):
    model = random_model(variant, tmp_path)
    ids = torch.randint(1, 61, (2, 50), generator=torch.Generator().manual_seed(2))
    mask = torch.ones_like(ids)
    mask[0, :11] = 0
    settings = {"do_sample": False, "pad_token_id": 0, "return_dict_in_generate": True}
    whole = model.generate(ids, attention_mask=mask, max_new_tokens=12, **settings)
    pieces = model.generate(ids, attention_mask=mask, max_new_tokens=12, prefill_chunk_size=16, **settings)
    assert torch.equal(pieces.sequences, whole.sequences)
    first = model.generate(ids, attention_mask=mask, max_new_tokens=5, **settings)
    mask = torch.nn.functional.pad(mask, (0, 5), value=1)
    second = model.generate(
        first.sequences, attention_mask=mask, max_new_tokens=7, past_key_values=first.past_key_values, **settings
    )
    assert torch.equal(second.sequences, whole.sequences)


@pytest.mark.parametrize("variant", VARIANTS)
def test_embeddings_can_be_given_instead_of_ids(variant, tmp_path):
    model = random_model(variant, tmp_path)
    ids = torch.randint(0, 61, (2, 12), generator=torch.Generator().manual_seed(1))
    embeddings = model.get_input_embeddings()(ids)
    settings = {"max_new_tokens": 8, "do_sample": False, "pad_token_id": 0}
    expected = model.generate(ids, **settings)[:, 12:]
    made = model.generate(inputs_embeds=embeddings, attention_mask=torch.ones_like(ids), **settings)
    assert torch.equal(made, expected)


@pytest.mark.parametrize("length", [1, 64, 129, 300])
def test_the_blocks_of_linear_attention_equal_the_recurrence(length, tmp_path):
    code = modeling(random_model("plain", tmp_path))
    generator = torch.Generator().manual_seed(length)
    for heads in (1, 3, 6, 8):
        q, k, v = (torch.randn(2, length, heads, 12, generator=generator) for _ in range(3))
        slopes = torch.tensor(code.lightning_slopes(heads))
        expected, last = recurrence(q, k, v, slopes, 0.3)
        got, state = code.lightning_attention(q, k, v, slopes, 0.3, None, None)
        assert worst(got.double(), expected) < 2e-6 and worst(state.double(), last) < 2e-6


def test_slopes_of_six_heads_are_four_and_every_other_of_eight(tmp_path):
    code = modeling(random_model("plain", tmp_path))
    assert code.lightning_slopes(4) == [2**-2, 2**-4, 2**-6, 2**-8]
    assert code.lightning_slopes(6) == [2**-2, 2**-4, 2**-6, 2**-8, 2**-1, 2**-3]


def test_checkpointed_gradients_are_the_gradients(tmp_path):
    model = random_model("hybrid positions", tmp_path).train()
    ids = torch.randint(0, 61, (2, 30), generator=torch.Generator().manual_seed(1))
    model(ids, labels=ids).loss.backward()
    plain = {name: parameter.grad.clone() for name, parameter in model.named_parameters()}
    model.zero_grad()
    model.gradient_checkpointing_enable()
    model(ids, labels=ids).loss.backward()
    for name, parameter in model.named_parameters():
        assert torch.equal(parameter.grad, plain[name]), name


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"mixer_types": ["attn"]}, "mixer_types names 1 layers"),
        ({"mixer_types": ["attn", "mamba", "attn"]}, "mamba"),
        ({"attn_logits_scaling": "hype one"}, "second word must be a number"),
        ({"attn_logits_scaling": True}, "attn_logits_scaling is True"),
        ({"lightning_head_dim": 4}, "must equal head_dim"),
        ({"lightning_nkv": 3}, "multiple of lightning_nkv"),
        ({"rope_scaling": {"type": "yarn"}}, "not supported"),
    ],
)
def test_a_wrong_config_is_refused_by_name(change, sentence, tmp_path):
    folder = model_folder(tmp_path, {**SMALL, **change})
    with pytest.raises(ValueError, match=sentence):
        AutoConfig.from_pretrained(folder, trust_remote_code=True)


def test_a_foreign_cache_is_refused_by_name(tmp_path):
    model = random_model("plain", tmp_path)
    with pytest.raises(TypeError, match="DynamicCache"):
        model(torch.zeros(1, 2, dtype=torch.long), past_key_values=DynamicCache())


def test_omitted_keys_take_the_documented_defaults(tmp_path):
    folder = model_folder(tmp_path, {"model_type": "hypenet", "num_hidden_layers": 2, "num_attention_heads": 6})
    config = AutoConfig.from_pretrained(folder, trust_remote_code=True)
    assert config.mixer_types == ["attn", "attn"]
    assert (config.head_dim, config.rope_theta, config.tie_word_embeddings) == (128, 1e4, False)
    assert (config.lightning_nh, config.lightning_nkv, config.lightning_head_dim) == (6, 6, 128)
    switches = ("rope", "qk_norm", "output_norm", "output_gate", "short_conv")
    assert [getattr(config, f"lightning_use_{name}") for name in switches] == [True, False, False, False, False]
    assert (config.lightning_scale, config.lightning_conv_size, config.attn_use_rope) == ("1/sqrt(d)", 4, True)
