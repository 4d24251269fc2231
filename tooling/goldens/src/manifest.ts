import { ArgumentError } from '@neurona/backend';

/** JSON as the manifest has it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a case runs: see the README beside the fixtures. */
export type Kind = 'function' | 'module' | 'clip' | 'training' | 'scheduler' | 'facts';

/** A callable of PyTorch with its arguments by name. */
export interface NamedCall {
  readonly callable: string;
  readonly kwargs?: Readonly<Record<string, Json>>;
}

/** The optimizer of a case; groups list parameters by name, with settings of their own. */
export interface GoldenOptimizer extends NamedCall {
  readonly param_groups?: readonly ({ readonly params: readonly string[] } & Readonly<
    Record<string, Json>
  >)[];
}

/** One golden case, with absent lists and records filled in. */
export interface GoldenCase {
  readonly id: string;
  readonly group: string;
  readonly kind: Kind;
  /** PyTorch's name. */
  readonly callable: string;
  /** The definition of a callable that isn't PyTorch's own. */
  readonly doc: string;
  /** The safetensors file; facts and schedules have none. */
  readonly file: string | undefined;
  readonly args: readonly Json[];
  readonly kwargs: Readonly<Record<string, Json>>;
  /** Arguments of a module's constructor. */
  readonly ctor: Readonly<Record<string, Json>>;
  /** Whether a module is in training mode. */
  readonly train: boolean;
  readonly inputs: readonly string[];
  readonly params: readonly string[];
  readonly buffers: readonly string[];
  readonly upstream: readonly string[];
  readonly outputs: readonly string[];
  readonly grads: readonly string[];
  readonly stateAfter: readonly string[];
  /** Axis order of tensors, by name. */
  readonly layouts: Readonly<Record<string, string>>;
  readonly rtol: number;
  readonly atol: number;
  /** Training and schedules: how many steps, and with what. */
  readonly steps: number;
  readonly optimizer: GoldenOptimizer | undefined;
  readonly scheduler: NamedCall | undefined;
  /** How gradients are clipped: `max_norm` and `norm_type`, or `clip_value`. */
  readonly clip: Readonly<Record<string, Json>> | undefined;
  /** Inputs with a leading axis of steps. */
  readonly perStep: readonly string[];
  /** Schedules: rates at the start, one or one a group, and what is watched at each step. */
  readonly baseRates: readonly number[];
  readonly metrics: readonly number[];
  /** Results of a case without tensors. */
  readonly expected: Json;
}

/** The manifest of a folder of golden cases. */
export interface Manifest {
  /** Every PyTorch callable that a complete run exercises. */
  readonly callables: readonly string[];
  readonly cases: readonly GoldenCase[];
}

const format = 'pytorch-goldens/1';

/**
 * Reads a manifest.
 * @throws {@link ArgumentError} if it has another format, or a case lacks its name.
 */
export function parseManifest(text: string): Manifest {
  const manifest = JSON.parse(text, revive) as { format?: unknown; callables?: string[]; cases?: RawCase[] };
  if (manifest.format !== format) {
    throw new ArgumentError('parseManifest', { expected: `the format ${format}`, received: manifest.format });
  }
  return { callables: manifest.callables ?? [], cases: (manifest.cases ?? []).map(toCase) };
}

const special = { inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY, nan: Number.NaN };

/** A value of the manifest; `{"float": "inf"}` and its like are the numbers that JSON lacks. */
function revive(_key: string, value: unknown): unknown {
  const { float } = (value ?? {}) as { readonly float?: keyof typeof special };
  return float !== undefined && float in special ? special[float] : value;
}

type RawCase = Partial<Omit<GoldenCase, 'stateAfter' | 'perStep' | 'baseRates'>> & {
  readonly state_after?: readonly string[];
  readonly per_step?: readonly string[];
  readonly base_lr?: number | readonly number[];
};

function toCase(raw: RawCase): GoldenCase {
  const { id, group, kind, callable } = raw;
  if (!id || !group || !kind || !callable) {
    throw new ArgumentError('parseManifest', {
      expected: 'a case with id, group, kind and callable',
      received: JSON.stringify(raw).slice(0, 200),
    });
  }
  return {
    id,
    group,
    kind,
    callable,
    doc: raw.doc ?? '',
    file: raw.file,
    args: raw.args ?? [],
    kwargs: raw.kwargs ?? {},
    ctor: raw.ctor ?? {},
    train: raw.train ?? false,
    inputs: raw.inputs ?? [],
    params: raw.params ?? [],
    buffers: raw.buffers ?? [],
    upstream: raw.upstream ?? [],
    outputs: raw.outputs ?? [],
    grads: raw.grads ?? [],
    stateAfter: raw.state_after ?? [],
    layouts: raw.layouts ?? {},
    rtol: raw.rtol ?? 0,
    atol: raw.atol ?? 0,
    steps: raw.steps ?? 0,
    optimizer: raw.optimizer,
    scheduler: raw.scheduler,
    clip: raw.clip,
    perStep: raw.per_step ?? [],
    baseRates: [raw.base_lr ?? []].flat(),
    metrics: raw.metrics ?? [],
    expected: raw.expected ?? null,
  };
}
