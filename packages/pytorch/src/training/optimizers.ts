// internal: optimizers of ours as those of torch.optim, settings and state
import { ArgumentError } from '@neurona/backend';
import type { AnyOptimizer, OptimizerState } from '@neurona/optimizers';
import { type Call, call, listOf, type Python } from '../python/expression.js';

type Settings = Readonly<Record<string, unknown>>;

/** How an optimizer stands to one of torch.optim. */
interface OptimizerRow {
  readonly callee: (settings: Settings) => string;
  /** Their names of our settings, with their defaults. */
  readonly settings: Readonly<Record<string, readonly [theirs: string, fallback: Python]>>;
  /** Their names of our state. */
  readonly state: Readonly<Record<string, string>>;
  /** Further numbers of their state at a step. */
  readonly extra?: (settings: Settings, step: number) => Readonly<Record<string, number>>;
}

const adamState = { m: 'exp_avg', v: 'exp_avg_sq' };
const betas = ['betas', [0.9, 0.999]] as const;
const eps = ['eps', 1e-8] as const;

/** μ₁ μ₂ ⋯ μₜ of NAdam. */
function momentumProduct({ betas, momentumDecay }: Settings, step: number): number {
  const [beta1] = betas as readonly [number];
  let product = 1;
  for (let t = 1; t <= step; t++) product *= beta1 * (1 - 0.5 * 0.96 ** (t * (momentumDecay as number)));
  return product;
}

const table: Readonly<Record<string, OptimizerRow>> = {
  SGD: {
    callee: () => 'torch.optim.SGD',
    settings: { momentum: ['momentum', 0], dampening: ['dampening', 0], nesterov: ['nesterov', false] },
    state: { momentum: 'momentum_buffer' },
  },
  Adam: {
    callee: ({ decoupled }) => (decoupled ? 'torch.optim.AdamW' : 'torch.optim.Adam'),
    settings: { betas, eps, amsgrad: ['amsgrad', false] },
    state: { ...adamState, vMax: 'max_exp_avg_sq' },
  },
  AdamW: {
    callee: () => 'torch.optim.AdamW',
    settings: { betas, eps, amsgrad: ['amsgrad', false] },
    state: { ...adamState, vMax: 'max_exp_avg_sq' },
  },
  NAdam: {
    callee: () => 'torch.optim.NAdam',
    settings: { betas, eps, momentumDecay: ['momentum_decay', 4e-3] },
    state: adamState,
    extra: (settings, step) => ({ mu_product: momentumProduct(settings, step) }),
  },
  RAdam: { callee: () => 'torch.optim.RAdam', settings: { betas, eps }, state: adamState },
  Adamax: {
    callee: () => 'torch.optim.Adamax',
    settings: { betas, eps },
    state: { m: 'exp_avg', u: 'exp_inf' },
  },
  Lion: {
    callee: () => 'Lion',
    settings: { betas: ['betas', [0.9, 0.99]] },
    state: { m: 'exp_avg' },
  },
  RMSprop: {
    callee: () => 'torch.optim.RMSprop',
    settings: { alpha: ['alpha', 0.99], eps, momentum: ['momentum', 0], centered: ['centered', false] },
    state: { squareAverage: 'square_avg', gradAverage: 'grad_avg', momentum: 'momentum_buffer' },
  },
  Adagrad: {
    callee: () => 'torch.optim.Adagrad',
    settings: {
      learningRateDecay: ['lr_decay', 0],
      initialSum: ['initial_accumulator_value', 0],
      eps: ['eps', 1e-10],
    },
    state: { sum: 'sum' },
  },
  Adadelta: {
    callee: () => 'torch.optim.Adadelta',
    settings: { rho: ['rho', 0.9], eps: ['eps', 1e-6] },
    state: { squareAverage: 'square_avg', deltaAverage: 'acc_delta' },
  },
  Rprop: {
    callee: () => 'torch.optim.Rprop',
    settings: { etas: ['etas', [0.5, 1.2]], stepSizes: ['step_sizes', [1e-6, 50]] },
    state: { previous: 'prev', stepSize: 'step_size' },
  },
};

const withMaximize = new Set([
  'SGD',
  'Adam',
  'AdamW',
  'Lion',
  'RMSprop',
  'Adagrad',
  'Adadelta',
  'Adamax',
  'Rprop',
]);
const withoutDecay = new Set(['Rprop']);
const decoupledOnly = new Set(['NAdam', 'RAdam']);

