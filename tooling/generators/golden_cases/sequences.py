"""Cases of rnn and attention: every layer with other settings, states and masks."""

import torch
from torch import nn

from .writer import In

INF = float("inf")


def recurrent(w):
    for kind in ("RNN", "LSTM", "GRU"):
        make = getattr(nn, kind)
        for label, ctor in (
            ("two_layers_bidirectional_batch_first", {"num_layers": 2, "bidirectional": True, "batch_first": True}),
            ("no_bias_bidirectional", {"bias": False, "bidirectional": True}),
            ("three_layers", {"num_layers": 3}), ("dropout_zero", {"num_layers": 2, "dropout": 0.0}), ("relu", {"nonlinearity": "relu"}),
            ("projected_bidirectional", {"proj_size": 2, "bidirectional": True, "num_layers": 2}), ("projected_batch_first", {"proj_size": 2, "batch_first": True}),
        ):
            if ("nonlinearity" in ctor and kind != "RNN") or ("proj_size" in ctor and kind != "LSTM"):
                continue
            hidden, layers, directions = 3, ctor.get("num_layers", 1), 2 if ctor.get("bidirectional") else 1
            names = ["output", "h_n", "c_n"] if kind == "LSTM" else ["output", "h_n"]
            shape = (2, 5, 4) if ctor.get("batch_first") else (5, 2, 4)
            for with_state in (False, True):
                h = w.x(layers * directions, 2, ctor.get("proj_size", hidden), name="h_0")
                c = w.x(layers * directions, 2, hidden, name="c_0")
                state = [] if not with_state else [(h, c) if kind == "LSTM" else h]
                name = f"rnn/{kind}_more/{label}{'_state' if with_state else ''}"
                w.module(name, f"torch.nn.{kind}", make, w.x(*shape), *state, ctor={"input_size": 4, "hidden_size": hidden, **ctor}, names=names)
        for layers in (1, 2):
            ctor = {"input_size": 4, "hidden_size": 3, "num_layers": layers, "bidirectional": True}
            names = ["output", "h_n", "c_n"] if kind == "LSTM" else ["output", "h_n"]
            w.module(f"rnn/{kind}_more/unbatched_{layers}", f"torch.nn.{kind}", make, w.x(5, 4), ctor=ctor, names=names)
        cell = getattr(nn, f"{kind}Cell")
        states = lambda *s: (w.x(*s, name="h"), w.x(*s, name="c")) if kind == "LSTM" else w.x(*s, name="h")
        names = ["h1", "c1"] if kind == "LSTM" else ["out"]
        for label, ctor in (("plain", {}), ("no_bias", {"bias": False})):
            ctor = {"input_size": 4, "hidden_size": 3, **ctor}
            w.module(f"rnn/cells/{kind}_{label}_stateless", f"torch.nn.{kind}Cell", cell, w.x(2, 4), ctor=ctor, names=names)
            w.module(f"rnn/cells/{kind}_{label}_state", f"torch.nn.{kind}Cell", cell, w.x(2, 4), states(2, 3), ctor=ctor, names=names)
            w.module(f"rnn/cells/{kind}_{label}_unbatched", f"torch.nn.{kind}Cell", cell, w.x(4), states(3), ctor=ctor, names=names)


def scaled_attention(q, k, v, mask=None, is_causal=False):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if is_causal:
        mask = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool).tril()
    if mask is not None:
        scores = scores.masked_fill(~mask, -INF) if mask.dtype == torch.bool else scores + mask
    return torch.softmax(scores, -1) @ v


