"""Writes tooling/goldens/checkpoint-variants: tiny language models as they lie on disk, in the format of the models harness.

    python3 -m venv venv && venv/bin/pip install torch==2.15.0 transformers==4.57.1
    venv/bin/python tooling/generators/checkpoint-models.py

Weights are random and exact in the dtype that is stored; results are computed in float64.
"""

import json
import shutil
from pathlib import Path

import torch
import transformers
from golden_cases.writer import safetensors

FOLDER = Path(__file__).parents[1] / "goldens" / "checkpoint-variants"
TOLERANCE = 1e-4
LEAD = 1e-3  # of the best token of a continuation over the second
torch.set_num_threads(1)

llama = {
    "vocab_size": 41, "hidden_size": 16, "intermediate_size": 20, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "max_position_embeddings": 64, "bos_token_id": None, "eos_token_id": None, "pad_token_id": None,
}
gpt2 = {"vocab_size": 41, "n_positions": 32, "n_embd": 12, "n_layer": 2, "n_head": 3, "bos_token_id": None, "eos_token_id": None}
bert = {
    "vocab_size": 41, "hidden_size": 12, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 16,
    "max_position_embeddings": 16, "type_vocab_size": 2,
}
llama3 = {
    "rope_type": "llama3", "factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 16,
}
qwen2 = {**llama, "num_hidden_layers": 3, "use_sliding_window": True, "sliding_window": 4}

# name: class, configuration, how it is stored (dtype, most bytes a shard). Qwen2 with a window in some layers alone is refused.
CASES = {
    "gpt2_inner": ("GPT2LMHeadModel", {**gpt2, "n_inner": 20, "activation_function": "relu"}, {}),
    "gpt2_shards_f16": ("GPT2LMHeadModel", gpt2, {"dtype": torch.float16, "max_shard_size": 3000}),
    "llama_linear": ("LlamaForCausalLM", {**llama, "rope_scaling": {"rope_type": "linear", "factor": 2.0}, "tie_word_embeddings": True}, {}),
    "llama_llama3_shards_bf16": (
        "LlamaForCausalLM", {**llama, "rope_scaling": llama3, "rope_theta": 500000.0, "head_dim": 8}, {"dtype": torch.bfloat16, "max_shard_size": 3000},
    ),
    "llama_yarn": (
        "LlamaForCausalLM", {**llama, "rope_scaling": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16}}, {},
    ),
    "llama_one_group": ("LlamaForCausalLM", {**llama, "num_key_value_heads": 1, "rms_norm_eps": 1e-3, "hidden_act": "gelu"}, {}),
    "llama_biases": ("LlamaForCausalLM", {**llama, "attention_bias": True, "mlp_bias": True}, {}),
    "mistral_window": ("MistralForCausalLM", {**llama, "sliding_window": 5, "head_dim": 6}, {}),
    "mistral_whole": ("MistralForCausalLM", {**llama, "sliding_window": None}, {}),
    "qwen2": ("Qwen2ForCausalLM", {**llama, "tie_word_embeddings": True}, {}),
    "qwen2_window": ("Qwen2ForCausalLM", {**qwen2, "max_window_layers": 0}, {}),
    "qwen2_no_layer_window": ("Qwen2ForCausalLM", {**qwen2, "max_window_layers": 3}, {}),
    "bert": ("BertModel", {**bert, "hidden_act": "gelu_new"}, {}),
    "bert_masked_language": ("BertForMaskedLM", {**bert, "type_vocab_size": 1, "layer_norm_eps": 1e-3}, {}),
    "bert_sequence": ("BertForSequenceClassification", {**bert, "num_labels": 3}, {}),
    "bert_token": ("BertForTokenClassification", {**bert, "num_labels": 4}, {}),
    "bert_question": ("BertForQuestionAnswering", {**bert, "hidden_act": "relu"}, {"dtype": torch.float16}),
}
OUTPUTS = {
    "BertModel": ["last_hidden_state", "pooler_output"],
    "BertForMaskedLM": ["logits"],
    "BertForQuestionAnswering": ["start_logits", "end_logits"],
}
PER_TOKEN = {"BertModel", "BertForMaskedLM", "BertForTokenClassification"}


