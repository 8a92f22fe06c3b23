# SPDX-License-Identifier: GPL-3.0-or-later
"""HypeNet in plain PyTorch: softmax attention in a few layers, linear attention with fixed decay in the others.

Letters in shapes: B batch, T tokens of this call, S tokens seen so far and of this call, H heads, D channels of a head.
"""

import math

import torch
import torch.nn.functional as F
import transformers
from torch import nn
from transformers import GenerationMixin, PreTrainedModel
from transformers.activations import ACT2FN
from transformers.modeling_layers import GradientCheckpointingLayer
from transformers.modeling_outputs import BaseModelOutputWithPast, CausalLMOutputWithPast

from .configuration_hypenet import HypeNetConfig

# Tokens of a block of linear attention: quadratic within a block, one state from block to block.
CHUNK = 64

# transformers 5 maps each tied name to its source; earlier versions take a list of names.
TIED_NAMES = {"lm_head.weight": "model.embed_tokens.weight"}
if int(transformers.__version__.split(".")[0]) < 5:
    TIED_NAMES = list(TIED_NAMES)


class HypeNetRMSNorm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x):
        y = x.float()
        y = y * torch.rsqrt(y.square().mean(-1, keepdim=True) + self.eps)
        return self.weight * y.to(x.dtype)


class HypeNetMLP(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.gate_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.up_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.down_proj = nn.Linear(config.intermediate_size, config.hidden_size, bias=False)
        self.act_fn = ACT2FN[config.hidden_act]

    def forward(self, x):
        return self.down_proj(self.act_fn(self.gate_proj(x)) * self.up_proj(x))


class HypeNetCache:
    """What each layer remembers: keys and values ("attn"), or the state and the last convolution inputs.

    layers[i] is a dict of tensors whose first dimension is the batch. It cannot forget single tokens again, because
    they have been folded into the states.
    """

    is_compileable = False

    def __init__(self, config):
        self.layers = [{} for _ in range(config.num_hidden_layers)]
        self.length = 0  # positions seen, padding included
        self.mask = None  # (B, S) bool, which of them were tokens; None = all

    def get_seq_length(self, layer_idx=0):
        return self.length

    def get_max_cache_shape(self, layer_idx=0):
        return -1

    def bytes(self):
        return sum(tensor.nbytes for layer in self.layers for tensor in layer.values())

    def reorder_cache(self, beam_idx):
        """Rows become those that beam search goes on with."""
        self._map(lambda tensor: tensor.index_select(0, beam_idx.to(tensor.device)))

    def batch_select_indices(self, indices):
        self._map(lambda tensor: tensor[indices])

    def batch_repeat_interleave(self, repeats):
        self._map(lambda tensor: tensor.repeat_interleave(repeats, dim=0))

    def crop(self, max_length):
        raise NotImplementedError("HypeNet folds tokens into recurrent states and cannot remove them again")

    def _map(self, change):
        for layer in self.layers:
            for name, tensor in layer.items():
                layer[name] = change(tensor)
        if self.mask is not None:
            self.mask = change(self.mask)


class SequenceInfo:
    """What all layers of one call share."""

    def __init__(self, config, x, mask, position_ids, past):
        batch, length = x.shape[:2]
        self.past = past
        self.mask = None if mask is None or bool(mask.all()) else mask  # (B, S) bool
        self.tokens = None if self.mask is None else self.mask[:, past:]  # (B, T) bool
        if self.tokens is not None and bool(self.tokens.all()):
            self.tokens = None
        if position_ids is not None:
            positions = position_ids
        elif self.mask is not None:
            positions = (self.mask.long().cumsum(-1) - 1).clamp(min=0)[:, past:]
        else:
            positions = torch.arange(past, past + length, device=x.device)[None]
        self.positions = positions  # (B or 1, T), counted among tokens, not padding

        steps = torch.arange(0, config.head_dim, 2, device=x.device, dtype=torch.float32) / config.head_dim
        angles = positions[..., None].float() * (1.0 / (config.rope_theta**steps))
        angles = torch.cat((angles, angles), -1)[:, :, None]  # (B or 1, T, 1, D)
        self.cos, self.sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)

        constant, base = config.logits_scaling()
        self.query_factor = constant  # None, a number, or (B or 1, T, 1, 1)
        if base is not None:
            factor = torch.log(positions.float() + base) / math.log(math.trunc(base))
            self.query_factor = factor[..., None, None].to(x.dtype)
        self.attention_mask = self._attention_mask(length, x.device)

    def _attention_mask(self, length, device):
        """(B or 1, 1, T, S) bool; None when every token may see all, or plain causality says everything."""
        if self.mask is None and (self.past == 0 or length == 1):
            return None
        rows = torch.arange(self.past, self.past + length, device=device)[:, None]
        columns = torch.arange(self.past + length, device=device)
        allowed = (columns <= rows)[None]
        if self.mask is not None:
            # A padding row sees itself: a softmax over nothing would be not-a-number.
            allowed = (allowed & self.mask[:, None]) | (columns == rows)[None]
        return allowed[:, None]

    def rotate(self, x):
        first, second = x.chunk(2, -1)
        return x * self.cos + torch.cat((-second, first), -1) * self.sin


