import { ArgumentError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Parameter } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  Adam,
  type AnyOptimizer,
  ChainedScheduler,
  ConstantLR,
  CosineAnnealingLR,
  CosineAnnealingWarmRestarts,
  CyclicLR,
  ExponentialLR,
  LambdaLR,
  LinearLR,
  LinearWarmup,
  MultiplicativeLR,
  MultiStepLR,
  OneCycleLR,
  PolynomialLR,
  ReduceLROnPlateau,
  type Schedule,
  SequentialLR,
  SGD,
  StepLR,
} from '../index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

const sgd = (learningRate = 0.1): AnyOptimizer =>
  new SGD([new Parameter(1)], { learningRate, momentum: 0.9 });

const twoGroups = (): AnyOptimizer =>
  new SGD([{ params: [new Parameter(1)] }, { params: [new Parameter(1)], learningRate: 1 }], {
    learningRate: 0.1,
  });

/** Every schedule, and its rate in closed form (base rate 0.1). */
const schedules: Record<string, [make: (optimizer: AnyOptimizer) => Schedule, rate: (t: number) => number]> =
  {
    StepLR: [(o) => new StepLR(o, 3, { gamma: 0.5 }), (t) => 0.1 * 0.5 ** Math.floor(t / 3)],
    MultiStepLR: [(o) => new MultiStepLR(o, [2, 5]), (t) => 0.1 * 0.1 ** (Number(t >= 2) + Number(t >= 5))],
    ExponentialLR: [(o) => new ExponentialLR(o, 0.8), (t) => 0.1 * 0.8 ** t],
    CosineAnnealingLR: [
      (o) => new CosineAnnealingLR(o, 5, { minLearningRate: 0.02 }),
      (t) => 0.02 + 0.04 * (1 + Math.cos((Math.PI * t) / 5)), // also upwards again, and through the second bottom
    ],
    CosineAnnealingWarmRestarts: [
      (o) => new CosineAnnealingWarmRestarts(o, 4),
      (t) => 0.05 * (1 + Math.cos((Math.PI * (t % 4)) / 4)),
    ],
    LinearLR: [
      (o) => new LinearLR(o, { startFactor: 0.5, endFactor: 0.1, totalSteps: 6 }),
      (t) => 0.1 * (0.5 - (0.4 * Math.min(t, 6)) / 6),
    ],
    LinearWarmup: [(o) => new LinearWarmup(o, 6), (t) => 0.1 * Math.min(1, (t + 1) / 6)],
    'LinearWarmup of one step': [(o) => new LinearWarmup(o, 1), () => 0.1],
    ConstantLR: [(o) => new ConstantLR(o, { factor: 0.2, totalSteps: 3 }), (t) => (t < 3 ? 0.02 : 0.1)],
    PolynomialLR: [
      (o) => new PolynomialLR(o, { totalSteps: 8, power: 2 }),
      (t) => 0.1 * (1 - Math.min(t, 8) / 8) ** 2,
    ],
    LambdaLR: [(o) => new LambdaLR(o, (t) => 1 / (1 + t)), (t) => 0.1 / (1 + t)],
    MultiplicativeLR: [(o) => new MultiplicativeLR(o, () => 0.7), (t) => 0.1 * 0.7 ** t],
    OneCycleLR: [
      (o) =>
        new OneCycleLR(o, 1, 21, {
          anneal: 'linear',
          warmupFraction: 11 / 21,
          divFactor: 10,
          finalDivFactor: 10,
        }),
      (t) => (t <= 10 ? 0.1 + 0.09 * t : Math.max(0.01, 1 - 0.099 * (t - 10))),
    ],
    CyclicLR: [
      (o) => new CyclicLR(o, 0.1, 0.5, { stepSizeUp: 2, stepSizeDown: 4 }),
      (t) => 0.1 + 0.4 * (t % 6 <= 2 ? (t % 6) / 2 : (6 - (t % 6)) / 4),
    ],
    'CyclicLR, halving': [
      (o) => new CyclicLR(o, 0.1, 0.5, { stepSizeUp: 2, mode: 'triangular2' }),
      (t) => 0.1 + 0.4 * (t % 4 <= 2 ? (t % 4) / 2 : (4 - (t % 4)) / 2) * 0.5 ** Math.floor(t / 4),
    ],
    'CyclicLR, exponential': [
      (o) => new CyclicLR(o, 0.1, 0.5, { stepSizeUp: 2, mode: 'exponential', gamma: 0.9 }),
      (t) => 0.1 + 0.4 * (t % 4 <= 2 ? (t % 4) / 2 : (4 - (t % 4)) / 2) * 0.9 ** t,
    ],
    'CyclicLR with a scale': [
      (o) => new CyclicLR(o, 0.1, 0.5, { stepSizeUp: 2, scale: (cycle) => 1 / cycle }),
      (t) => 0.1 + (0.4 * (t % 4 <= 2 ? (t % 4) / 2 : (4 - (t % 4)) / 2)) / (1 + Math.floor(t / 4)),
    ],
    ChainedScheduler: [
      (o) => new ChainedScheduler([new LinearWarmup(o, 4), new ExponentialLR(o, 0.9)]),
      (t) => 0.1 * Math.min(1, (t + 1) / 4) * 0.9 ** t,
    ],
    SequentialLR: [
      (o) => new SequentialLR([new LinearWarmup(o, 3), new ExponentialLR(o, 0.5), new ConstantLR(o)], [3, 7]),
      (t) => (t < 3 ? (0.1 * (t + 1)) / 3 : t < 7 ? 0.1 * 0.5 ** (t - 3) : t < 12 ? 0.1 / 3 : 0.1),
    ],
    'SequentialLR of chains': [
      (o) =>
        new SequentialLR(
          [
            new ConstantLR(o, { factor: 0.5 }),
            new ChainedScheduler([new LinearWarmup(o, 4), new StepLR(o, 2)]),
          ],
          [4],
        ),
      (t) => (t < 4 ? 0.05 : 0.1 * Math.min(1, (t - 3) / 4) * 0.1 ** Math.floor((t - 4) / 2)),
    ],
    ReduceLROnPlateau: [
      (o) => new ReduceLROnPlateau(o, { patience: 2, factor: 0.5 }),
      (t) => 0.1 * 0.5 ** Math.floor(Math.max(0, t - 1) / 3), // the metric stays as it is
    ],
  };

