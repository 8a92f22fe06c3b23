# SPDX-License-Identifier: GPL-3.0-or-later
"""Configuration of HypeNet: a Qwen3-like decoder in which each layer has its own sequence mixer."""

import math

from transformers import PretrainedConfig

# Spelling in a config.json -> the mixer. The first name of a mixer is the one that is written.
MIXER_NAMES = {"attn": "attn", "lightning-attn": "lightning-attn", "lightning_attn": "lightning-attn"}

# What "hype" without a second word means.
DEFAULT_LOGITS_SCALING_BASE = 362.0


class HypeNetConfig(PretrainedConfig):
    """Keys of config.json beside those of Qwen3.

    mixer_types: one mixer a layer, "attn" (softmax attention) or "lightning-attn" (linear attention with a fixed decay
        for each head); an empty list means "attn" everywhere.
    attn_use_rope, attn_use_output_gate: rotary positions and a sigmoid gate on the output of the "attn" layers.
    attn_logits_scaling: None; a number c (q <- c q); or two words such as "hype 500" (q_t <- q_t ln(t + A) / ln(A) with
        A = 500 and t the 0-based position). It belongs to inference: set it to None while training.
    lightning_nh, lightning_nkv, lightning_head_dim: heads of the linear layers; None: as in the "attn" layers.
    lightning_scale: "1/sqrt(d)", "1/d", or anything else for a factor of 1.
    lightning_use_rope, lightning_use_qk_norm, lightning_use_output_norm, lightning_use_output_gate,
    lightning_use_short_conv, lightning_conv_size: parts of the linear layers.
    expand_kv_proj, rand_init: how the linear layers were started from the teacher; kept as a record.
    """

    model_type = "hypenet"
    keys_to_ignore_at_inference = ["past_key_values"]

    def __init__(
        self,
        vocab_size=151936,
        hidden_size=2048,
        intermediate_size=6144,
        num_hidden_layers=28,
        num_attention_heads=16,
        num_key_value_heads=None,
        head_dim=128,
        hidden_act="silu",
        max_position_embeddings=32768,
        initializer_range=0.02,
        rms_norm_eps=1e-6,
        use_cache=True,
        tie_word_embeddings=False,
        rope_theta=None,
        attention_bias=False,
        attention_dropout=0.0,
        mixer_types=None,
        attn_use_rope=True,
        attn_use_output_gate=False,
        attn_logits_scaling=None,
        expand_kv_proj=False,
        rand_init=False,
        lightning_nh=None,
        lightning_nkv=None,
        lightning_head_dim=None,
        lightning_scale="1/sqrt(d)",
        lightning_use_rope=True,
        lightning_use_qk_norm=False,
        lightning_use_output_norm=False,
        lightning_use_output_gate=False,
        lightning_use_short_conv=False,
        lightning_conv_size=4,
        pad_token_id=None,
        bos_token_id=None,
        eos_token_id=None,
        **kwargs,
    ):
        self.vocab_size = vocab_size
        self.hidden_size = hidden_size
        self.intermediate_size = intermediate_size
        self.num_hidden_layers = num_hidden_layers
        self.num_attention_heads = num_attention_heads
        self.num_key_value_heads = num_attention_heads if num_key_value_heads is None else num_key_value_heads
        self.head_dim = head_dim
        self.hidden_act = hidden_act
        self.max_position_embeddings = max_position_embeddings
        self.initializer_range = initializer_range
        self.rms_norm_eps = rms_norm_eps
        self.use_cache = use_cache
        self.rope_theta = _rope_theta(rope_theta, kwargs)
        self.attention_bias = attention_bias
        self.attention_dropout = attention_dropout

        self.mixer_types = list(mixer_types) if mixer_types else ["attn"] * num_hidden_layers
        self.attn_use_rope = attn_use_rope
        self.attn_use_output_gate = attn_use_output_gate
        self.attn_logits_scaling = attn_logits_scaling
        self.expand_kv_proj = expand_kv_proj
        self.rand_init = rand_init
        self.lightning_nh = self.num_attention_heads if lightning_nh is None else lightning_nh
        self.lightning_nkv = self.num_key_value_heads if lightning_nkv is None else lightning_nkv
        self.lightning_head_dim = head_dim if lightning_head_dim is None else lightning_head_dim
        self.lightning_scale = lightning_scale
        self.lightning_use_rope = lightning_use_rope
        self.lightning_use_qk_norm = lightning_use_qk_norm
        self.lightning_use_output_norm = lightning_use_output_norm
        self.lightning_use_output_gate = lightning_use_output_gate
        self.lightning_use_short_conv = lightning_use_short_conv
        self.lightning_conv_size = lightning_conv_size
        self._check()

        super().__init__(
            pad_token_id=pad_token_id,
            bos_token_id=bos_token_id,
            eos_token_id=eos_token_id,
            tie_word_embeddings=tie_word_embeddings,
            **kwargs,
        )
        # Some versions of the base class drop these.
        self.pad_token_id = pad_token_id
        self.bos_token_id = bos_token_id
        self.eos_token_id = eos_token_id
        self.tie_word_embeddings = tie_word_embeddings

    def mixer_of(self, layer):
        """The mixer of a layer: "attn" or "lightning-attn"."""
        return MIXER_NAMES[self.mixer_types[layer]]

    def logits_scaling(self):
        """attn_logits_scaling as (constant, A): both None when off, at most one of them set."""
        value = self.attn_logits_scaling
        if value is None:
            return None, None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value), None
        words = value.split() if isinstance(value, str) else []
        if not words:
            raise ValueError(f'attn_logits_scaling is {value!r}; use null, a number, or two words such as "hype 500"')
        try:
            base = DEFAULT_LOGITS_SCALING_BASE if len(words) == 1 else float(words[1])
        except ValueError:
            base = math.nan
        if not (math.isfinite(base) and base >= 2):
            raise ValueError(f"attn_logits_scaling is {value!r}; its second word must be a number of at least 2")
        return None, base

    def _check(self):
        if len(self.mixer_types) != self.num_hidden_layers:
            raise ValueError(
                f"mixer_types names {len(self.mixer_types)} layers, but num_hidden_layers is {self.num_hidden_layers}"
            )
        unknown = sorted({name for name in self.mixer_types if name not in MIXER_NAMES})
        if unknown:
            raise ValueError(f"mixer_types contains {unknown}; this code has {sorted(MIXER_NAMES)}")
        if self.num_attention_heads % self.num_key_value_heads:
            raise ValueError(
                f"num_attention_heads ({self.num_attention_heads}) must be a multiple of "
                f"num_key_value_heads ({self.num_key_value_heads})"
            )
        if "lightning-attn" in map(MIXER_NAMES.get, self.mixer_types):
            if self.lightning_nh % self.lightning_nkv:
                raise ValueError(
                    f"lightning_nh ({self.lightning_nh}) must be a multiple of lightning_nkv ({self.lightning_nkv})"
                )
            if self.lightning_use_rope and self.lightning_head_dim != self.head_dim:
                raise ValueError(
                    f"lightning_head_dim ({self.lightning_head_dim}) must equal head_dim ({self.head_dim}) "
                    "when lightning_use_rope is true"
                )
        self.logits_scaling()


def _rope_theta(rope_theta, kwargs):
    """The base of the rotary angles, from either spelling; other kinds of scaling are refused, not ignored."""
    parameters = kwargs.pop("rope_parameters", None) or {}
    scaling = kwargs.pop("rope_scaling", None) or {}
    for given in (parameters, scaling):
        kind = given.get("rope_type", given.get("type", "default"))
        if kind != "default":
            raise ValueError(f"rotary scaling of type {kind!r} is not supported")
    if rope_theta is None:
        rope_theta = parameters.get("rope_theta", scaling.get("rope_theta", 10000.0))
    return float(rope_theta)
