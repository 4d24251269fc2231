// internal: schedules of ours as those of torch.optim.lr_scheduler
import { ArgumentError } from '@neurona/backend';
import {
  ConstantLR,
  CosineAnnealingLR,
  CosineAnnealingWarmRestarts,
  CyclicLR,
  ExponentialLR,
  LinearLR,
  MultiStepLR,
  OneCycleLR,
  PolynomialLR,
  ReduceLROnPlateau,
  type Schedule,
  SequentialLR,
  StepLR,
} from '@neurona/optimizers';
import { type Call, call, listOf, type Python } from '../python/expression.js';

const optimizer = { name: 'optimizer' };

// biome-ignore lint/suspicious/noExplicitAny: a class of any arguments
type Row = readonly [kind: abstract new (...args: any[]) => Schedule, write: (schedule: any) => Call];

const row = <S extends Schedule>(
  // biome-ignore lint/suspicious/noExplicitAny: a class of any arguments
  kind: abstract new (...args: any[]) => S,
  name: string,
  settings: (schedule: S) => Readonly<Record<string, Python>>,
): Row => [
  kind,
  (schedule: S) =>
    call(
      `torch.optim.lr_scheduler.${name}`,
      { optimizer },
      Object.fromEntries(Object.entries(settings(schedule)).map(([key, value]) => [key, [value] as const])),
    ),
];

/** One number for all groups, or a list of one a group. */
const perGroup = (values: readonly number[]): Python =>
  values.every((value) => value === values[0]) ? values[0]! : listOf(values);

const table: readonly Row[] = [
  row(StepLR, 'StepLR', ({ stepSize, gamma }) => ({ step_size: stepSize, gamma })),
  row(MultiStepLR, 'MultiStepLR', ({ milestones, gamma }) => ({ milestones: listOf(milestones), gamma })),
  row(ExponentialLR, 'ExponentialLR', ({ gamma }) => ({ gamma })),
  row(CosineAnnealingLR, 'CosineAnnealingLR', ({ totalSteps, minLearningRate }) => ({
    T_max: totalSteps,
    eta_min: minLearningRate,
  })),
  row(CosineAnnealingWarmRestarts, 'CosineAnnealingWarmRestarts', (schedule) => ({
    T_0: schedule.firstPeriod,
    T_mult: schedule.periodFactor,
    eta_min: schedule.minLearningRate,
  })),
  row(LinearLR, 'LinearLR', ({ startFactor, endFactor, totalSteps }) => ({
    start_factor: startFactor,
    end_factor: endFactor,
    total_iters: totalSteps,
  })),
  row(ConstantLR, 'ConstantLR', ({ factor, totalSteps }) => ({ factor, total_iters: totalSteps })),
  row(PolynomialLR, 'PolynomialLR', ({ totalSteps, power }) => ({ total_iters: totalSteps, power })),
  row(OneCycleLR, 'OneCycleLR', ({ maxLearningRates, totalSteps, options }) => ({
    max_lr: perGroup(maxLearningRates),
    total_steps: totalSteps,
    pct_start: options.warmupFraction,
    anneal_strategy: options.anneal === 'cosine' ? 'cos' : 'linear',
    cycle_momentum: options.cycleMomentum,
    base_momentum: options.baseMomentum,
    max_momentum: options.maxMomentum,
    div_factor: options.divFactor,
    final_div_factor: options.finalDivFactor,
    three_phase: options.threePhase,
  })),
  row(CyclicLR, 'CyclicLR', ({ minLearningRates, maxLearningRates, momenta, mode, ...cycle }) => ({
    base_lr: perGroup(minLearningRates),
    max_lr: perGroup(maxLearningRates),
    step_size_up: cycle.stepSizeUp,
    step_size_down: cycle.stepSizeDown,
    mode: modes[mode as keyof typeof modes],
    gamma: cycle.gamma,
    cycle_momentum: momenta !== undefined,
    ...(momenta && { base_momentum: momenta[0], max_momentum: momenta[1] }),
  })),
  row(ReduceLROnPlateau, 'ReduceLROnPlateau', ({ options }) => ({
    mode: options.mode,
    factor: options.factor,
    patience: options.patience,
    threshold: options.threshold,
    threshold_mode: options.thresholdMode === 'relative' ? 'rel' : 'abs',
    cooldown: options.cooldown,
    min_lr:
      typeof options.minLearningRate === 'number' ? options.minLearningRate : listOf(options.minLearningRate),
    eps: options.eps,
  })),
  row(SequentialLR, 'SequentialLR', ({ schedules, milestones }) => ({
    schedules: listOf(schedules.map(scheduleCall)),
    milestones: listOf(milestones),
  })),
];

const modes = { triangular: 'triangular', triangular2: 'triangular2', exponential: 'exp_range' } as const;

/** Why a schedule has no equal. */
function unequal(schedule: Schedule): string | undefined {
  if (!(schedule instanceof CyclicLR)) return undefined;
  if (schedule.mode === 'scale') return 'CyclicLR with a function';
  const hasBetas = schedule.optimizer.groups.some(({ settings }) => 'betas' in settings);
  return schedule.momenta && hasBetas ? 'CyclicLR that cycles betas' : undefined;
}

/** The call that makes a schedule of `optimizer`. */
export function scheduleCall(schedule: Schedule): Call {
  const found = table.find(([kind]) => schedule instanceof kind);
  const reason = unequal(schedule);
  if (found && !reason) return found[1](schedule);
  throw new ArgumentError('exportPyTorch', {
    expected: `a schedule among ${table.map(([kind]) => kind.name).join(', ')}`,
    received: reason ?? schedule.name,
    hint: 'Leave it out, and write it into make_schedule of train.py.',
  });
}

/** A schedule that watches a loss: what it has seen, as lines after it was made; it begins with the rates that it has reached. */
export function watchedText(schedule: Schedule | undefined): string | undefined {
  if (!(schedule instanceof ReduceLROnPlateau)) return undefined;
  const { best, bad = 0, cooling = 0 } = schedule.stateDict().counts ?? {};
  return `    schedule.num_bad_epochs, schedule.cooldown_counter = ${bad}, ${cooling}${best === undefined ? '' : `\n    schedule.best = ${best}`}`;
}

/** The rates from which a schedule makes its steps again. */
export const baseRatesOf = (schedule: Schedule | undefined): readonly number[] | undefined =>
  schedule instanceof ReduceLROnPlateau ? undefined : schedule?.stateDict().baseRates;
