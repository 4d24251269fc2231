import Table from 'cli-table3';
import { tolerance } from './agreement.js';
import type { AttentionMemory } from './attention-memory.js';
import type { GenerationResult } from './generation-bench.js';
import type { InferenceResult } from './inference/inference-bench.js';
import type { LoaderResult } from './loader/loader-bench.js';
import type { LoadingResult } from './loading/loading-bench.js';
import type { Profile } from './profile.js';
import { type Measurement, ratio } from './rounds.js';
import { type SmallOpResult, smallOpNames } from './small-op.js';
import type { StepResult } from './step-bench.js';
import type { Target } from './targets.js';

const numbers = (value: number, digits = 3): string =>
  value.toLocaleString('en', { maximumSignificantDigits: digits });
const times = (value: number): string => `${numbers(value)} ×`;

function tableOf(head: string[], rows: readonly string[][], firstIsText = 1): string {
  const colAligns = head.map((_, i) => (i < firstIsText ? ('left' as const) : ('right' as const)));
  const table = new Table({ head, colAligns, style: { head: [], border: [], compact: true } });
  table.push(...rows);
  return table.toString();
}

const spread = ({ range: [least, most] }: Measurement, unit: number): string =>
  `${numbers(least * unit)} to ${numbers(most * unit)}`;

/** The ways to do a small addition, in microseconds. */
export function describeSmallOp({ length, ways }: SmallOpResult): string {
  const reference = ways.find(({ name }) => name === smallOpNames.tfjsKernel)!;
  const rows = ways.map((way) => [
    way.name,
    numbers(way.median * 1e6),
    spread(way, 1e6),
    times(ratio(way, reference)),
    String(way.samples.length),
  ]);
  const head = ['way', 'µs, median', 'min to max', "over tfjs's kernel", 'rounds'];
  return `One addition of two float32 tensors of [${length}]\n${tableOf(head, rows)}`;
}

/** The contenders' steps, in milliseconds, and the floor. */
export function describeStep({ workload, finishers, absent, floor, dispatches }: StepResult): string {
  const rows = finishers.map(({ name, device, step, ratio, agreement }) => [
    name,
    device,
    numbers(step.median * 1000),
    spread(step, 1000),
    times(ratio),
    `${step.samples.length} × ${step.repetitions}`,
    agreement.agrees ? numbers(agreement.difference, 1) : `${numbers(agreement.difference, 2)} DIFFERS`,
  ]);
  const head = [
    'who',
    'on',
    'ms a step, median',
    'min to max',
    'over neurona',
    'rounds × steps',
    'losses differ by',
  ];
  const ours = finishers[0]!;
  return [
    `Training step: ${workload.title}`,
    tableOf(head, rows, 2),
    ...absent.map(({ name, reason }) => `${name} has no row: ${reason}`),
    `First losses: ${ours.agreement.losses.map((loss) => loss.toFixed(5)).join(', ')}; relative differences up to ${tolerance} are rounding.`,
    `A step is ${numbers(floor.flops / 1e9)} GFLOP (products and convolutions, counted as they are defined), in ${floor.calls} kernel calls that touch ${numbers(floor.bytes / 1e6)} MB.`,
    `At ${numbers(floor.peakGflops)} GFLOP/s, the best product of large matrices here, that is ${numbers(floor.seconds * 1000)} ms; neurona takes ${times(ours.step.median / floor.seconds)} that. Only an algorithm with fewer multiplications gets below 1.`,
    'count' in dispatches
      ? `On WebGPU a step is ${dispatches.count} dispatches${dispatches.token ? `, a token with the keys and values of those before ${dispatches.token}` : ''}.`
      : `Dispatches on WebGPU were not counted: ${dispatches.reason}.`,
  ].join('\n');
}

/** What a generated token takes, in microseconds, beside the matrix products that it needs. */
export function describeGeneration({
  vocabSize,
  hiddenSize,
  numLayers,
  texts,
  ways,
}: GenerationResult): string {
  const rows = ways.map((way) => [
    way.name,
    numbers(way.median * 1e6),
    spread(way, 1e6),
    times(ratio(way, ways[0]!)),
    numbers(texts / way.median),
  ]);
  const head = ['way', 'µs, median', 'min to max', 'over the products', 'tokens a second'];
  return `Generation: LSTM ${numLayers} x ${hiddenSize}, ${vocabSize} tokens, texts at once: ${texts}\n${tableOf(head, rows)}`;
}