class HypeNetAttention(nn.Module):
    """Softmax attention: with or without rotary positions, output gate and scaling of the logits."""

    def __init__(self, config, layer_idx):
        super().__init__()
        self.config = config
        self.layer_idx = layer_idx
        size, bias = config.head_dim, config.attention_bias
        self.q_proj = nn.Linear(config.hidden_size, config.num_attention_heads * size, bias=bias)
        self.k_proj = nn.Linear(config.hidden_size, config.num_key_value_heads * size, bias=bias)
        self.v_proj = nn.Linear(config.hidden_size, config.num_key_value_heads * size, bias=bias)
        self.o_proj = nn.Linear(config.num_attention_heads * size, config.hidden_size, bias=bias)
        self.q_norm = HypeNetRMSNorm(size, config.rms_norm_eps)
        self.k_norm = HypeNetRMSNorm(size, config.rms_norm_eps)
        if config.attn_use_output_gate:
            self.o_gate = nn.Linear(config.hidden_size, config.num_attention_heads * size, bias=False)

    def forward(self, x, info, cache):
        q = self.q_norm(self.q_proj(x).unflatten(-1, (-1, self.config.head_dim)))
        k = self.k_norm(self.k_proj(x).unflatten(-1, (-1, self.config.head_dim)))
        v = self.v_proj(x).unflatten(-1, (-1, self.config.head_dim))
        if self.config.attn_use_rope:
            q, k = info.rotate(q), info.rotate(k)
        if info.query_factor is not None:
            q = q * info.query_factor
        q, k, v = q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)
        if cache is not None:
            memory = cache.layers[self.layer_idx]
            if memory:
                k = torch.cat((memory["key"], k), 2)
                v = torch.cat((memory["value"], v), 2)
            memory["key"], memory["value"] = k, v
        groups = q.shape[1] // k.shape[1]
        if groups > 1:
            k, v = k.repeat_interleave(groups, 1), v.repeat_interleave(groups, 1)
        o = F.scaled_dot_product_attention(
            q,
            k,
            v,
            attn_mask=info.attention_mask,
            is_causal=info.attention_mask is None and q.shape[2] > 1,
            dropout_p=self.config.attention_dropout if self.training else 0.0,
        )
        o = o.transpose(1, 2).flatten(2)
        if self.config.attn_use_output_gate:
            o = o * torch.sigmoid(self.o_gate(x))
        return self.o_proj(o)


def lightning_slopes(heads):
    """Decay of each head. 2^(-8(h+1)/H) for a power of two; otherwise those of the largest power of two P below,
    followed by every other one of 2P."""

    def powers(count):
        return [2.0 ** (-8.0 * (h + 1) / count) for h in range(count)]

    floor = 1 << (heads.bit_length() - 1)
    return powers(floor) + powers(2 * floor)[0::2][: heads - floor]