def drawn(model, dtype):
    """Fills a model with random weights that the dtype has."""
    for name, x in model.named_parameters():
        if x.ndim < 2:
            values = 0.2 * torch.randn(x.shape) + (0 if name.endswith("bias") else 1)
        else:
            values = 1.5 * torch.randn(x.shape) / x.shape[-1] ** 0.5
        x.data = values.to(dtype).float()
    model.tie_weights()
    return model.eval()


def visible(mask, values):
    """Of results for each token those of visible tokens, in row order."""
    return values[mask.bool()]


def encoder_case(name, model, config):
    length, lengths = 9, [9, 6]
    inputs = {"input_ids": torch.randint(config.vocab_size, [2, length])}
    types = (torch.arange(length) >= 5).long().repeat(2, 1)
    inputs["token_type_ids"] = types if config.type_vocab_size > 1 else torch.zeros_like(types)
    inputs["attention_mask"] = torch.tensor([[int(i < count) for i in range(length)] for count in lengths])
    results = model(**inputs)
    outputs = OUTPUTS.get(name, ["logits"])
    found = {output: results[output] for output in outputs}
    if name in PER_TOKEN:
        found = {key: visible(inputs["attention_mask"], x) if x.ndim == 3 else x for key, x in found.items()}
    return inputs, found, None


def decoder_case(model, config):
    tokens = torch.randint(config.vocab_size, [2, 20])
    results = model(tokens, labels=tokens)
    prompt = torch.randint(config.vocab_size, [1, 7])
    written = prompt
    for _ in range(12):
        (first, second), (best, _) = model(written, use_cache=False).logits[0, -1].topk(2)
        if first - second < LEAD:
            return None
        written = torch.cat([written, best.reshape(1, 1)], 1)
    continuation = {"prompt": prompt[0].tolist(), "max_new_tokens": 12, "tokens": written[0, prompt.shape[1]:].tolist()}
    return {"input_ids": tokens}, {"logits": results.logits, "loss": results.loss.reshape(1)}, continuation


def window_matters(model):
    """Whether a window changes what the model computes, so that the case tells whether it is kept."""
    settings = {**model.config.to_dict(), "sliding_window": 64, "layer_types": None, "attn_implementation": "eager"}
    whole = type(model)(type(model.config)(**settings)).double().eval()
    whole.load_state_dict(model.state_dict())
    tokens = torch.arange(20).reshape(1, -1)
    return (model(tokens).logits - whole(tokens).logits).abs().max() > 0.01


@torch.no_grad()
def case_of(name, kind, settings, stored):
    for seed in range(100):
        torch.manual_seed(seed)
        make = getattr(transformers, kind)
        config = make.config_class(attn_implementation="eager", **settings)
        model = drawn(make(config), stored.get("dtype", torch.float32))
        folder = FOLDER / "checkpoints" / name
        case = encoder_case(kind, model.double(), config) if kind.startswith("Bert") else decoder_case(model.double(), config)
        if case is None:
            continue
        if "window" in name:
            assert window_matters(model) == (name != "qwen2_no_layer_window"), name
        shards = {"max_shard_size": stored["max_shard_size"]} if "max_shard_size" in stored else {}
        model.to(stored.get("dtype", torch.float32)).save_pretrained(folder, safe_serialization=True, **shards)
        (folder / "generation_config.json").unlink(missing_ok=True)
        inputs, found, continuation = case
        identifier = f"checkpoint/{name}"
        entry = {
            "id": identifier, "kind": "checkpoint", "callable": f"transformers.{kind}", "folder": f"checkpoints/{name}", "outputs": list(found),
            "tolerance": TOLERANCE, "inputs": {key: x.tolist() for key, x in inputs.items()},
        }
        if continuation:
            entry["generate"] = continuation
        return entry, {f"{identifier}/{key}": x for key, x in found.items()}
    raise AssertionError(f"no seed of {name} has continuations with a clear lead")


shutil.rmtree(FOLDER, ignore_errors=True)
FOLDER.mkdir(parents=True)
cases, tensors = [], {}
for name, case in CASES.items():
    entry, found = case_of(name, *case)
    cases.append(entry)
    tensors |= found
lines = ",\n".join(json.dumps(case) for case in cases)
(FOLDER / "manifest.json").write_text(f'{{"format": "pytorch-models/1", "cases": [\n{lines}\n]}}\n')
(FOLDER / "outputs.safetensors").write_bytes(safetensors(tensors))
print(f"{len(cases)} cases, {sum(path.stat().st_size for path in FOLDER.rglob('*') if path.is_file()) // 1024} KiB")
