import { cpus, loadavg } from 'node:os';
import { useBackend } from '@neurona/backend';
import { nodeGpu } from '@neurona/backend-node-gpu';
import { wasm } from '@neurona/backend-wasm';
import { gpt2Configs, type LlamaConfig } from '@neurona/transformer';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type AttentionCase, type AttentionMemory, measureAttentionMemory } from './attention-memory.js';
import { type Clock, useClock } from './clock.js';
import { measurePeak } from './floor.js';
import { type GenerationCase, type GenerationResult, measureGeneration } from './generation-bench.js';
import { type InferenceCase, type InferenceResult, measureInference } from './inference/inference-bench.js';
import { type LoaderCase, type LoaderResult, measureLoader } from './loader/loader-bench.js';
import { type LoadingCase, type LoadingResult, measureLoading } from './loading/loading-bench.js';
import { type PeerName, peerNames, peersOf } from './peers.js';
import { type Profile, profileSteps } from './profile.js';
import {
  describeAttention,
  describeGeneration,
  describeInference,
  describeLoader,
  describeLoading,
  describeProfile,
  describeSmallOp,
  describeStep,
  describeTargets,
} from './report.js';
import type { Effort } from './rounds.js';
import { measureSmallOp, type SmallOpResult } from './small-op.js';
import { measureStep, type StepResult } from './step-bench.js';
import { loadingTargets, smallOpTargets, stepTargets, type Target } from './targets.js';
import {
  charactersWorkload,
  cnnWorkload,
  gptWorkload,
  lstmWorkload,
  mlpWorkload,
} from './workloads/catalogue.js';
import { startOf } from './workloads/start.js';
import type { Workload } from './workloads/workload.js';

const stepNames = ['mlp', 'cnn', 'lstm', 'characters', 'gpt'] as const;
const parts = [
  'small-op',
  ...stepNames,
  'generation',
  'inference',
  'loader',
  'attention',
  'loading',
] as const;
type Part = (typeof parts)[number];

/** Settings of a run. */
export interface BenchOptions {
  readonly only: readonly Part[];
  readonly peers: readonly PeerName[];
  readonly rounds: number;
  /** Where this library computes, default wasm. */
  readonly backend?: 'wasm' | 'node-gpu';
  /** Threads of this library on wasm, of PyTorch and of ONNX Runtime, default 1, as many as the other peers have. */
  readonly threads?: number;
  readonly clock: Clock;
  readonly json?: boolean;
  readonly profile?: boolean;
}

/** Sizes of what is measured; a test has smaller ones. */
export interface BenchSizes {
  readonly lengths: readonly number[];
  readonly workloads: Readonly<Record<(typeof stepNames)[number], Workload>>;
  readonly generation: readonly GenerationCase[];
  readonly inference: InferenceCase;
  readonly attention: AttentionCase;
  readonly loading: readonly LoadingCase[];
  /** Seconds of a turn. */
  readonly smallTurn: number;
  readonly stepTurn: number;
  /** Steps of a turn with loading. */
  readonly loaderSteps: number;
  readonly loaderCases: readonly LoaderCase[];
  /** The compiled module of the loader's workers. */
  readonly loaderWorker: URL | string;
}

/** A Llama of 103 million parameters. */
const hundredMillion: LlamaConfig = {
  vocabSize: 16_384,
  contextLength: 512,
  embedDim: 640,
  feedForwardDim: 1728,
  numLayers: 18,
  numHeads: 10,
  numKeyValueHeads: 5,
};