def lightning_attention(q, k, v, slopes, scale, state, tokens):
    """S_t = exp(-slope) S_{t-1} + k_t v_t^T, o_t = scale q_t S_t, in float32, block by block.

    q, k, v: (B, T, H, D). state: (B, H, D, D) or None. tokens: (B, T) bool or None; a position that is no token neither
    enters the state nor makes it decay. Returns o (B, T, H, D) float32 and the state after the last position.
    """
    q, k, v = (tensor.float().transpose(1, 2) for tensor in (q, k, v))
    batch, heads, length, size = q.shape
    if tokens is not None:
        k = k * tokens[:, None, :, None]
    q = q * scale
    if state is None:
        state = q.new_zeros(batch, heads, size, v.shape[-1])
    outputs = []
    for start in range(0, length, CHUNK):
        part = slice(start, min(start + CHUNK, length))
        q_c, k_c, v_c = q[:, :, part], k[:, :, part], v[:, :, part]
        # Decay since the start of the block (B or 1, H, C); counted anew in each block, it is exact at any length.
        if tokens is None:
            count = torch.arange(1, q_c.shape[2] + 1, device=q.device, dtype=torch.float32)[None, None]
        else:
            count = tokens[:, part].float().cumsum(-1)[:, None]
        age = count * slopes[None, :, None]
        between = (age[..., :, None] - age[..., None, :]).clamp(min=0)  # from the column's place to the row's
        o_c = ((q_c @ k_c.transpose(-1, -2)) * torch.exp(-between).tril()) @ v_c
        outputs.append(o_c + (q_c * torch.exp(-age)[..., None]) @ state)
        last = age[..., -1:]
        kept = k_c * torch.exp(age - last)[..., None]
        state = state * torch.exp(-last)[..., None] + kept.transpose(-1, -2) @ v_c
    return torch.cat(outputs, 2).transpose(1, 2), state


def fla_lightning_attention(q, k, v, slopes, scale, state, tokens):
    """The same through flash-linear-attention; None where it is not installed or gains nothing."""
    if q.device.type != "cuda" or q.dtype == torch.float32 or q.shape[1] == 1:
        return None
    try:
        from fla.ops.simple_gla import chunk_simple_gla
    except ImportError:
        return None
    decay = -slopes[None, None].expand(q.shape[0], q.shape[1], -1)
    if tokens is not None:
        decay = decay * tokens[..., None]
        k = k * tokens[..., None, None]
    return chunk_simple_gla(
        q.contiguous(),
        k.contiguous(),
        v.contiguous(),
        g=decay.contiguous(),
        scale=scale,
        initial_state=state,
        output_final_state=True,
    )