/** The rates in force at the steps from 0 on. */
function ratesOf(schedule: Schedule, steps: number): number[] {
  const rates = [schedule.rates[0]!];
  while (rates.length < steps) {
    schedule.step(1);
    rates.push(schedule.rates[0]!);
  }
  return rates;
}

for (const [name, [make, rate]] of Object.entries(schedules)) {
  describe(name, () => {
    it('has the rates of its equation', () => {
      const rates = ratesOf(make(sgd()), 22);
      for (const [t, actual] of rates.entries()) expect(actual, `step ${t}`).toBeCloseTo(rate(t), 12);
    });

    it('goes on exactly where a saved one stopped', () => {
      const whole = ratesOf(make(sgd()), 15);
      const before = make(sgd());
      ratesOf(before, 8);
      const saved = JSON.parse(JSON.stringify(before.stateDict())) as ReturnType<Schedule['stateDict']>;
      const after = make(sgd());
      after.loadStateDict(saved);
      expect(after.stepCount).toBe(7);
      expect(ratesOf(after, 8)).toEqual(whole.slice(7));
    });

    it('changes each group from its own rate', () => {
      const schedule = make(twoGroups());
      for (let i = 0; i < 3; i++) schedule.step(1);
      const [a, b] = schedule.rates;
      const isOwn = /OneCycle|Cyclic/.test(name); // these bring their own rates
      const floor = name === 'CosineAnnealingLR' ? 0.02 : 0;
      expect(b! - floor).toBeCloseTo(isOwn ? a! : ((a! - floor) * (1 - floor)) / (0.1 - floor), 12);
    });

    it('begins anew by restart()', () => {
      if (name === 'MultiplicativeLR') return expect(ratesOf(make(sgd()), 3)).toHaveLength(3); // it has no base rate
      const schedule = make(sgd());
      const first = ratesOf(schedule, 10);
      schedule.restart();
      expect(ratesOf(schedule, 10)).toEqual(first);
    });
  });
}

