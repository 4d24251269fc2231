// internal: the README of an exported program
import type { PyTorchTraining } from './training.js';

/** How the files are used. */
export function readmeText(kind: string, training: PyTorchTraining | undefined, hasData: boolean): string {
  const use = `# ${kind}

A PyTorch program, exported from neurona; it needs nothing else.

\`\`\`sh
pip install -r requirements.txt
\`\`\`

\`\`\`python
from model import make_model
from tensor_file import load_weights

model = load_weights(make_model(), "weights.safetensors").eval()
\`\`\`

| File | What |
| --- | --- |
| \`model.py\` | the modules |
| \`weights.safetensors\` | their weights, as \`load_state_dict\` takes them |
| \`tensor_file.py\` | reads and writes such files |
`;
  if (!training) return use;
  const { steps, schedule } = training;
  const isGan = steps !== undefined && 'gan' in steps;
  const data = hasData
    ? `| \`data/\` | the examples: \`train.safetensors\`, and \`validation.safetensors\`, ${isGan ? 'which training leaves alone' : 'to validate on'} |`
    : '| `data/` | not here yet: the examples, see below |';
  const same = `${steps ? 'steps' : 'loss'}, ${isGan ? 'optimizers' : 'optimizer'}${schedule ? ', schedule' : ''}`;
  const fields = steps
    ? 'what is learned as tensor `0`, images as `[N, C, H, W]`, and classes as tensor `1` where the model takes them'
    : 'the inputs as tensors `0`, `1`, …, the targets as the last of them, images as `[N, C, H, W]`';
  const validation = isGan ? '' : '\n`data/validation.safetensors` may hold others to validate on.';
  return `${use}| \`train.py\` | trains on, with the same ${same} and batch size |
| \`optimizer.safetensors\` | what ${isGan ? 'the optimizers know' : 'the optimizer knows'} of each parameter |
${data}

## Training

The examples are in \`data/train.safetensors\`: ${fields}.${validation}
A batch of ${training.batchSize} is divided among all processes.

On one machine, with a process for each GPU (\`-r 1 -t 1\` writes what each says into files and shows the first):

\`\`\`sh
torchrun --nproc_per_node=2 -r 1 -t 1 train.py
torchrun --nproc_per_node=2 -r 1 -t 1 train.py --resume --epochs ${2 * training.epochs}   # goes on from checkpoint.pt
\`\`\`

On a cluster with SLURM, \`sbatch train.sbatch\` with

\`\`\`sh
#!/bin/bash
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-node=4
head=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
srun torchrun --nnodes="$SLURM_NNODES" --nproc_per_node=4 --rdzv_id="$SLURM_JOB_ID" --rdzv_backend=c10d --rdzv_endpoint="$head:29500" train.py
\`\`\`

With Ray Train (\`pip install "ray[train]"\`), in this folder:

\`\`\`python
import ray
from ray.train import ScalingConfig
from ray.train.torch import TorchTrainer

def work(config):
    import train

    train.main([])

ray.init(runtime_env={"working_dir": "."})
TorchTrainer(work, scaling_config=ScalingConfig(num_workers=4, use_gpu=True)).fit()
\`\`\`

## Back to neurona

\`trained.safetensors\` has the weights after each epoch.

\`\`\`sh
npx neurona import path/to/this/folder runs/digits-1    # into the run that it was exported from
\`\`\`

\`\`\`ts
await importPyTorch(model, 'path/to/this/folder', { inputs }); // of @neurona/pytorch, with the inputs that it was exported with
\`\`\`
`;
}
