// internal: schedules of ours as those of torch.optim.lr_scheduler
import { ArgumentError } from '@neurona/backend';
import {
  ConstantLR,
  CosineAnnealingLR,
  CosineAnnealingWarmRestarts,
  ExponentialLR,
  LinearLR,
  MultiStepLR,
  PolynomialLR,
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
  row(SequentialLR, 'SequentialLR', ({ schedules, milestones }) => ({
    schedules: listOf(schedules.map(scheduleCall)),
    milestones: listOf(milestones),
  })),
];

/** The call that makes a schedule of `optimizer`. */
export function scheduleCall(schedule: Schedule): Call {
  const found = table.find(([kind]) => schedule instanceof kind);
  if (found) return found[1](schedule);
  throw new ArgumentError('exportPyTorch', {
    expected: `a schedule among ${table.map(([kind]) => kind.name).join(', ')}`,
    received: schedule.name,
    hint: 'Leave it out, and write it into make_schedule of train.py.',
  });
}
