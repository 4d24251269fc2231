import { Generator, manualSeed } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import {
  type ArrayDataset,
  blobs,
  checkerboard,
  circles,
  countingOnes,
  moons,
  nearPlane,
  noisySine,
  spirals,
  swissRoll,
} from '../index.js';

const rowsOf = (data: ArrayDataset, field = 0): number[][] =>
  Array.from({ length: data.length }, (_, i) => Array.from(data.get(i)[field]!.values));
const targetsOf = (data: ArrayDataset): number[] => Array.from(data.fields[1]!.values);
const countsOf = (targets: readonly number[]): number[] =>
  [...new Set(targets)].sort((a, b) => a - b).map((one) => targets.filter((other) => other === one).length);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const std = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((x) => (x - mean(values)) ** 2)));

function expectRows(actual: readonly number[][], expected: readonly number[][]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, row] of expected.entries()) {
    for (const [j, value] of row.entries()) expect(actual[i]![j]).toBeCloseTo(value, 6);
  }
}

describe.each<[string, (options: { rng?: Generator }) => ArrayDataset]>([
  ['moons', (options) => moons(50, { noise: 0.1, ...options })],
  ['circles', (options) => circles(50, { noise: 0.1, ...options })],
  ['spirals', (options) => spirals(50, { noise: 0.1, ...options })],
  ['blobs', (options) => blobs(50, options)],
  ['checkerboard', (options) => checkerboard(50, { noise: 0.1, ...options })],
  ['swissRoll', (options) => swissRoll(50, { noise: 0.1, ...options })],
  ['noisySine', (options) => noisySine(50, options)],
  ['countingOnes', (options) => countingOnes(50, options)],
  ['nearPlane', (options) => nearPlane(50, options)],
])('%s', (_, make) => {
  it('is the same for the same seed, by generator or for the whole program', () => {
    const first = make({ rng: new Generator(5) });
    expect(first.length).toBe(50);
    expect(make({ rng: new Generator(5) }).fields).toEqual(first.fields);
    expect(make({ rng: new Generator(6) }).fields).not.toEqual(first.fields);
    manualSeed(5);
    expect(make({}).fields).toEqual(first.fields);
    expect(make({}).fields).not.toEqual(first.fields);
  });
});

describe('moons', () => {
  it("lies where scikit-learn's does", () => {
    const data = moons(7, { shuffle: false });
    const expected = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, 0.5],
      [0.5, -0.366025404],
      [1.5, -0.366025404],
      [2, 0.5],
    ];
    expectRows(rowsOf(data), expected);
    expect(targetsOf(data)).toEqual([0, 0, 0, 1, 1, 1, 1]);
  });

  it('keeps points with their classes when shuffled, and adds the noise that is asked for', () => {
    const shuffled = moons(400, { rng: new Generator(1) });
    const targets = targetsOf(shuffled);
    expect(countsOf(targets)).toEqual([200, 200]);
    expect(targets.slice(0, 200)).not.toEqual(new Array(200).fill(0));
    for (const [i, [x, y]] of rowsOf(shuffled).entries()) {
      const [cx, cy] = targets[i] === 0 ? [0, 0] : [1, 0.5];
      expect(Math.hypot(x! - cx, y! - cy)).toBeCloseTo(1, 5);
    }
    const clean = moons(2000, { shuffle: false }).fields[0]!.values;
    const noisy = moons(2000, { shuffle: false, noise: 0.3, rng: new Generator(2) }).fields[0]!.values;
    const deviations = Array.from(noisy, (value, i) => value - clean[i]!);
    expect(mean(deviations)).toBeCloseTo(0, 1);
    expect(std(deviations) / 0.3).toBeCloseTo(1, 1);
  });
});

describe('circles', () => {
  it("lies where scikit-learn's does", () => {
    const data = circles(5, { shuffle: false, factor: 0.5 });
    const expected = [
      [1, 0],
      [-1, 0],
      [0.5, 0],
      [-0.25, 0.433012702],
      [-0.25, -0.433012702],
    ];
    expectRows(rowsOf(data), expected);
    expect(targetsOf(data)).toEqual([0, 0, 1, 1, 1]);
  });
});

describe('spirals', () => {
  it('puts each point on the arm of its class', () => {
    const data = spirals(100, { arms: 3, turns: 1, rng: new Generator(3) });
    const targets = targetsOf(data);
    expect(countsOf(targets)).toEqual([34, 33, 33]);
    for (const [i, [x, y]] of rowsOf(data).entries()) {
      const radius = Math.hypot(x!, y!);
      const angle = Math.atan2(y!, x!) / (2 * Math.PI) - radius - targets[i]! / 3;
      expect(Math.abs(angle - Math.round(angle))).toBeLessThan(1e-5);
    }
  });
});