def attention(w):
    hidden = lambda *rows: torch.tensor(rows, dtype=torch.bool)
    pad = lambda n, length, name="pad": In(name, torch.arange(length)[None, :] >= torch.tensor([length, length - 2])[:n, None])
    causal = lambda size, name="mask": In(name, torch.ones(size, size, dtype=torch.bool).triu(1))
    names = ["out", "weights"]
    M = "torch.nn.MultiheadAttention"

    def heads(label, *args, ctor=None, **kwargs):
        w.module(f"attention/heads/{label}", M, nn.MultiheadAttention, *args, ctor={"embed_dim": 6, "num_heads": 2, **(ctor or {})}, **kwargs)

    for batch_first in (True, False):
        first = "batch" if batch_first else "time"
        ctor = {"batch_first": batch_first}
        shape = lambda length: (2, length, 6) if batch_first else (length, 2, 6)
        x = w.x(*shape(4))
        heads(f"self_padding_{first}", x, x, x, key_padding_mask=pad(2, 4), ctor=ctor, names=names)
        y, z = w.x(*shape(5), name="k"), w.x(*shape(5), name="v")
        x = w.x(*shape(3))
        heads(f"cross_{first}", x, y, z, ctor=ctor, names=names)
        heads(f"cross_padding_{first}", w.x(*shape(3)), w.x(*shape(5), name="k"), w.x(*shape(5), name="v"), pad(2, 5), ctor=ctor, names=names)
        mask = In("mask", w.draw(4, 3, 5) > 1.2)  # one for each example and head
        heads(f"cross_mask3d_{first}", w.x(*shape(3)), w.x(*shape(5), name="k"), w.x(*shape(5), name="v"), attn_mask=mask, average_attn_weights=False,
              ctor=ctor, names=names)
        wide = (2, 5, 4) if batch_first else (5, 2, 4)
        heads(f"kdim_vdim_{first}", w.x(*shape(3)), w.x(*wide, name="k"), w.x(*wide, name="v"), ctor={**ctor, "kdim": 4, "vdim": 4}, names=names)
    x = w.x(2, 4, 6)
    heads("self_both_masks", x, x, x, key_padding_mask=pad(2, 4), attn_mask=causal(4), ctor={"batch_first": True}, names=names)
    x = w.x(2, 4, 6)
    heads("self_float_mask", x, x, x, attn_mask=w.x(4, 4, name="mask"), ctor={"batch_first": True}, names=names)
    x = w.x(4, 6)
    heads("unbatched", x, x, x, names=names)
    x = w.x(4, 6)
    heads("unbatched_masks", x, x, x, key_padding_mask=In("pad", torch.tensor([False, False, False, True])), attn_mask=causal(4), names=names)
    x = w.x(2, 4, 6)
    heads("no_weights_no_bias", x, x, x, need_weights=False, ctor={"batch_first": True, "bias": False})
    x = w.x(2, 4, 6)
    heads("eval", x, x, x, ctor={"batch_first": True, "dropout": 0.5}, train=False, names=names)

    base = {"d_model": 6, "nhead": 2, "dim_feedforward": 8, "dropout": 0.0}
    for norm_first in (False, True):
        for batch_first in (False, True):
            shape = lambda length: (2, length, 6) if batch_first else (length, 2, 6)
            label = f"{'pre' if norm_first else 'post'}_{'batch' if batch_first else 'time'}"
            ctor = {**base, "norm_first": norm_first, "batch_first": batch_first}
            E, D = "TransformerEncoderLayer", "TransformerDecoderLayer"
            w.module(f"attention/{E}/{label}_masks", f"torch.nn.{E}", nn.TransformerEncoderLayer, w.x(*shape(4), name="src"),
                     src_mask=causal(4), src_key_padding_mask=pad(2, 4), ctor={**ctor, "activation": "gelu"})
            w.module(f"attention/{E}/{label}_positional", f"torch.nn.{E}", nn.TransformerEncoderLayer, w.x(*shape(4), name="src"),
                     causal(4), pad(2, 4), ctor={**ctor, "layer_norm_eps": 0.01})
            w.module(f"attention/{D}/{label}_masks", f"torch.nn.{D}", nn.TransformerDecoderLayer, w.x(*shape(3), name="tgt"),
                     w.x(*shape(5), name="memory"), tgt_mask=causal(3), memory_mask=In("mm", torch.ones(3, 5, dtype=torch.bool).triu(3)),
                     tgt_key_padding_mask=pad(2, 3, "tp"), memory_key_padding_mask=pad(2, 5, "mp"), ctor=ctor)
            stack = {"layer": {**base, "norm_first": norm_first, "batch_first": batch_first}, "num_layers": 2, "final_norm": not norm_first}
            w.module(f"attention/EncoderStack/{label}", "golden.models.EncoderStack", EncoderStack, w.x(*shape(4), name="src"), src_mask=causal(4), ctor=stack)
            w.module(f"attention/DecoderStack/{label}", "golden.models.DecoderStack", DecoderStack, w.x(*shape(3), name="tgt"),
                     w.x(*shape(5), name="memory"), memory_key_padding_mask=pad(2, 5, "mp"), ctor=stack)
            whole = {"d_model": 6, "nhead": 2, "num_encoder_layers": 1, "num_decoder_layers": 2, "dim_feedforward": 8, "dropout": 0.0,
                     "norm_first": norm_first, "batch_first": batch_first, "activation": "gelu"}
            w.module(f"attention/Transformer/{label}_all", "torch.nn.Transformer", nn.Transformer, w.x(*shape(4), name="src"), w.x(*shape(3), name="tgt"),
                     src_mask=causal(4, "sm"), tgt_mask=causal(3, "tm"), memory_mask=In("mm", torch.ones(3, 4, dtype=torch.bool).triu(2)),
                     src_key_padding_mask=pad(2, 4, "sp"), tgt_key_padding_mask=pad(2, 3, "tp"), memory_key_padding_mask=pad(2, 4, "mp"), ctor=whole)
            float_mask = lambda size: In("mask", torch.zeros(size, size).double().masked_fill(torch.ones(size, size).triu(1) > 0, -INF), grad=False)
            w.module(f"attention/Transformer/{label}_float", "torch.nn.Transformer", nn.Transformer, w.x(*shape(4), name="src"), w.x(*shape(3), name="tgt"),
                     tgt_mask=float_mask(3), ctor=whole)
    w.module("attention/TransformerEncoderLayer/eval", "torch.nn.TransformerEncoderLayer", nn.TransformerEncoderLayer, w.x(2, 4, 6, name="src"),
             ctor={**base, "dropout": 0.3, "batch_first": True}, train=False)
    w.module("attention/TransformerEncoderLayer/unbatched", "torch.nn.TransformerEncoderLayer", nn.TransformerEncoderLayer, w.x(4, 6, name="src"), ctor=base)

    S = "golden.models.scaled_dot_product_attention"
    q, k, v = (lambda: w.x(2, 2, 3, 4, name="q")), (lambda: w.x(2, 2, 5, 4, name="k")), (lambda: w.x(2, 2, 5, 3, name="v"))
    w.function("attention/scaled/bool", S, scaled_attention, q(), k(), v(), mask=In("mask", hidden([1, 1, 1, 0, 0], [1, 0, 1, 1, 0], [0, 1, 1, 1, 1])))
    w.function("attention/scaled/bool_batch", S, scaled_attention, q(), k(), v(), In("mask", w.draw(2, 1, 3, 5) > -1.5))
    w.function("attention/scaled/float", S, scaled_attention, q(), k(), v(), w.x(3, 5, name="mask"))
    w.function("attention/scaled/causal_wide", S, scaled_attention, q(), k(), v(), is_causal=True)
    w.function("attention/scaled/three_axes", S, scaled_attention, w.x(2, 3, 4, name="q"), w.x(2, 3, 4, name="k"), w.x(2, 3, 4, name="v"), is_causal=True)


class EncoderStack(nn.Module):
    def __init__(self, layer, num_layers, final_norm):
        super().__init__()
        norm = nn.LayerNorm(layer["d_model"]) if final_norm else None
        self.stack = nn.TransformerEncoder(nn.TransformerEncoderLayer(**layer), num_layers, norm, enable_nested_tensor=False)

    def forward(self, src, src_mask=None, src_key_padding_mask=None):
        return self.stack(src, src_mask, src_key_padding_mask)


class DecoderStack(nn.Module):
    def __init__(self, layer, num_layers, final_norm):
        super().__init__()
        self.stack = nn.TransformerDecoder(nn.TransformerDecoderLayer(**layer), num_layers, nn.LayerNorm(layer["d_model"]) if final_norm else None)

    def forward(self, tgt, memory, **masks):
        return self.stack(tgt, memory, **masks)


def generate(w):
    recurrent(w)
    attention(w)
