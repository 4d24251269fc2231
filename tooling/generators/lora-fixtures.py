"""Tiny models of transformers, and convolutions, with adapters of PEFT, and the logits that they have together.

    python3 -m venv venv && venv/bin/pip install peft==0.7.1 transformers==4.36.2 "numpy<2"
    venv/bin/python tooling/generators/lora-fixtures.py

bert was made by peft 0.21.2 and transformers 5.24.0, the others by the versions above: put back with git what should stay. With a folder as argument, it prints by how much the logits of adapters that lie there, for the same models, differ from those kept.
"""

import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
)

FOLDER = Path(__file__).resolve().parents[2] / "packages" / "architectures" / "transformer" / "fixtures" / "lora"
TOKENS = torch.tensor([[1, 2, 3, 4, 5, 6], [8, 7, 0, 1, 1, 2]])

llama = LlamaConfig(
    vocab_size=9, hidden_size=16, intermediate_size=20, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, max_position_embeddings=16,
)
gpt2 = GPT2Config(vocab_size=9, n_positions=16, n_embd=12, n_layer=2, n_head=3)
bert = BertConfig(
    vocab_size=9, hidden_size=12, num_hidden_layers=2, num_attention_heads=3, intermediate_size=20,
    max_position_embeddings=16, num_labels=3,
)
MODELS = {
    "llama": (LlamaForCausalLM, llama, LoraConfig(r=2, lora_alpha=6, target_modules=["q_proj", "v_proj", "down_proj"])),
    "gpt2": (GPT2LMHeadModel, gpt2, LoraConfig(r=3, lora_alpha=3, target_modules=["c_attn"], fan_in_fan_out=True)),
    # a head that is learned whole, and ranks and factors by layer
    "bert": (
        BertForSequenceClassification, bert,
        LoraConfig(
            r=2, lora_alpha=6, target_modules=["query", "value"], modules_to_save=["classifier", "score"],
            rank_pattern={r"layer\.1\.attention\.self\.query": 3}, alpha_pattern={"value": 5},
        ),
    ),
}


class Convolutions(nn.Module):
    """Convolutions of images, one with strides and padding, one of 1 x 1, one with a kernel that isn't square."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 3, stride=2, padding=1)
        self.conv2 = nn.Conv2d(6, 4, 1, bias=False)
        self.conv3 = nn.Conv2d(4, 5, (2, 3), padding=(0, 1))
        self.fc = nn.Linear(20, 4)

    def forward(self, x):
        return self.fc(torch.tanh(self.conv3(torch.tanh(self.conv2(torch.tanh(self.conv1(x)))))).mean(2).flatten(1))


CONVOLUTIONS = LoraConfig(r=2, lora_alpha=6, target_modules=["conv1", "conv2", "conv3", "fc"])
# [N, H, W, C], turned into PyTorch's order
IMAGES = torch.sin(torch.arange(2 * 8 * 8 * 3).reshape(2, 8, 8, 3) / 3).permute(0, 3, 1, 2)


def logits(model):
    with torch.no_grad():
        return model.eval()(TOKENS).logits


def keep_convolutions():
    torch.manual_seed(13)
    model = Convolutions()
    (FOLDER / "convolutions").mkdir(exist_ok=True)
    save_file(model.state_dict(), FOLDER / "convolutions" / "model.safetensors", {"format": "pt"})
    adapted = get_peft_model(model, CONVOLUTIONS)
    for key, parameter in adapted.named_parameters():
        if "lora_B" in key:
            torch.nn.init.normal_(parameter, std=0.3)
    adapted.save_pretrained(FOLDER / "convolutions" / "adapters", safe_serialization=True)
    (FOLDER / "convolutions" / "adapters" / "README.md").unlink(missing_ok=True)
    with torch.no_grad():
        return [round(float(x), 7) for x in adapted.eval()(IMAGES).flatten()]


def keep(name, make, config, adapter):
    torch.manual_seed(13)
    model = make(config)
    model.save_pretrained(FOLDER / name, safe_serialization=True)
    adapted = get_peft_model(model, adapter)
    for key, parameter in adapted.named_parameters():
        if "lora_B" in key or "modules_to_save" in key:
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
    if (Path(sys.argv[1]) / "convolutions").exists():
        base = Convolutions()
        base.load_state_dict(load_file(FOLDER / "convolutions" / "model.safetensors"))
        model = PeftModel.from_pretrained(base, Path(sys.argv[1]) / "convolutions").eval()
        with torch.no_grad():
            difference = (model(IMAGES).flatten() - torch.tensor(kept["convolutions"])).abs().max()
        print(f"convolutions: differs by up to {float(difference):.1e}")
else:
    values = {name: keep(name, *model) for name, model in MODELS.items()}
    values["convolutions"] = keep_convolutions()
    (FOLDER / "logits.json").write_text(json.dumps(values) + "\n")