class HypeNetLightningAttention(nn.Module):
    """Linear attention with a fixed decay for each head."""

    def __init__(self, config, layer_idx):
        super().__init__()
        self.config = config
        self.layer_idx = layer_idx
        size, bias = config.lightning_head_dim, config.attention_bias
        width, kv_width = config.lightning_nh * size, config.lightning_nkv * size
        self.q_proj = nn.Linear(config.hidden_size, width, bias=bias)
        self.k_proj = nn.Linear(config.hidden_size, kv_width, bias=bias)
        self.v_proj = nn.Linear(config.hidden_size, kv_width, bias=bias)
        self.o_proj = nn.Linear(width, config.hidden_size, bias=bias)
        if config.lightning_use_short_conv:
            taps = config.lightning_conv_size
            self.q_conv1d = nn.Conv1d(width, width, taps, groups=width, bias=False)
            self.k_conv1d = nn.Conv1d(kv_width, kv_width, taps, groups=kv_width, bias=False)
            self.v_conv1d = nn.Conv1d(kv_width, kv_width, taps, groups=kv_width, bias=False)
        if config.lightning_use_qk_norm:
            self.q_norm = HypeNetRMSNorm(size, config.rms_norm_eps)
            self.k_norm = HypeNetRMSNorm(size, config.rms_norm_eps)
        if config.lightning_use_output_norm:
            self.o_norm = HypeNetRMSNorm(width, config.rms_norm_eps)
        if config.lightning_use_output_gate:
            self.z_proj = nn.Linear(config.hidden_size, width, bias=bias)
        self.scale = {"1/sqrt(d)": size**-0.5, "1/d": 1.0 / size}.get(config.lightning_scale, 1.0)

    def forward(self, x, info, cache):
        memory = {} if cache is None else cache.layers[self.layer_idx]
        q, k, v = self.q_proj(x), self.k_proj(x), self.v_proj(x)
        if self.config.lightning_use_short_conv:
            q = self._convolve(q, self.q_conv1d.weight, "q_conv", memory, info.tokens)
            k = self._convolve(k, self.k_conv1d.weight, "k_conv", memory, info.tokens)
            v = self._convolve(v, self.v_conv1d.weight, "v_conv", memory, info.tokens)
        q, k, v = (tensor.unflatten(-1, (-1, self.config.lightning_head_dim)) for tensor in (q, k, v))
        if self.config.lightning_use_qk_norm:
            q, k = self.q_norm(q), self.k_norm(k)
        if self.config.lightning_use_rope:
            q, k = info.rotate(q), info.rotate(k)
        groups = q.shape[2] // k.shape[2]
        if groups > 1:
            k, v = k.repeat_interleave(groups, 2), v.repeat_interleave(groups, 2)
        slopes = torch.tensor(lightning_slopes(self.config.lightning_nh), device=x.device, dtype=torch.float32)
        arguments = (q, k, v, slopes, self.scale, memory.get("state"), info.tokens)
        result = fla_lightning_attention(*arguments)
        o, memory["state"] = lightning_attention(*arguments) if result is None else result
        o = o.to(x.dtype).flatten(2)
        if self.config.lightning_use_output_norm:
            o = self.o_norm(o)
        if self.config.lightning_use_output_gate:
            o = o * torch.sigmoid(self.z_proj(x))
        return self.o_proj(o)

    @staticmethod
    def _convolve(x, weight, name, memory, tokens):
        """Causal convolution of each channel (B, T, channels) and SiLU; memory[name] holds the last inputs."""
        taps = weight.shape[-1]
        before = memory.get(name)
        if before is None:
            before = x.new_zeros(x.shape[0], taps - 1, x.shape[2])
        row = torch.cat((before, x), 1)
        if tokens is None:
            order = None
        else:
            # Padding moves to the front of each row and becomes zero, so that tokens are neighbours of tokens.
            real = F.pad(tokens, (taps - 1, 0), value=True)
            order = real.byte().argsort(dim=1, stable=True)[..., None].expand_as(row)
            row = (row * real[..., None]).gather(1, order)
        memory[name] = row[:, row.shape[1] - (taps - 1) :]
        y = F.conv1d(F.pad(row, (0, 0, taps - 1, 0)).transpose(1, 2), weight, groups=weight.shape[0]).transpose(1, 2)
        if order is not None:
            y = torch.zeros_like(y).scatter(1, order, y)
        return F.silu(y[:, taps - 1 :])


MIXERS = {"attn": HypeNetAttention, "lightning-attn": HypeNetLightningAttention}


class HypeNetDecoderLayer(GradientCheckpointingLayer):
    def __init__(self, config, layer_idx):
        super().__init__()
        self.self_attn = MIXERS[config.mixer_of(layer_idx)](config, layer_idx)
        self.mlp = HypeNetMLP(config)
        self.input_layernorm = HypeNetRMSNorm(config.hidden_size, config.rms_norm_eps)
        self.post_attention_layernorm = HypeNetRMSNorm(config.hidden_size, config.rms_norm_eps)

    def forward(self, x, info, past_key_values=None):
        x = x + self.self_attn(self.input_layernorm(x), info, past_key_values)
        return x + self.mlp(self.post_attention_layernorm(x))