const unequal = (received: string): ArgumentError =>
  new ArgumentError('exportPyTorch', {
    expected: `an optimizer that has an equal: ${Object.keys(table).join(', ')}`,
    received,
    hint: 'Leave training out, to export the model alone.',
  });

function rowOf({ name, groups }: Pick<OptimizerState, 'name' | 'groups'>): OptimizerRow {
  const row = table[name];
  if (!row) throw unequal(name);
  for (const { settings } of groups) {
    if (settings.maximize && !withMaximize.has(name)) throw unequal(`${name} that maximises`);
    if (settings.weightDecay && withoutDecay.has(name)) throw unequal(`${name} with weight decay`);
    if (settings.decoupled && decoupledOnly.has(name)) throw unequal(`${name} with decoupled weight decay`);
  }
  return row;
}

/** Arguments of a group: learning rate, settings, weight decay. */
function argumentsOf(
  row: OptimizerRow,
  settings: Settings,
): Readonly<Record<string, readonly [Python, Python?]>> {
  const own = Object.entries(row.settings).map(
    ([ours, [theirs, fallback]]) => [theirs, [settings[ours] as Python, fallback]] as const,
  );
  return {
    lr: [settings.learningRate as number],
    ...Object.fromEntries(own),
    ...(settings.weightDecay !== undefined && {
      weight_decay: [
        settings.weightDecay as number,
        row.callee(settings).endsWith('AdamW') ? -1 : 0,
      ] as const,
    }),
    ...(settings.maximize === true && { maximize: [true] as const }),
  };
}

/**
 * The call that makes the optimizer.
 * @param names - Names of its parameters in PyTorch, by position.
 * @param whole - The module of which these are all parameters, in order; undefined if there is none.
 */
export function optimizerCall(
  state: OptimizerState,
  names: readonly string[],
  whole: string | undefined,
): Call {
  const row = rowOf(state);
  const [first, ...others] = state.groups as readonly [OptimizerState['groups'][number]];
  const callee = row.callee(first.settings);
  if (others.length === 0 && whole)
    return call(callee, { params: { name: `${whole}.parameters()` } }, argumentsOf(row, first.settings));
  const groups = state.groups.map(({ settings, params }) => {
    const own = argumentsOf(row, settings);
    const parameters = {
      name: `[named[name] for name in (${params.map((i) => JSON.stringify(names[i])).join(', ')},)]`,
    };
    return call('dict', {}, { params: [parameters], ...own });
  });
  return call(callee, { params: listOf(groups) }, { lr: [first.settings.learningRate as number] });
}

/** Names of a parameter's state in PyTorch: our tensors by theirs, and numbers. */
export interface TorchOptimizerState {
  /** For each parameter that was updated, by position. */
  readonly numbers: ReadonlyMap<number, Readonly<Record<string, number>>>;
  /** Their name of a kind of our state. */
  readonly theirs: Readonly<Record<string, string>>;
}

export function torchOptimizerState(state: OptimizerState): TorchOptimizerState {
  const row = rowOf(state);
  const numbers = new Map<number, Record<string, number>>();
  for (const { settings, params } of state.groups)
    for (const i of params) {
      const step = state.steps[i]!;
      if (step > 0) numbers.set(i, { step, ...row.extra?.(settings, step) });
    }
  return { numbers, theirs: row.state };
}

/** An optimizer's state, or an error if it has none, as one that wraps others. */
export function stateOf(optimizer: AnyOptimizer): OptimizerState {
  const state = optimizer.stateDict();
  rowOf(state);
  return state;
}

/** Optimizers that torch.optim lacks. */
export const ownOptimizers: Readonly<Record<string, string>> = {
  Lion: `class Lion(torch.optim.Optimizer):
    """Steps of constant size, along the sign of an average of gradients: Chen et al., 2023, arXiv:2302.06675."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0, maximize=False):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay, maximize=maximize))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for param in group["params"]:
                if param.grad is None:
                    continue
                grad = -param.grad if group["maximize"] else param.grad
                state = self.state[param]
                if "exp_avg" not in state:
                    state["exp_avg"] = torch.zeros_like(param)
                direction = torch.sign(beta1 * state["exp_avg"] + (1 - beta1) * grad)
                param.sub_(group["lr"] * (direction + group["weight_decay"] * param))
                state["exp_avg"].mul_(beta2).add_(grad, alpha=1 - beta2)


`,
};