describe('momentum', () => {
  it('goes against the rate in OneCycleLR, also as β₁', () => {
    for (const [optimizer, read] of [
      [sgd(), (settings: object) => (settings as { momentum: number }).momentum],
      [new Adam([new Parameter(1)]), (settings: object) => (settings as { betas: number[] }).betas[0]!],
    ] as const) {
      const schedule = new OneCycleLR(optimizer, 1, 10);
      const momenta = [0, 1, 2].map((i) => {
        if (i > 0) schedule.step();
        return read(optimizer.groups[0]!.settings);
      });
      expect(momenta[0]).toBeCloseTo(0.95, 12);
      expect(momenta[1]).toBeCloseTo(0.9, 12);
      expect(momenta[2]).toBeCloseTo(0.85, 12);
    }
  });

  it('stays with cycleMomentum: false, and where there is none', () => {
    const optimizer = sgd();
    new CyclicLR(optimizer, 0.1, 1, { cycleMomentum: false });
    expect(optimizer.groups[0]!.settings).toMatchObject({ momentum: 0.9 });
    const bare = { groups: [{ settings: { learningRate: 1 } }] };
    new CyclicLR(bare, 0.1, 1);
    expect(bare.groups[0]!.settings).toEqual({ learningRate: 0.1 });
  });
});

describe('base rates', () => {
  it('are those before all schedules', () => {
    const optimizer = sgd();
    const first = new ConstantLR(optimizer, { factor: 0.5 });
    expect([first.rates, new LambdaLR(optimizer, () => 1).rates]).toEqual([[0.05], [0.1]]);
  });

  it('are new when the rate was set by hand', () => {
    const optimizer = sgd();
    new ConstantLR(optimizer, { factor: 0.5 });
    optimizer.learningRate = 4;
    expect(new ConstantLR(optimizer, { factor: 0.5 }).rates).toEqual([2]);
  });
});

describe('ReduceLROnPlateau', () => {
  it('waits after a fall, watches for large numbers, and stops at the lowest rate', () => {
    const optimizer = sgd(1);
    const schedule = new ReduceLROnPlateau(optimizer, {
      mode: 'max',
      factor: 0.5,
      patience: 0,
      cooldown: 1,
      minLearningRate: 0.3,
      threshold: 0.1,
      thresholdMode: 'absolute',
    });
    const rates = [1, 1.05, 1.05, 1.05, 2, 2, 2, 2].map((metric) => {
      schedule.step(metric);
      return optimizer.learningRate;
    });
    expect(rates).toEqual([1, 0.5, 0.5, 0.3, 0.3, 0.3, 0.3, 0.3]);
    expect(schedule.best).toBe(2);
  });

  it('counts what is not a number as no improvement', () => {
    const optimizer = sgd(1);
    const schedule = new ReduceLROnPlateau(optimizer, { patience: 1, factor: 0.5 });
    for (const metric of [NaN, 1, NaN, NaN]) schedule.step(metric);
    expect(optimizer.learningRate).toBe(0.5);
  });
});

