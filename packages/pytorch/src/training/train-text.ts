// internal: the text of train.py
import { CyclicLR, type Schedule } from '@neurona/optimizers';
import { written } from '../python/expression.js';
import { augmentationCall } from './augmentation.js';
import type { OptimizerProgram } from './optimizer-file.js';
import { ownOptimizers } from './optimizers.js';
import { scheduleCall, watchedText } from './schedules.js';
import type { StepText } from './steps/step-text.js';
import type { PyTorchTraining } from './training.js';

/** Writes the program that trains a model. */
export function trainText(
  training: PyTorchTraining,
  { constants, functions, isAdversarial = false }: StepText,
  { calls, frozen, steps }: OptimizerProgram,
): string {
  const { schedule, scheduleEvery = 'epoch', batchSize, epochs, clipNorm = 0, seed = 0 } = training;
  const { augmentation } = training;
  const watched = watchedText(schedule);
  const isCounted = training.steps !== undefined;
  const { average = 0 } = training.steps && 'gan' in training.steps ? training.steps.gan : {};
  const frozenLines =
    frozen.length === 0
      ? ''
      : `
    for name in (${frozen.map((name) => JSON.stringify(name)).join(', ')},):
        named[name].requires_grad_(False)`;
  const made = optimizerText(calls);
  const own = Object.entries(ownOptimizers).flatMap(([name, text]) =>
    new RegExp(`\\b${name}\\(`).test(made) ? [text] : [],
  );
  const needsNames = frozenLines !== '' || made.includes('named[');
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
${isAdversarial ? '' : `CLIP_NORM = ${clipNorm}  # largest norm of the gradients of a step; 0: any\n`}SEED = ${seed}
SCHEDULE_EVERY = "${scheduleEvery}"
${isCounted ? `STEPS_BEFORE = ${steps}  # that the optimizer has made\n${constants}` : ''}

${functions}


${isAdversarial ? '' : minimise}${own.join('')}def make_optimizer(model):
${needsNames ? `    named = dict(model.named_parameters())${frozenLines}\n` : ''}    return ${made}


def make_schedule(optimizer):
    ${watched ? 'schedule =' : 'return'} ${schedule ? written(scheduleCall(schedule), '    ') : 'None'}
${watched ? `${watched}\n    return schedule\n` : ''}

SCHEDULE_STEPS = ${watched ? 0 : (schedule?.stepCount ?? 0)}  # that were made before

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


def mean_of(value, count):
    """The mean of all processes, by their numbers of examples."""
    sums = torch.stack([value.detach() * count, torch.as_tensor(float(count), device=value.device)])
    dist.all_reduce(sums)
    return (sums[0] / sums[1]).item()


${isAdversarial ? '' : validate}def save(model, optimizer, schedule, epoch, out${average > 0 ? ', averages' : ''}):
    """Weights that neurona imports, and everything to go on from; files are replaced as a whole."""
    write_tensors(out / "trained.safetensors", ${average > 0 ? '{**model.state_dict(), **averages}' : 'model.state_dict()'})
    state = {
        "model": model.state_dict(),${average > 0 ? '\n        "averages": averages,' : ''}
        "optimizer": ${isAdversarial ? '{name: one.state_dict() for name, one in optimizer.items()}' : 'optimizer.state_dict()'},
        "schedule": ${scheduleState(schedule)},
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
${isAdversarial ? '        for name, one in optimizer.items():\n            one.load_state_dict(state["optimizer"][name])' : '        optimizer.load_state_dict(state["optimizer"])'}
        if schedule is not None:
            schedule.load_state_dict(state["schedule"])
        first = state["epoch"]
    else:
${isAdversarial ? '        for one in optimizer.values():\n            load_optimizer(model, one, HERE / "optimizer.safetensors")' : '        load_optimizer(model, optimizer, HERE / "optimizer.safetensors")'}
${isAdversarial ? '    parallel = model  # descend shares the gradients' : '    parallel = DistributedDataParallel(model, device_ids=[device.index] if device.type == "cuda" else None)'}
${average > 0 ? averagesText : ''}
    train = Examples(options.data / "train.safetensors"${augmentation ? ', AUGMENTATION' : ''})
    sampler = DistributedSampler(train, shuffle=not options.no_shuffle, seed=SEED)
    loader = DataLoader(train, batch_size=BATCH_SIZE // size, sampler=sampler)
${isAdversarial ? '' : validationLoader}    log = open(options.log, "w") if options.log and rank == 0 else None

    step = 0
${isCounted ? '    before = STEPS_BEFORE + first * len(loader)\n' : ''}    for epoch in range(first, options.epochs):
        sampler.set_epoch(epoch)
        parallel.train()
        sums, counts = {}, {}
        for fields in loader:
            step += 1
            losses = train_step(parallel, [field.to(device) for field in fields], optimizer, ${isCounted ? 'before + ' : ''}step)
            if schedule is not None and SCHEDULE_EVERY == "step":
                schedule.step()
${average > 0 ? averageLines : ''}            for name, loss in losses.items():
                sums[name] = sums.get(name, 0.0) + loss.detach()
                counts[name] = counts.get(name, 0) + 1
            if options.log:
                means = {name: mean_of(loss, len(fields[0])) for name, loss in losses.items()}
                if log:
                    print(json.dumps({"step": step, **means}), file=log, flush=True)
            if step == options.steps:
                break
${watched ? '' : steppedByEpoch}        line = f"epoch {epoch + 1}/{options.epochs}"
        for name, total in sums.items():
            mean = ${watched ? 'watched = ' : ''}mean_of(total / counts[name], 1)
            line += f", {name} {mean:.6f}"
${isAdversarial ? '' : validationLine(watched !== undefined)}${watched ? '        schedule.step(watched)\n' : ''}        if rank == 0:
            print(line, flush=True)
            save(model, optimizer, schedule, epoch + 1, options.out${average > 0 ? ', averages' : ''})
        dist.barrier()
        if step == options.steps:
            break


if __name__ == "__main__":
    main()
`;
}

/** The optimizer, or one for each network. */
function optimizerText(calls: OptimizerProgram['calls']): string {
  if ('callee' in calls) return written(calls, '    ');
  const items = Array.from(calls, ([name, one]) => `        "${name}": ${written(one, '        ')},`);
  return `{\n${items.join('\n')}\n    }`;
}

const minimise = `def train_step(model, fields, optimizer, step):
    loss = loss_of(model, fields, step)
    optimizer.zero_grad()
    loss.backward()
    if CLIP_NORM > 0:
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP_NORM)
    optimizer.step()
    return {"loss": loss}


`;

/** What a schedule saves; CyclicLR has a method among it, which PyTorch 1.13 can't save. */
const scheduleState = (schedule: Schedule | undefined): string =>
  schedule instanceof CyclicLR
    ? '{key: value for key, value in schedule.state_dict().items() if key != "_scale_fn_ref"}'
    : 'None if schedule is None else schedule.state_dict()';

const validate = `@torch.no_grad()
def validate(model, loader, device):
    model.eval()
    total, count = torch.zeros((), device=device), 0
    for fields in loader:
        size = len(fields[0])
        total += loss_of(model, [field.to(device) for field in fields]) * size
        count += size
    return mean_of(total / max(1, count), count)


`;

const validationLoader = `    held_out = options.data / "validation.safetensors"
    validation = None
    if held_out.exists():
        examples = Examples(held_out)
        validation = DataLoader(
            examples, batch_size=BATCH_SIZE // size, sampler=DistributedSampler(examples, shuffle=False)
        )
`;

const validationLine = (watched: boolean): string => `        if validation is not None:
            mean = ${watched ? 'watched = ' : ''}validate(parallel, validation, device)
            line += f", validation loss {mean:.6f}"
`;

const steppedByEpoch = `        if schedule is not None and SCHEDULE_EVERY == "epoch":
            schedule.step()
`;

const averagesText = `    named = dict(model.generator.named_parameters(prefix="generator"))
    averages = state["averages"] if options.resume else {name: param.detach().clone() for name, param in named.items()}
`;

const averageLines = `            for name, average in averages.items():
                average.lerp_(named[name].detach(), 1 - AVERAGE)
`;