class HypeNetPreTrainedModel(PreTrainedModel):
    config_class = HypeNetConfig
    base_model_prefix = "model"
    supports_gradient_checkpointing = True
    _no_split_modules = ["HypeNetDecoderLayer"]
    _skip_keys_device_placement = ["past_key_values"]
    _supports_sdpa = True
    # Tokens are folded into states, which cannot be taken back (assisted generation needs that).
    _is_stateful = True

    def _wants(self, name, given):
        """An output option of a call, or else of the config."""
        return getattr(self.config, name, None) if given is None else given


class HypeNetModel(HypeNetPreTrainedModel):
    def __init__(self, config):
        super().__init__(config)
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList([HypeNetDecoderLayer(config, i) for i in range(config.num_hidden_layers)])
        self.norm = HypeNetRMSNorm(config.hidden_size, config.rms_norm_eps)
        self.gradient_checkpointing = False
        self.post_init()

    def get_input_embeddings(self):
        return self.embed_tokens

    def set_input_embeddings(self, value):
        self.embed_tokens = value

    def forward(
        self,
        input_ids=None,
        attention_mask=None,
        position_ids=None,
        past_key_values=None,
        inputs_embeds=None,
        use_cache=None,
        output_hidden_states=None,
        return_dict=None,
        **kwargs,
    ):
        if (input_ids is None) == (inputs_embeds is None):
            raise ValueError("give either input_ids or inputs_embeds")
        x = self.embed_tokens(input_ids) if inputs_embeds is None else inputs_embeds
        output_hidden_states = self._wants("output_hidden_states", output_hidden_states)
        use_cache = self.config.use_cache and not self.training if use_cache is None else use_cache
        if self.gradient_checkpointing and self.training:
            use_cache = False
        if past_key_values is not None and not isinstance(past_key_values, HypeNetCache):
            raise TypeError(
                f"past_key_values is a {type(past_key_values).__name__}; HypeNet makes its own cache: pass what an "
                "earlier call returned, or nothing"
            )
        if past_key_values is None and use_cache:
            past_key_values = HypeNetCache(self.config)

        past = 0 if past_key_values is None else past_key_values.length
        mask = self._mask(attention_mask, past_key_values, past, x)
        info = SequenceInfo(self.config, x, mask, position_ids, past)
        hidden_states = [] if output_hidden_states else None
        for layer in self.layers:
            if output_hidden_states:
                hidden_states.append(x)
            x = layer(x, info, past_key_values=past_key_values)
        x = self.norm(x)
        if output_hidden_states:
            hidden_states.append(x)
        if past_key_values is not None:
            past_key_values.length = past + x.shape[1]
            past_key_values.mask = info.mask
        output = BaseModelOutputWithPast(
            last_hidden_state=x,
            past_key_values=past_key_values if use_cache else None,
            hidden_states=tuple(hidden_states) if output_hidden_states else None,
        )
        return output if self._wants("return_dict", return_dict) in (None, True) else output.to_tuple()

    @staticmethod
    def _mask(attention_mask, cache, past, x):
        """(B, past + T) bool, or None when nothing is padding."""
        batch, length = x.shape[:2]
        if attention_mask is None:
            if cache is None or cache.mask is None:
                return None
            return F.pad(cache.mask, (0, length), value=True)
        if attention_mask.dim() != 2:
            raise ValueError("attention_mask must have the shape (batch, tokens), 1 for tokens and 0 for padding")
        mask = attention_mask.to(device=x.device, dtype=torch.bool)
        if mask.shape[1] == length and past > 0:  # of the new tokens alone
            seen = mask.new_ones(batch, past) if cache.mask is None else cache.mask
            mask = torch.cat((seen, mask), 1)
        if mask.shape != (batch, past + length):
            raise ValueError(
                f"attention_mask has the shape {tuple(attention_mask.shape)}; expected {(batch, past + length)}"
            )
        return mask