/** Tokens a second by kind of weights, and which share of the memory's rate they are read at. */
export function describeInference(result: InferenceResult): string {
  const { parameters, bandwidth, prompt, ways, finishers, absent, dispatches } = result;
  const rows = ways.map(({ token, prompt: whole, bytes }) => [
    token.name,
    numbers(bytes / 1e6),
    numbers(1000 * token.range[0]),
    numbers(1 / token.range[0]),
    `${numbers((100 * bytes) / token.range[0] / bandwidth, 2)} %`,
    numbers(prompt / whole.range[0]),
    numbers((2 * parameters * prompt) / whole.range[0] / 1e9),
  ]);
  const head = [
    'weights',
    'MB a token',
    'ms, least',
    'tokens a second',
    'of the memory’s rate',
    'of a prompt',
    'GFLOP/s',
  ];
  const title = `Inference: Llama of ${numbers(parameters / 1e6)} million parameters after ${prompt} tokens; memory is read at ${numbers(bandwidth / 1e9)} GB/s`;
  const table = `${title}\n${tableOf(head, rows)}`;
  const [ours] = finishers;
  const others = finishers.map(({ token, prompt: whole }) => [
    token.name,
    numbers(1000 * token.range[0]),
    times(ratio(token, ours!.token)),
    numbers(prompt / whole.range[0]),
    times(ratio(whole, ours!.prompt)),
  ]);
  const about = [
    'with float32, in turn',
    'ms, least',
    'of our time, median',
    'of a prompt, tokens a second',
    'of our time, median',
  ];
  const left = absent.map(({ name, reason }) => `${name} has no row: ${reason}`);
  const counted =
    'count' in dispatches
      ? `On WebGPU a token is ${dispatches.count} dispatches.`
      : `Dispatches on WebGPU were not counted: ${dispatches.reason}.`;
  return [table, ...(finishers.length > 0 ? [tableOf(about, others)] : []), ...left, counted].join('\n');
}

/** Steps with loading, in milliseconds, beside the step alone. */
export function describeLoader({ title, steps, ways }: LoaderResult): string {
  const rows = ways.map((way) => [
    way.name,
    numbers(way.median * 1000),
    spread(way, 1000),
    times(way.overFloor),
    times(way.gain),
    `${way.samples.length} × ${steps}`,
  ]);
  const head = [
    'way',
    'ms a step, median',
    'min to max',
    'over the step alone',
    'gain over no prefetch',
    'rounds × steps',
  ];
  return `Loading: ${title}\n${tableOf(head, rows)}`;
}

/** What attention takes at each length, in KiB. */
export function describeAttention({ heads, headSize, lengths, rows }: AttentionMemory): string {
  const cells = rows.map((row) => [
    row.backend,
    ...('bytes' in row
      ? row.bytes.map((bytes, i) => `${numbers(bytes / 1024, 4)} (${numbers(bytes / lengths[i]!)} B)`)
      : lengths.map(() => row.reason)),
  ]);
  const head = ['on', ...lengths.map((length) => `${length} tokens`)];
  return `Memory of causal attention, ${heads} heads of ${headSize}, forward and backward: most KiB alive beyond queries, keys and values, bytes a token\n${tableOf(head, cells)}`;
}

/** What loading took, in MB. */
export function describeLoading({
  name,
  file,
  resident,
  buffers,
  model,
  seconds,
  overFile,
}: LoadingResult): string {
  const cells = [file, model, resident, buffers].map((bytes) => numbers(bytes / 1e6, 4));
  const head = [
    'file, MB',
    'model',
    'most resident over the start',
    'most in array buffers',
    'over the file',
    'seconds',
  ];
  return `Loading ${name} with random weights from a folder\n${tableOf(head, [[...cells, times(overFile), numbers(seconds)]], 0)}`;
}

/** Where a step's time goes, kernel by kernel. */
export function describeProfile(title: string, { kernels, ms, outsideMs }: Profile, most: number): string {
  const share = (part: number): string => `${((100 * part) / ms).toFixed(1)} %`;
  const rows = kernels
    .slice(0, most)
    .map(({ kernel, shapes, calls, ms: took, gflops }) => [
      kernel,
      shapes,
      numbers(calls),
      took.toFixed(3),
      share(took),
      gflops === undefined ? '' : numbers(gflops),
    ]);
  const rest = kernels.slice(most).reduce((sum, { ms: took }) => sum + took, 0);
  if (rest > 0)
    rows.push(['the rest', `${kernels.length - most} kinds of calls`, '', rest.toFixed(3), share(rest), '']);
  rows.push([
    'outside',
    'recording, memory, dispatch, timing',
    '',
    outsideMs.toFixed(3),
    share(outsideMs),
    '',
  ]);
  const head = ['kernel', 'operands → result', 'calls', 'ms a step', 'share', 'GFLOP/s'];
  return `Profile: ${title}, ${numbers(ms)} ms a step\n${tableOf(head, rows, 2)}`;
}

/** The aims, and whether this run reached them. */
export function describeTargets(targets: readonly Target[]): string {
  const rows = targets.map(({ aim, limit, value, reached }) => [
    aim,
    `≤ ${numbers(limit)}`,
    numbers(value),
    reached ? 'ok' : 'missed',
  ]);
  return `Targets\n${tableOf(['what', 'aim', 'here', ''], rows)}`;
}