const sizes: BenchSizes = {
  lengths: [10, 100],
  workloads: {
    mlp: mlpWorkload(),
    cnn: cnnWorkload(),
    lstm: lstmWorkload(),
    characters: charactersWorkload(),
    gpt: gptWorkload(),
  },
  generation: [1, 16].map((texts) => ({ vocabSize: 65, hiddenSize: 256, numLayers: 2, texts })),
  inference: { config: hundredMillion, prompt: 128 },
  attention: { heads: 4, headSize: 32, lengths: [128, 512, 2048] },
  // GPT-2 as published, 124 million parameters, and the Llama above, whose matrices files have transposed
  loading: [
    { name: 'GPT-2', config: gpt2Configs.gpt2 } as const,
    { name: 'Llama', config: hundredMillion } as const,
  ].map((model) => ({ model, program: new URL('program.mjs', import.meta.url) })),
  smallTurn: 0.05,
  stepTurn: 0.2,
  loaderSteps: 25,
  loaderCases: [
    { title: 'transforms that compute, the step of the MLP on wasm', blurs: 2, waitMs: 0 },
    { title: 'files that take 10 ms to come, the step of the MLP on wasm', blurs: 0, waitMs: 10 },
    {
      title: 'transforms that compute, a device that takes 20 ms a step by itself',
      blurs: 2,
      waitMs: 0,
      deviceMs: 20,
    },
  ],
  loaderWorker: new URL('loader.worker.mjs', import.meta.url),
};

/** Where and how a run measured. */
export interface Circumstances {
  readonly backend: string;
  readonly node: string;
  readonly cores: number;
  readonly processor: string;
  readonly clock: Clock;
  readonly rounds: number;
  /** Processes that wanted to run, on average over the last minute, when it began. */
  readonly load: number;
}

/** What a run found. */
export interface BenchResult {
  readonly on: Circumstances;
  readonly smallOps: SmallOpResult[];
  readonly steps: StepResult[];
  readonly generation: GenerationResult[];
  readonly inference: InferenceResult[];
  readonly loaders: LoaderResult[];
  readonly attention: AttentionMemory[];
  readonly loading: LoadingResult[];
  readonly profiles: { readonly title: string; readonly profile: Profile }[];
  readonly targets: Target[];
}

/** Runs the command and returns its exit status: 1 when a contender did not do the same computation. */
export async function exitCode(args: readonly string[]): Promise<number> {
  const program = new Command('npm run bench --')
    .description(
      'Measures neurona side by side with its peers: a small operation, training steps; and what loading adds to them.',
    )
    .addOption(listOption('--only <parts>', 'what to measure', parts).default([...parts]))
    .addOption(
      listOption(
        '--peers <names>',
        'whom to compare with, at inference pytorch with those that run what it exports',
        peerNames,
      ).default(peerNames.filter((name) => name !== 'tfjs-cpu')),
    )
    .addOption(new Option('--rounds <n>', 'turns of each contender').argParser(wholeNumber).default(9))
    .addOption(
      new Option('--backend <name>', 'where neurona computes').choices(['wasm', 'node-gpu']).default('wasm'),
    )
    .addOption(
      new Option(
        '--threads <n>',
        'threads of neurona on wasm, PyTorch and ONNX Runtime; other peers have one',
      )
        .argParser(wholeNumber)
        .default(1),
    )
    .addOption(
      new Option(
        '--clock <name>',
        "the wall's, or the processor's in the process, for a machine that has other work",
      )
        .choices(['wall', 'cpu'])
        .default('wall'),
    )
    .option('--profile', "list the step's kernels by time instead of comparing")
    .option('--json', 'print the results as JSON')
    .allowExcessArguments(false);
  program.parse(args as string[], { from: 'user' });
  const options = program.opts<BenchOptions>();
  const print = options.json ? console.error : console.log; // JSON alone goes to standard output
  const result = await runBench(options, sizes, print);
  if (options.json) console.log(JSON.stringify(result));
  return result.steps.every(({ finishers }) => finishers.every(({ agreement }) => agreement.agrees)) ? 0 : 1;
}

function listOption(flags: string, description: string, choices: readonly string[]): Option {
  const parse = (value: string): string[] => {
    const names = value.split(',').map((name) => name.trim());
    const unknown = names.find((name) => !choices.includes(name));
    if (unknown !== undefined) throw new InvalidArgumentError(`Choose from ${choices.join(', ')}.`);
    return names;
  };
  return new Option(flags, `${description}: ${choices.join(', ')}`).argParser(parse);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Expected an integer of at least 1.');
}

