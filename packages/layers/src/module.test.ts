import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { manualSeed, ones, Parameter, scoped, type Tensor, tensor, zeros } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Dropout, Linear, Module, ReLU, Sequential, summary } from './index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

class Block extends Module {
  readonly first = new Linear(2, 3);
  readonly rest = [new Linear(3, 3), new Linear(3, 1)];
  readonly scale = new Parameter(2);
  readonly runningMean = zeros([3]);
  readonly note = 'not a part';

  override forward(x: Tensor): Tensor {
    return this.rest.reduce((value, layer) => layer.forward(value), this.first.forward(x)).mul(this.scale);
  }
}

describe('Module', () => {
  it('finds parameters and buffers by walking fields and arrays', () => {
    const model = new Block();
    expect([...model.namedParameters()].map(([name]) => name)).toEqual([
      'scale',
      'first.weight',
      'first.bias',
      'rest.0.weight',
      'rest.0.bias',
      'rest.1.weight',
      'rest.1.bias',
    ]);
    expect([...model.namedBuffers()].map(([name]) => name)).toEqual(['runningMean']);
    expect([...model.namedModules()].map(([name]) => name)).toEqual(['', 'first', 'rest.0', 'rest.1']);
  });

  it('finds what is in maps and sets', async () => {
    class Heads extends Module {
      readonly heads = new Map<string, unknown>([
        ['policy', new Linear(2, 3, { bias: false })],
        ['values', [new Linear(2, 1, { bias: false })]],
        ['vocabulary', 8],
      ]);
      readonly scales = new Set([new Parameter(2), new Parameter(3)]);

      override forward(x: Tensor): Tensor {
        const policy = this.heads.get('policy') as Linear;
        return [...this.scales].reduce<Tensor>((y, scale) => y.mul(scale), policy.forward(x));
      }
    }
    const model = new Heads();
    expect(Object.keys(model.stateDict())).toEqual([
      'scales.0',
      'scales.1',
      'heads.policy.weight',
      'heads.values.0.weight',
    ]);
    expect(
      model
        .eval()
        .freeze('heads')
        .parameters()
        .map(({ requiresGrad }) => requiresGrad),
    ).toEqual([true, true, false, false]);
    expect(summary(model, [1, 2]).params).toBe(10);
    expect(await [...model.scales][1]!.item()).toBe(3);
  });

  it('counts a shared parameter once', () => {
    const shared = new Linear(2, 2);
    const model = new Sequential(shared, new ReLU(), shared);
    expect(model.parameters()).toEqual([shared.weight, shared.bias]);
  });

  it('switches training mode everywhere inside', () => {
    const model = new Sequential(new Dropout(), new Sequential(new Dropout()));
    expect(model.training).toBe(true);
    model.eval();
    expect([...model.namedModules()].map(([, module]) => module.training)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('freezes by path', () => {
    const model = new Block().freeze('first').freeze(/bias$/);
    const frozen = [...model.namedParameters()]
      .filter(([, parameter]) => !parameter.requiresGrad)
      .map(([name]) => name);
    expect(frozen).toEqual(['first.weight', 'first.bias', 'rest.0.bias', 'rest.1.bias']);
    model.unfreeze();
    expect(model.parameters().every((parameter) => parameter.requiresGrad)).toBe(true);
  });

  it('is called by its kind, which minifiers leave alone', () => {
    class Named extends Block {
      static override readonly kind: string = 'Short';
    }
    class Wide extends Linear {}
    expect([new Linear(1, 1).kind, new Block().kind, new Named().kind, new Wide(1, 1).kind]).toEqual([
      'Linear',
      'Block',
      'Short',
      'Wide',
    ]);
    expect(String(new Wide(1, 2))).toBe('Wide(1, 2)');
  });

  it('loads the state of another', async () => {
    const a = new Block();
    const b = new Block();
    const x = ones([1, 2]);
    b.loadStateDict(a.stateDict());
    expect(await b.forward(x).array()).toEqual(await a.forward(x).array());
  });

  it('refuses a dictionary of another backend', async () => {
    const other = await cpu().create();
    const there = { backend: other };
    const state = { weight: ones([2, 1], there), bias: ones([1], there) };
    const model = new Linear(2, 1);
    expect(() => model.loadStateDict(state)).toThrow(
      "[loadStateDict] expected tensors of the module's backend, cpu, got another, cpu, for weight. Copy the values: tensor(await x.array()).",
    );
    other.dispose();
  });

  it('loads nothing unless everything fits', async () => {
    const model = new Linear(2, 1);
    const before = await model.weight.array();
    const bias = ones([1]);
    expect(() => model.loadStateDict({ weight: ones([2, 2]), bias })).toThrow(
      '[loadStateDict] expected float32 [2, 1] for weight, got float32 [2, 2].',
    );
    expect(() => model.loadStateDict({ weight: ones([2, 1]), other: bias })).toThrow(
      '[loadStateDict] expected the keys of this module, got 1 missing and 1 unexpected (missing [bias], unexpected [other]). Pass { strict: false } to load those that match.',
    );
    expect(await model.weight.array()).toEqual(before);
    expect(model.loadStateDict({ weight: ones([2, 1]), other: bias }, { strict: false })).toEqual({
      missing: ['bias'],
      unexpected: ['other'],
    });
    expect(await model.weight.array()).toEqual([[1], [1]]);
  });

  it('names what isn’t a state dictionary or not a tensor', () => {
    const model = new Linear(2, 1);
    expect(() => model.loadStateDict(undefined as never)).toThrow(
      '[loadStateDict] expected a state dictionary, tensors by name, got undefined.',
    );
    const arrays = { weight: new Float32Array(2), bias: new Float32Array(1) };
    expect(() => model.loadStateDict(arrays as never)).toThrow(
      '[loadStateDict] expected a tensor for weight, got an instance of Float32Array.',
    );
  });

  it('lets hooks see forward passes until they leave', () => {
    const layer = new Linear(2, 3);
    const shapes: (readonly number[])[] = [];
    const stop = layer.onForward((output, [x]) => shapes.push(x.shape, output.shape));
    layer.forward(ones([4, 2]));
    stop();
    layer.forward(ones([5, 2]));
    expect(shapes).toEqual([
      [4, 2],
      [4, 3],
    ]);
  });

  it('keeps the other hooks when one leaves, and a forward that is a field', () => {
    class Doubled extends Module {
      override forward = (x: Tensor): Tensor => x.mul(2);
    }
    for (const layer of [new Linear(2, 2), new Doubled()]) {
      const { forward } = layer;
      const seen: string[] = [];
      const stops = ['first', 'second', 'third'].map((name) => layer.onForward(() => void seen.push(name)));
      const calls = [0, 2, 1].map((i) => {
        stops[i]!();
        stops[i]!(); // again is fine
        seen.length = 0;
        layer.forward(ones([1, 2]));
        return [...seen];
      });
      expect(calls).toEqual([['second', 'third'], ['second'], []]);
      expect(layer.forward).toBe(forward);
    }
  });

  it('prints as a tree', () => {
    expect(String(new Sequential(new Linear(2, 3), new ReLU(), new Dropout(0.1)))).toBe(
      'Sequential(\n  (0): Linear(2, 3)\n  (1): ReLU()\n  (2): Dropout(0.1)\n)',
    );
  });

  it('frees all it holds', () => {
    const before = liveMemory();
    const model = new Block();
    scoped(() =>
      model
        .forward(ones([1, 2]))
        .sum()
        .backward(),
    );
    model.dispose();
    expect(liveMemory()).toEqual(before);
  });

  it('starts with the same weights from the same seed', async () => {
    manualSeed(3);
    const a = await new Linear(4, 5).weight.data();
    manualSeed(3);
    expect(await new Linear(4, 5).weight.data()).toEqual(a);
    expect(Math.max(...a.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(await tensor([1]).item()).toBe(1);
  });
});
