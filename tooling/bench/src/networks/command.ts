import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { type ConvGeometry, useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import Table from 'cli-table3';
import { Command, InvalidArgumentError, Option } from 'commander';
import { currentClock, useClock } from '../clock.js';
import { pythonWithTorch, startTorch, type TorchProcess } from '../contenders/torch-process.js';
import { measurePeak } from '../floor.js';
import { peakBytes } from '../peak-bytes.js';
import { type Measurement, measureInTurn, ratio, type Subject } from '../rounds.js';
import { type ConvolutionTime, timeConvolutions } from './convolution-times.js';
import { type GenerativeWork, readyGenerator } from './generative-work.js';
import { describeRates, generatorKernels } from './kernel-rates.js';
import { generativePeers, networkPeers, timed } from './network-peers.js';
import { type NetworkWork, type ReadyNetwork, readyNetwork } from './network-work.js';

const script = createRequire(import.meta.url).resolve('@neurona/bench/torch-networks.py');

interface NetworkOptions {
  readonly rounds: number;
  readonly clock: 'wall' | 'cpu';
  readonly only?: string;
  readonly relaxed?: boolean;
  readonly alone?: boolean;
}

const inference = (network: NetworkWork['network'], batch: number): NetworkWork => ({
  network,
  kind: 'inference',
  batch,
  size: 224,
});
const step = { network: 'resnet18', batch: 16, size: 64 } as const;

const works: readonly NetworkWork[] = [
  inference('resnet18', 1),
  inference('resnet18', 8),
  inference('mobilenet_v2', 1),
  inference('mobilenet_v2', 8),
  { ...step, kind: 'training' },
  { ...step, kind: 'training with checkpoint' },
];

/** Steps of networks that draw, and how many times PyTorch's time they may take. */
const generators: readonly (GenerativeWork & { readonly limit: number })[] = [
  { network: 'conv_autoencoder', kind: 'training', batch: 64, size: 28, limit: 1.7 },
  { network: 'dcgan', kind: 'training', batch: 64, size: 28, limit: 2.5 },
  { network: 'denoising_unet', kind: 'training', batch: 64, size: 8, limit: 2.5 },
];

const titleOf = ({ network, kind, batch, size }: NetworkWork | GenerativeWork): string =>
  `${network} ${kind}, batch ${batch}, ${size} px`;

/** Runs the command. */
export async function exitCode(args: readonly string[]): Promise<number> {
  const program = new Command('npm run bench:networks --')
    .description(
      'Inference and training of networks for images on wasm, beside PyTorch, ONNX Runtime and TensorFlow.js, with a table by convolution.',
    )
    .addOption(new Option('--rounds <n>', 'turns').argParser(positiveInteger).default(9))
    .addOption(
      new Option('--only <words>', "networks whose titles have these words, such as 'resnet18 training'"),
    )
    .addOption(new Option('--clock <name>', 'what time is counted').choices(['wall', 'cpu']).default('wall'))
    .option('--alone', 'beside PyTorch only')
    .option('--relaxed', 'with fused multiply-add, for Node.js 20 that has it behind a flag')
    .allowExcessArguments(false);
  program.parse(args as string[], { from: 'user' });
  await measure(program.opts<NetworkOptions>(), works, console.log);
  return 0;
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Expected an integer of at least 1.');
}

/** Measures each network in turn with PyTorch, then its convolutions, and prints what it finds. */
async function measure(
  { rounds, clock, only = '', relaxed = false, alone = false }: NetworkOptions,
  all: readonly NetworkWork[],
  print: (text: string) => void,
): Promise<void> {
  useClock(clock);
  if (relaxed) setFlagsFromString('--experimental-wasm-relaxed-simd');
  const backend = await useBackend(wasm({ threads: 1, relaxedSimd: relaxed }));
  const torch = await torchOr(print);
  const peak = measurePeak();
  print(
    `${backend.description}, Node ${process.version}; a product reaches ${peak.toFixed(1)} GFLOP/s; ${rounds} rounds`,
  );
  const leaveOut = (name: string, reason: string) => print(`${name} is left out: ${reason}`);
  const isWanted = (title: string): boolean => only.split(/\s+/).every((word) => title.includes(word));
  for (const work of all.filter((one) => isWanted(titleOf(one)))) {
    const isInference = work.kind === 'inference';
    const network = warm(work);
    const subjects: Subject[] = [{ name: 'neurona', run: (times) => timed(network.run, times) }];
    const folded = isInference ? warm({ ...work, kind: 'inference, norms folded' }) : undefined;
    if (folded) subjects.push({ name: 'neurona, fuse', run: (times) => timed(folded.run, times) });
    if (torch) subjects.push({ name: 'PyTorch', run: (times) => ask(torch, work, times) });
    print(`\n${titleOf(work)}`);
    const peers = isInference && !alone ? await networkPeers(work, torch, leaveOut) : [];
    print(sideBySide(await measureInTurn([...subjects, ...peers], { rounds, turnSeconds: 0 })));
    for (const peer of peers) await peer.close();
    if (!isInference) print(`At most ${(peakBytes(network.run) / 2 ** 20).toFixed(1)} MiB alive.`);
    print(await describe(timeConvolutions(network.run, rounds), peak, torch));
    for (const held of [network, folded]) held?.close();
  }
  for (const { limit, ...work } of generators.filter((one) => isWanted(titleOf(one)))) {
    const network = readyGenerator(work);
    const subjects: Subject[] = [{ name: 'neurona', run: (times) => timed(network.run, times) }];
    const asked = { ...work, parameters: network.parameters };
    if (torch) subjects.push({ name: 'PyTorch', run: (times) => ask(torch, asked, times) });
    print(`\n${titleOf(work)}: at most ${limit} times PyTorch's time`);
    const peers = alone ? [] : await generativePeers(work, network.parameters, leaveOut);
    print(sideBySide(await measureInTurn([...subjects, ...peers], { rounds, turnSeconds: 0 })));
    for (const peer of peers) await peer.close();
    print(await describe(timeConvolutions(network.run, rounds), peak, undefined));
    network.close();
  }
  if (isWanted(generatorKernels)) print(`\n${generatorKernels}\n${describeRates(rounds)}`);
  await torch?.end();
}

/** A network whose kernels are kept, as they are from their third use on. */
function warm(work: NetworkWork): ReadyNetwork {
  const network = readyNetwork(work);
  for (let i = 0; i < 3; i++) network.run();
  return network;
}

/** The least times, and ratios to PyTorch's: medians over the rounds, and of the least times. */
function sideBySide(measured: readonly Measurement[]): string {
  const torch = measured.find(({ name }) => name === 'PyTorch');
  const head = ['who', 'ms', "times PyTorch's", 'of the least times'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const one of measured)
    table.push([
      one.name,
      (1000 * one.range[0]).toFixed(1),
      torch ? ratio(one, torch).toFixed(2) : '',
      torch ? (one.range[0] / torch.range[0]).toFixed(2) : '',
    ]);
  return table.toString();
}

async function torchOr(print: (text: string) => void): Promise<TorchProcess | undefined> {
  try {
    const torch = startTorch(pythonWithTorch(), [script, currentClock()]);
    print((JSON.parse(await torch.nextLine()) as { device: string }).device);
    return torch;
  } catch (error) {
    print(`PyTorch is left out: ${(error as Error).message}`);
    return undefined;
  }
}

async function ask(torch: TorchProcess, work: object, times: number): Promise<number> {
  let sum = 0;
  for (let i = 0; i < times; i++) sum += JSON.parse(await torch.ask(JSON.stringify(work))) as number;
  return sum;
}

/** A table of convolutions; the floor is the time of their multiplications as defined, at the rate of a product. */
async function describe(
  rows: readonly ConvolutionTime[],
  peak: number,
  torch: TorchProcess | undefined,
): Promise<string> {
  const head = ['convolution', 'direction', 'calls', 'ms', 'GFLOP/s', 'floor, ms', 'PyTorch, ms'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { direction, geometry, calls, ms: time, flops } of rows) {
    table.push([
      nameOf(geometry),
      direction,
      calls,
      time.toFixed(2),
      (flops / time / 1e6).toFixed(1),
      (flops / peak / 1e6).toFixed(2),
      torch && direction === 'forward' ? (await torchTime(torch, geometry)).toFixed(2) : '',
    ]);
  }
  return table.toString();
}

function nameOf({ inputShape, outputShape, kernelSize, stride, groups }: ConvGeometry): string {
  const kind = groups === 1 ? '' : groups === inputShape[3] ? ' depthwise' : ` in ${groups} groups`;
  const steps = stride[0] === 1 ? '' : ` / ${stride[0]}`;
  return `${kernelSize.join('×')}${steps}${kind} ${inputShape.join('×')} → ${outputShape[3]}`;
}

async function torchTime(torch: TorchProcess, geometry: ConvGeometry): Promise<number> {
  const { inputShape, outputShape, kernelSize, stride, padding, groups } = geometry;
  const [batch = 0, height = 0, width = 0, channels = 0] = inputShape;
  const work = {
    x: [batch, channels, height, width],
    weight: [outputShape[3], channels / groups, ...kernelSize],
    stride,
    padding: [padding.top, padding.left],
    groups,
  };
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) least = Math.min(least, await ask(torch, work, 1));
  return 1000 * least;
}