/** Measures what the options ask for and prints it as it comes. */
export async function runBench(
  options: BenchOptions,
  {
    lengths,
    workloads,
    generation,
    inference,
    attention,
    loading,
    smallTurn,
    stepTurn,
    loaderSteps,
    loaderCases,
    loaderWorker,
  }: BenchSizes,
  print: (text: string) => void,
): Promise<BenchResult> {
  useClock(options.clock);
  const isNative = options.backend === 'node-gpu';
  const backend = await useBackend(isNative ? nodeGpu() : wasm({ threads: options.threads ?? 1 }));
  const on = circumstances(backend.description, options);
  print(`${on.backend}, Node ${on.node}, ${on.cores} cores (${on.processor})`);
  const result: BenchResult = {
    on,
    smallOps: [],
    steps: [],
    generation: [],
    inference: [],
    loaders: [],
    attention: [],
    loading: [],
    profiles: [],
    targets: [],
  };
  const chosen = stepNames.filter((name) => options.only.includes(name)).map((name) => workloads[name]);
  if (options.profile) {
    for (const workload of chosen) {
      const profile = profileSteps(workload, await startOf(workload), 3 * options.rounds);
      result.profiles.push({ title: workload.title, profile });
      print(`\n${describeProfile(workload.title, profile, 20)}`);
    }
    return result;
  }
  const busy = on.load > on.cores ? ' The machine is busy: trust the ratios more, or use --clock cpu.' : '';
  print(`Turn by turn, ${on.rounds} rounds, ${on.clock} clock; load ${on.load.toFixed(1)}.${busy}`);
  const effort = (turnSeconds: number): Effort => ({ rounds: options.rounds, turnSeconds });
  if (options.only.includes('small-op')) {
    for (const length of lengths) {
      const smallOp = await measureSmallOp(length, effort(smallTurn));
      result.smallOps.push(smallOp);
      result.targets.push(...smallOpTargets(smallOp));
      print(`\n${describeSmallOp(smallOp)}`);
    }
  }
  const peakGflops = chosen.length > 0 ? measurePeak() : 0;
  for (const workload of chosen) {
    const step = await measureStep(
      workload,
      peersOf(options.peers, options.threads ?? 1),
      effort(stepTurn),
      peakGflops,
    );
    result.steps.push(step);
    result.targets.push(...stepTargets(step, options.threads ?? 1));
    print(`\n${describeStep(step)}`);
  }
  for (const what of options.only.includes('generation') ? generation : []) {
    const written = await measureGeneration(what, effort(stepTurn));
    result.generation.push(written);
    print(`\n${describeGeneration(written)}`);
  }
  if (options.only.includes('inference')) {
    const read = await measureInference(inference, effort(stepTurn), {
      threads: options.threads ?? 1,
      withPeers: options.peers.includes('pytorch'),
    });
    result.inference.push(read);
    print(`\n${describeInference(read)}`);
  }
  if (options.only.includes('loader')) {
    const start = await startOf(workloads.mlp);
    for (const what of loaderCases) {
      const loader = await measureLoader(workloads.mlp, start, what, {
        worker: loaderWorker,
        rounds: options.rounds,
        steps: loaderSteps,
      });
      result.loaders.push(loader);
      print(`\n${describeLoader(loader)}`);
    }
  }
  if (options.only.includes('attention')) {
    const taken = await measureAttentionMemory(attention);
    result.attention.push(taken);
    print(`\n${describeAttention(taken)}`);
  }
  for (const what of options.only.includes('loading') ? loading : []) {
    const loaded = await measureLoading(what);
    result.loading.push(loaded);
    result.targets.push(...loadingTargets(loaded));
    print(`\n${describeLoading(loaded)}`);
  }
  if (result.targets.length > 0) print(`\n${describeTargets(result.targets)}`);
  return result;
}

function circumstances(backend: string, { clock, rounds }: BenchOptions): Circumstances {
  const processors = cpus();
  const [processor] = processors;
  return {
    backend,
    node: process.version,
    cores: processors.length,
    processor: processor?.model ?? 'unknown',
    clock,
    rounds,
    load: loadavg()[0]!,
  };
}