describe('blobs', () => {
  it('spreads points around given centers', () => {
    const centers = [
      [0, 0, 0],
      [10, 20, 30],
    ];
    const data = blobs(4001, { centers, std: [1, 3], rng: new Generator(4) });
    const targets = targetsOf(data);
    expect(countsOf(targets)).toEqual([2001, 2000]);
    expect(data.featureNames).toEqual(['x1', 'x2', 'x3']);
    for (const [j, center] of centers.entries()) {
      const rows = rowsOf(data).filter((_, i) => targets[i] === j);
      for (const [k, middle] of center.entries()) {
        const column = rows.map((row) => row[k]!);
        expect(Math.abs(mean(column) - middle)).toBeLessThan(0.3);
        expect(Math.abs(std(column) / [1, 3][j]! - 1)).toBeLessThan(0.05);
      }
    }
  });

  it('draws centers from a box', () => {
    const data = blobs(10, { centers: 5, features: 4, std: 0, box: [2, 3], rng: new Generator(4) });
    expect(new Set(rowsOf(data).map(String)).size).toBe(5);
    expect(rowsOf(data).every((row) => row.length === 4 && row.every((x) => x >= 2 && x <= 3))).toBe(true);
  });
});

describe('checkerboard', () => {
  it('tells black squares from white ones', () => {
    const data = checkerboard(1000, { squares: 4, rng: new Generator(5) });
    const targets = targetsOf(data);
    for (const [i, [x, y]] of rowsOf(data).entries()) {
      expect(targets[i]).toBe(Math.abs(Math.floor(2 * x!) + Math.floor(2 * y!)) % 2);
    }
    expect(mean(targets)).toBeCloseTo(0.5, 1);
  });
});

describe('swissRoll', () => {
  it('rolls a sheet up', () => {
    const data = swissRoll(500, { rng: new Generator(6) });
    for (const [i, [x, y, z]] of rowsOf(data).entries()) {
      const t = data.fields[1]!.values[i]!;
      expect(t >= 1.5 * Math.PI && t <= 4.5 * Math.PI && y! >= 0 && y! <= 21).toBe(true);
      expect(x).toBeCloseTo(t * Math.cos(t), 4);
      expect(z).toBeCloseTo(t * Math.sin(t), 4);
    }
    expect(data.get(0)[1]!.shape).toEqual([1]);
  });
});

describe('noisySine', () => {
  it('lies around the sine', () => {
    const data = noisySine(2000, { noise: 0.2, frequency: 2, range: [0, 3], rng: new Generator(7) });
    const [xs, ys] = data.fields.map(({ values }) => Array.from(values));
    expect(Math.min(...xs!) >= 0 && Math.max(...xs!) <= 3).toBe(true);
    const deviations = ys!.map((y, i) => y - Math.sin(2 * xs![i]!));
    expect(Math.abs(mean(deviations))).toBeLessThan(0.02);
    expect(std(deviations)).toBeCloseTo(0.2, 1);
  });
});

describe('countingOnes', () => {
  it('counts', () => {
    const data = countingOnes(300, { length: 12, probability: 0.25, rng: new Generator(8) });
    expect(data.get(0).map(({ shape }) => shape)).toEqual([[12, 1], [1]]);
    for (const [i, row] of rowsOf(data).entries()) {
      expect(row.every((x) => x === 0 || x === 1)).toBe(true);
      expect(data.fields[1]!.values[i]).toBe(row.filter((x) => x === 1).length);
    }
    expect(mean(targetsOf(data))).toBeCloseTo(3, 0);
  });
});

describe('nearPlane', () => {
  it('lies off the plane by the noise', () => {
    const rows = rowsOf(nearPlane(3000, { noise: 0.1, rng: new Generator(9) }));
    const off = rows.map(([x1, x2, x3]) => x3! - 0.1 * x1! - 0.3 * x2!);
    expect(Math.abs(mean(off))).toBeLessThan(0.01);
    expect(Math.abs(std(off) - 0.1)).toBeLessThan(0.005);
  });
});

describe('made data sets', () => {
  it('name arguments that are out of range', () => {
    for (const [make, message] of [
      [() => moons(1), '[moons] expected an integer of at least 2 examples, got 1.'],
      [() => moons(4, { noise: -1 }), '[moons] expected noise to be a number of at least 0, got -1.'],
      [() => circles(4, { factor: 1 }), '[circles] expected factor to be a number from 0 to below 1, got 1.'],
      [() => spirals(2, { arms: 3 }), '[spirals] expected an integer of at least 3 examples, got 2.'],
      [() => spirals(2, { arms: 0 }), '[spirals] expected arms to be an integer of at least 1, got 0.'],
      [() => blobs(9, { centers: [[1], [1, 2]] }), 'got centers of 1, 2, 2 std.'],
      [() => blobs(9, { std: [1] }), 'got centers of 2, 2, 2, 1 std.'],
      [() => blobs(9, { std: Number.NaN }), '[blobs] expected std to be a number of at least 0, got NaN.'],
      [() => checkerboard(9, { squares: 0.5 }), 'expected squares to be an integer of at least 1, got 0.5.'],
      [() => swissRoll(0), '[swissRoll] expected an integer of at least 1 examples, got 0.'],
      [() => noisySine(2.5), '[noisySine] expected an integer of at least 1 examples, got 2.5.'],
      [() => countingOnes(2, { probability: 2 }), 'expected probability to be a number from 0 to 1, got 2.'],
      [() => nearPlane(-1), '[nearPlane] expected an integer of at least 1 examples, got -1.'],
    ] as const) {
      expect(make).toThrow(message);
    }
  });
});
