"""Tiny models of transformers with adapters of PEFT, and the logits that they have together.

    python3 -m venv venv && venv/bin/pip install peft==0.7.1 transformers==4.36.2 "numpy<2"
    venv/bin/python tooling/generators/lora-fixtures.py

With a folder as argument, it prints by how much the logits of adapters that lie there, for the same models, differ from those kept.
"""

import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

FOLDER = Path(__file__).resolve().parents[2] / "packages" / "architectures" / "transformer" / "fixtures" / "lora"
TOKENS = torch.tensor([[1, 2, 3, 4, 5, 6], [8, 7, 0, 1, 1, 2]])

llama = LlamaConfig(
    vocab_size=9, hidden_size=16, intermediate_size=20, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, max_position_embeddings=16,
)
gpt2 = GPT2Config(vocab_size=9, n_positions=16, n_embd=12, n_layer=2, n_head=3)
MODELS = {
    "llama": (LlamaForCausalLM, llama, LoraConfig(r=2, lora_alpha=6, target_modules=["q_proj", "v_proj", "down_proj"])),
    "gpt2": (GPT2LMHeadModel, gpt2, LoraConfig(r=3, lora_alpha=3, target_modules=["c_attn"], fan_in_fan_out=True)),
}


def logits(model):
    with torch.no_grad():
        return model.eval()(TOKENS).logits


def keep(name, make, config, adapter):
    torch.manual_seed(13)
    model = make(config)
    model.save_pretrained(FOLDER / name, safe_serialization=True)
    adapted = get_peft_model(model, adapter)
    for key, parameter in adapted.named_parameters():
        if "lora_B" in key:
            torch.nn.init.normal_(parameter, std=0.3)
    adapted.save_pretrained(FOLDER / name / "adapters", safe_serialization=True)
    for other in ("adapters/README.md", "generation_config.json"):
        (FOLDER / name / other).unlink(missing_ok=True)
    return [round(float(x), 7) for x in logits(adapted).flatten()]


if len(sys.argv) == 2:
    kept = json.loads((FOLDER / "logits.json").read_text())
    for name, (make, _, _) in MODELS.items():
        if not (Path(sys.argv[1]) / name).exists():
            continue
        model = PeftModel.from_pretrained(make.from_pretrained(FOLDER / name), Path(sys.argv[1]) / name)
        difference = (logits(model).flatten() - torch.tensor(kept[name])).abs().max()
        print(f"{name}: differs by up to {float(difference):.1e}")
else:
    values = {name: keep(name, *model) for name, model in MODELS.items()}
    (FOLDER / "logits.json").write_text(json.dumps(values) + "\n")