class HypeNetForCausalLM(HypeNetPreTrainedModel, GenerationMixin):
    _tied_weights_keys = TIED_NAMES

    def __init__(self, config):
        super().__init__(config)
        self.model = HypeNetModel(config)
        self.vocab_size = config.vocab_size
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        self.post_init()

    def get_input_embeddings(self):
        return self.model.embed_tokens

    def set_input_embeddings(self, value):
        self.model.embed_tokens = value

    def get_output_embeddings(self):
        return self.lm_head

    def set_output_embeddings(self, value):
        self.lm_head = value

    def get_decoder(self):
        return self.model

    def set_decoder(self, decoder):
        self.model = decoder

    @classmethod
    def _supports_default_dynamic_cache(cls):
        return False

    def _prepare_cache_for_generation(self, generation_config, model_kwargs, *args, **kwargs):
        if model_kwargs.get("past_key_values") is None and generation_config.use_cache is not False:
            model_kwargs["past_key_values"] = HypeNetCache(self.config)

    def prepare_inputs_for_generation(
        self, input_ids, past_key_values=None, attention_mask=None, inputs_embeds=None, use_cache=True, **kwargs
    ):
        past = 0 if past_key_values is None else past_key_values.get_seq_length()
        inputs = {
            "past_key_values": past_key_values,
            "attention_mask": attention_mask,
            "use_cache": use_cache,
            "logits_to_keep": kwargs.get("logits_to_keep") or 1,
        }
        if inputs_embeds is not None and (past == 0 or kwargs.get("is_first_iteration")):
            if input_ids.shape[1] > 0:  # without a cache the prompt comes again, with what was generated so far
                inputs_embeds = torch.cat((inputs_embeds, self.get_input_embeddings()(input_ids)), 1)
            inputs["inputs_embeds"] = inputs_embeds[:, past:]
            return inputs
        # How many ids are new is told by transformers 5 in one way (None: all) and by 4 in another.
        new = kwargs.get("next_sequence_length")
        if kwargs.get("cache_position") is not None:
            new = kwargs["cache_position"].shape[0]
        inputs["input_ids"] = input_ids[:, 0 if new is None else -new :].contiguous()
        return inputs

    def forward(
        self,
        input_ids=None,
        attention_mask=None,
        position_ids=None,
        past_key_values=None,
        inputs_embeds=None,
        labels=None,
        use_cache=None,
        output_hidden_states=None,
        return_dict=None,
        logits_to_keep=0,
        **kwargs,
    ):
        """Logits of the last logits_to_keep positions (0: all); with labels also the mean next-token cross-entropy."""
        hidden = self.model(
            input_ids=input_ids,
            attention_mask=attention_mask,
            position_ids=position_ids,
            past_key_values=past_key_values,
            inputs_embeds=inputs_embeds,
            use_cache=use_cache,
            output_hidden_states=output_hidden_states,
            return_dict=True,
        )
        x = hidden.last_hidden_state
        if isinstance(logits_to_keep, torch.Tensor):
            x = x[:, logits_to_keep]
        elif logits_to_keep:
            x = x[:, -logits_to_keep:]
        logits = self.lm_head(x)
        loss = None
        if labels is not None:
            loss = self.loss_function(logits=logits, labels=labels, vocab_size=self.config.vocab_size, **kwargs)
        output = CausalLMOutputWithPast(
            loss=loss,
            logits=logits,
            past_key_values=hidden.past_key_values,
            hidden_states=hidden.hidden_states,
        )
        return output if self._wants("return_dict", return_dict) in (None, True) else output.to_tuple()


__all__ = ["HypeNetCache", "HypeNetConfig", "HypeNetForCausalLM", "HypeNetModel", "HypeNetPreTrainedModel"]
