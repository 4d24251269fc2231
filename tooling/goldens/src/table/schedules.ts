import {
  ChainedScheduler,
  ConstantLR,
  CosineAnnealingLR,
  CosineAnnealingWarmRestarts,
  CyclicLR,
  ExponentialLR,
  LambdaLR,
  LinearLR,
  MultiplicativeLR,
  MultiStepLR,
  OneCycleLR,
  PolynomialLR,
  ReduceLROnPlateau,
  SequentialLR,
  StepLR,
} from '@neurona/optimizers';
import { type Call, given } from '../call.js';
import type { ScheduleRow } from '../kinds/kind.js';

/** The function that an expression in `epoch` stands for, or one a group. */
function factorOf(call: Call): ((epoch: number) => number)[] | ((epoch: number) => number) {
  const expression = call.named('lr_lambda');
  const compile = (text: unknown): ((epoch: number) => number) =>
    new Function('epoch', `return ${text}`) as (epoch: number) => number;
  return Array.isArray(expression) ? expression.map(compile) : compile(expression);
}

const numberOf = (call: Call, name: string): number => call.number(1, name)!;
const ratesOf = (call: Call, name: string): number | number[] => call.numbers(1, name)!;
const lowest = (call: Call): number | undefined => call.number(1, 'eta_min');

/** A word of PyTorch in ours; undefined where it is not given. */
function wordOf<const T extends string>(
  call: Call,
  name: string,
  words: Readonly<Record<string, T>>,
): T | undefined {
  const word = call.text(1, name);
  return word === undefined ? undefined : words[word];
}

const module = 'torch.optim.lr_scheduler';

/** PyTorch's schedules. */
export const schedules: Readonly<Record<string, ScheduleRow>> = {
  [`${module}.StepLR`]: (optimizer, call) =>
    new StepLR(optimizer, numberOf(call, 'step_size'), given({ gamma: call.number(1, 'gamma') })),
  [`${module}.MultiStepLR`]: (optimizer, call) =>
    new MultiStepLR(
      optimizer,
      [ratesOf(call, 'milestones')].flat(),
      given({ gamma: call.number(1, 'gamma') }),
    ),
  [`${module}.ExponentialLR`]: (optimizer, call) => new ExponentialLR(optimizer, numberOf(call, 'gamma')),
  [`${module}.CosineAnnealingLR`]: (optimizer, call) =>
    new CosineAnnealingLR(optimizer, numberOf(call, 'T_max'), given({ minLearningRate: lowest(call) })),
  [`${module}.CosineAnnealingWarmRestarts`]: (optimizer, call) =>
    new CosineAnnealingWarmRestarts(
      optimizer,
      numberOf(call, 'T_0'),
      given({ periodFactor: call.number(1, 'T_mult'), minLearningRate: lowest(call) }),
    ),
  [`${module}.LinearLR`]: (optimizer, call) =>
    new LinearLR(
      optimizer,
      given({
        startFactor: call.number(1, 'start_factor'),
        endFactor: call.number(1, 'end_factor'),
        totalSteps: call.number(1, 'total_iters'),
      }),
    ),
  [`${module}.ConstantLR`]: (optimizer, call) =>
    new ConstantLR(
      optimizer,
      given({ factor: call.number(1, 'factor'), totalSteps: call.number(1, 'total_iters') }),
    ),
  [`${module}.PolynomialLR`]: (optimizer, call) =>
    new PolynomialLR(
      optimizer,
      given({ totalSteps: call.number(1, 'total_iters'), power: call.number(1, 'power') }),
    ),
  [`${module}.LambdaLR`]: (optimizer, call) => new LambdaLR(optimizer, factorOf(call)),
  [`${module}.MultiplicativeLR`]: (optimizer, call) => new MultiplicativeLR(optimizer, factorOf(call)),
  [`${module}.OneCycleLR`]: (optimizer, call) => {
    const total = call.number(1, 'total_steps');
    const [epochs, steps] = [call.number(1, 'epochs'), call.number(1, 'steps_per_epoch')];
    return new OneCycleLR(
      optimizer,
      ratesOf(call, 'max_lr'),
      total ?? epochs! * steps!,
      given({
        warmupFraction: call.number(1, 'pct_start'),
        anneal: wordOf(call, 'anneal_strategy', { cos: 'cosine', linear: 'linear' }),
        cycleMomentum: call.flag(1, 'cycle_momentum', true),
        baseMomentum: call.number(1, 'base_momentum'),
        maxMomentum: call.number(1, 'max_momentum'),
        divFactor: call.number(1, 'div_factor'),
        finalDivFactor: call.number(1, 'final_div_factor'),
        threePhase: call.flag(1, 'three_phase'),
      }),
    );
  },
  [`${module}.CyclicLR`]: (optimizer, call) =>
    new CyclicLR(
      optimizer,
      ratesOf(call, 'base_lr'),
      ratesOf(call, 'max_lr'),
      given({
        stepSizeUp: call.number(1, 'step_size_up'),
        stepSizeDown: call.number(1, 'step_size_down'),
        mode: wordOf(call, 'mode', {
          triangular: 'triangular',
          triangular2: 'triangular2',
          exp_range: 'exponential',
        }),
        gamma: call.number(1, 'gamma'),
        cycleMomentum: call.flag(1, 'cycle_momentum', true),
        baseMomentum: call.number(1, 'base_momentum'),
        maxMomentum: call.number(1, 'max_momentum'),
      }),
    ),
  [`${module}.ReduceLROnPlateau`]: (optimizer, call) =>
    new ReduceLROnPlateau(
      optimizer,
      given({
        mode: wordOf(call, 'mode', { min: 'min', max: 'max' }),
        factor: call.number(1, 'factor'),
        patience: call.number(1, 'patience'),
        threshold: call.number(1, 'threshold'),
        thresholdMode: wordOf(call, 'threshold_mode', { rel: 'relative', abs: 'absolute' }),
        cooldown: call.number(1, 'cooldown'),
        minLearningRate: call.numbers(1, 'min_lr'),
        eps: call.number(1, 'eps'),
      }),
    ),
  [`${module}.ChainedScheduler`]: (_optimizer, _call, inside) => new ChainedScheduler(inside),
  [`${module}.SequentialLR`]: (_optimizer, call, inside) =>
    new SequentialLR(inside, [call.numbers(1, 'milestones')!].flat()),
};
