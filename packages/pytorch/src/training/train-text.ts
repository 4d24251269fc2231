// internal: the text of train.py
import { written } from '../python/expression.js';
import { augmentationCall } from './augmentation.js';
import { lossText } from './losses.js';
import type { OptimizerProgram } from './optimizer-file.js';
import { scheduleCall } from './schedules.js';
import type { PyTorchTraining } from './training.js';

/** Writes the program that trains a model. */
export function trainText(training: PyTorchTraining, optimizer: OptimizerProgram): string {
  const { loss, schedule, scheduleEvery = 'epoch', batchSize, epochs, clipNorm = 0, seed = 0 } = training;
  const { augmentation, reconstruct = false } = training;
  const frozen =
    optimizer.frozen.length === 0
      ? ''
      : `
    for name in (${optimizer.frozen.map((name) => JSON.stringify(name)).join(', ')},):
        named[name].requires_grad_(False)`;
  const needsNames = frozen !== '' || written(optimizer.call).includes('named[');
  return `"""Trains the model of model.py on one or several devices: torchrun --nproc_per_node=2 train.py

Reads weights.safetensors, optimizer.safetensors and the examples of data/; writes trained.safetensors after each epoch.
"""

import argparse
import json
import os
import sys
import warnings
from pathlib import Path

import torch
import torch.distributed as dist
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset, DistributedSampler
${augmentation ? 'from torchvision import transforms\n' : ''}
from model import make_model
from tensor_file import load_weights, read_tensors, write_tensors

HERE = Path(__file__).resolve().parent
EPOCHS = ${epochs}
BATCH_SIZE = ${batchSize}  # examples in a step, of all processes together
CLIP_NORM = ${clipNorm}  # largest norm of the gradients of a step; 0: any
SEED = ${seed}
SCHEDULE_EVERY = "${scheduleEvery}"


def loss_of(outputs, targets):
${lossText(loss)}


def make_optimizer(model):
${needsNames ? `    named = dict(model.named_parameters())${frozen}\n` : ''}    return ${written(optimizer.call, '    ')}


def make_schedule(optimizer):
    return ${schedule ? written(scheduleCall(schedule), '    ') : 'None'}


SCHEDULE_STEPS = ${schedule?.stepCount ?? 0}  # that were made before

${
  augmentation
    ? `
AUGMENTATION = ${written(augmentationCall(augmentation))}
`
    : ''
}
class Examples(Dataset):
    """Examples of a file: inputs as tensors "0", "1", ..., targets as the last of them."""

    def __init__(self, path, augmentation=None):
        tensors, _ = read_tensors(path)
        self.fields = [tensors[name] for name in sorted(tensors, key=int)]
        self.augmentation = augmentation

    def __len__(self):
        return len(self.fields[0])

    def __getitem__(self, index):
        fields = [field[index] for field in self.fields]
        if self.augmentation is not None:
            fields[0] = self.augmentation(fields[0])
        return fields


def load_optimizer(model, optimizer, path):
    """Gives the optimizer what it knew of each parameter."""
    tensors, _ = read_tensors(path)
    parameters = {id(param) for group in optimizer.param_groups for param in group["params"]}
    for name, param in model.named_parameters():
        state = {key.split("/")[1]: value for key, value in tensors.items() if key.split("/")[0] == name}
        if state and id(param) in parameters:
            optimizer.state[param] = {
                key: value if key in ("step", "mu_product") else value.to(param.device)
                for key, value in state.items()
            }


def forward(model, fields):
${reconstruct ? '    inputs = fields[:1]\n    return model(*inputs), inputs[0]' : '    *inputs, targets = fields\n    return model(*inputs), targets'}


def mean_of(value, count):
    """The mean of all processes, by their numbers of examples."""
    sums = torch.stack([value.detach() * count, torch.as_tensor(float(count), device=value.device)])
    dist.all_reduce(sums)
    return (sums[0] / sums[1]).item()


@torch.no_grad()
def validate(model, loader, device):
    model.eval()
    total, count = torch.zeros((), device=device), 0
    for fields in loader:
        outputs, targets = forward(model, [field.to(device) for field in fields])
        total += loss_of(outputs, targets) * len(targets)
        count += len(targets)
    return mean_of(total / max(1, count), count)


def save(model, optimizer, schedule, epoch, out):
    """Weights that neurona imports, and everything to go on from; files are replaced as a whole."""
    write_tensors(out / "trained.safetensors", model.state_dict())
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": None if schedule is None else schedule.state_dict(),
        "epoch": epoch,
    }
    torch.save(state, out / "checkpoint.pt.tmp")
    os.replace(out / "checkpoint.pt.tmp", out / "checkpoint.pt")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="passes over the data")
    parser.add_argument("--steps", type=int, default=0, help="stop after so many steps; 0: never")
    parser.add_argument("--no-shuffle", action="store_true", help="take examples in the order of the file")
    parser.add_argument("--resume", action="store_true", help="go on from checkpoint.pt")
    parser.add_argument("--data", type=Path, default=HERE / "data", help="folder with train.safetensors")
    parser.add_argument("--out", type=Path, default=HERE, help="folder that is written to")
    parser.add_argument("--log", type=Path, help="file that gets a line of JSON for each step")
    options = parser.parse_args(arguments)

    if not dist.is_initialized():  # Ray Train has done so
        os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
        os.environ.setdefault("MASTER_PORT", "29500")
        rank, size = (int(os.environ.get(name, default)) for name, default in (("RANK", 0), ("WORLD_SIZE", 1)))
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo", rank=rank, world_size=size)
    rank, size = dist.get_rank(), dist.get_world_size()
    device = torch.device("cpu")
    if torch.cuda.is_available():
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)) % torch.cuda.device_count())
        torch.cuda.set_device(device)
    if BATCH_SIZE % size != 0:
        sys.exit(f"A batch of {BATCH_SIZE} can't be divided among {size} processes: change one of both.")
    torch.manual_seed(SEED + rank)

    model = load_weights(make_model(), HERE / "weights.safetensors").to(device)
    optimizer = make_optimizer(model)
    schedule = make_schedule(optimizer)
    if schedule is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyTorch warns of steps before the optimizer's
            for _ in range(SCHEDULE_STEPS):
                schedule.step()
    first = 0
    if options.resume:
        state = torch.load(options.out / "checkpoint.pt", map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        if schedule is not None:
            schedule.load_state_dict(state["schedule"])
        first = state["epoch"]
    else:
        load_optimizer(model, optimizer, HERE / "optimizer.safetensors")
    parallel = DistributedDataParallel(model, device_ids=[device.index] if device.type == "cuda" else None)

    train = Examples(options.data / "train.safetensors"${augmentation ? ', AUGMENTATION' : ''})
    sampler = DistributedSampler(train, shuffle=not options.no_shuffle, seed=SEED)
    loader = DataLoader(train, batch_size=BATCH_SIZE // size, sampler=sampler)
    held_out = options.data / "validation.safetensors"
    validation = None
    if held_out.exists():
        examples = Examples(held_out)
        validation = DataLoader(
            examples, batch_size=BATCH_SIZE // size, sampler=DistributedSampler(examples, shuffle=False)
        )
    log = open(options.log, "w") if options.log and rank == 0 else None

    step = 0
    for epoch in range(first, options.epochs):
        sampler.set_epoch(epoch)
        parallel.train()
        total, count = 0.0, 0
        for fields in loader:
            outputs, targets = forward(parallel, [field.to(device) for field in fields])
            loss = loss_of(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            if CLIP_NORM > 0:
                torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP_NORM)
            optimizer.step()
            if schedule is not None and SCHEDULE_EVERY == "step":
                schedule.step()
            step += 1
            total, count = total + loss.detach(), count + 1
            if options.log:
                mean = mean_of(loss, len(targets))
                if log:
                    print(json.dumps({"step": step, "loss": mean}), file=log, flush=True)
            if step == options.steps:
                break
        if schedule is not None and SCHEDULE_EVERY == "epoch":
            schedule.step()
        line = f"epoch {epoch + 1}/{options.epochs}, loss {mean_of(total / count, 1):.6f}"
        if validation is not None:
            line += f", validation loss {validate(parallel, validation, device):.6f}"
        if rank == 0:
            print(line, flush=True)
            save(model, optimizer, schedule, epoch + 1, options.out)
        dist.barrier()
        if step == options.steps:
            break


if __name__ == "__main__":
    main()
`;
}