describe('wrong calls', () => {
  const o = (): AnyOptimizer => sgd();
  const cases: [name: string, call: () => unknown, message: string][] = [
    [
      'no optimizer',
      () => new StepLR({} as AnyOptimizer, 1),
      '[StepLR] expected an optimizer with groups, got {}.',
    ],
    [
      'stepSize 0',
      () => new StepLR(o(), 0),
      '[StepLR] expected stepSize to be an integer of at least 1, got 0.',
    ],
    ['a negative gamma', () => new ExponentialLR(o(), -1), '[ExponentialLR] expected gamma ≥ 0, got -1.'],
    [
      'half a milestone',
      () => new MultiStepLR(o(), [0.5]),
      '[MultiStepLR] expected each milestone to be an integer of at least 0, got 0.5.',
    ],
    [
      'no steps',
      () => new CosineAnnealingLR(o(), NaN),
      '[CosineAnnealingLR] expected totalSteps to be an integer of at least 1, got NaN.',
    ],
    [
      'a negative lowest rate',
      () => new CosineAnnealingWarmRestarts(o(), 2, { minLearningRate: -1 }),
      '[CosineAnnealingWarmRestarts] expected minLearningRate ≥ 0, got -1.',
    ],
    [
      'a start of 0',
      () => new LinearLR(o(), { startFactor: 0 }),
      '[LinearLR] expected startFactor in (0, 1], got 0.',
    ],
    [
      'a warm-up of 0',
      () => new LinearWarmup(o(), 0),
      '[LinearWarmup] expected totalSteps to be an integer of at least 1, got 0.',
    ],
    [
      'a factor of 2',
      () => new ConstantLR(o(), { factor: 2 }),
      '[ConstantLR] expected factor in (0, 1], got 2.',
    ],
    [
      'a negative power',
      () => new PolynomialLR(o(), { power: -1 }),
      '[PolynomialLR] expected power ≥ 0, got -1.',
    ],
    [
      'too many functions',
      () => new LambdaLR(o(), [() => 1, () => 2]),
      '[LambdaLR] expected factors for each of 1 groups, got 2.',
    ],
    [
      'one step too many',
      () => ratesOf(new OneCycleLR(o(), 1, 3), 5),
      '[OneCycleLR] expected at most 3 steps, got 4.',
    ],
    [
      'momentum of an optimizer without',
      () => new CyclicLR({ groups: [{ settings: { learningRate: 1 } }] }, 0.1, 1, { cycleMomentum: true }),
      '[CyclicLR] expected an optimizer with momentum or betas for cycleMomentum, got one without.',
    ],
    [
      'a factor of 1',
      () => new ReduceLROnPlateau(o(), { factor: 1 }),
      '[ReduceLROnPlateau] expected factor in (0, 1), got 1.',
    ],
    [
      'no metric',
      () => new ReduceLROnPlateau(o()).step(),
      '[ReduceLROnPlateau.step] expected the number to watch, got undefined. Pass a loss, as step(loss).',
    ],
    [
      'no schedules',
      () => new ChainedScheduler([]),
      '[ChainedScheduler] expected at least one schedule, got none.',
    ],
    [
      'schedules of two optimizers',
      () => new ChainedScheduler([new StepLR(o(), 1), new StepLR(o(), 1)]),
      '[ChainedScheduler] expected schedules of one optimizer, got a StepLR of another (position 1).',
    ],
    [
      'a milestone too few',
      () => {
        const optimizer = o();
        return new SequentialLR([new StepLR(optimizer, 1), new StepLR(optimizer, 1)], []);
      },
      '[SequentialLR] expected 1 milestones for 2 schedules, got 0.',
    ],
    [
      'falling milestones',
      () => {
        const optimizer = o();
        return new SequentialLR(
          [1, 2, 3].map(() => new StepLR(optimizer, 1)),
          [5, 4],
        );
      },
      '[SequentialLR] expected rising milestones, got [5, 4].',
    ],
    [
      'state of another schedule',
      () => new StepLR(o(), 1).loadStateDict(new ExponentialLR(o(), 1).stateDict()),
      '[StepLR.loadStateDict] expected state of StepLR, got ExponentialLR.',
    ],
    [
      'state of more groups',
      () => new StepLR(o(), 1).loadStateDict(new StepLR(twoGroups(), 1).stateDict()),
      '[StepLR.loadStateDict] expected rates of 1 groups, got 2.',
    ],
    [
      'state of fewer schedules inside',
      () => {
        const [a, b] = [o(), o()];
        const one = new ChainedScheduler([new StepLR(a, 1)]);
        new ChainedScheduler([new StepLR(b, 1), new StepLR(b, 1)]).loadStateDict(one.stateDict());
      },
      '[ChainedScheduler.loadStateDict] expected states of 2 schedules, got 1.',
    ],
  ];
  for (const [name, call, message] of cases) {
    it(name, () => expect(call).toThrow(expect.objectContaining({ message, name: ArgumentError.name })));
  }
});
