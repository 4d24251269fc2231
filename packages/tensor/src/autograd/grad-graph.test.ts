import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { ones, tensor } from '../create.js';
import '../methods.js';
import { gradGraph } from './grad-graph.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('gradGraph', () => {
  it('has leaves, operations, and an arrow for each use', () => {
    const x = tensor([[1, 2]], { requiresGrad: true });
    const weight = ones([2, 3], {}).detach();
    weight.requiresGrad = true;
    const { nodes, edges } = gradGraph(x.matmul(weight).add(1).square().sum(), { x, weight });
    expect(nodes.map(({ label, kind }) => [label, kind])).toEqual([
      ['x', 'value'],
      ['weight', 'value'],
      ['matmul', 'operation'],
      ['add', 'operation'],
      ['square', 'operation'],
      ['sum', 'operation'],
    ]);
    const labels = new Map(nodes.map(({ id, label }) => [id, label]));
    expect(edges.map(({ from, to }) => `${labels.get(from)} → ${labels.get(to)}`).sort()).toEqual([
      'add → square',
      'matmul → add',
      'square → sum',
      'weight → matmul',
      'x → matmul',
    ]);
    expect(nodes[1]!.detail).toBe('[2, 3]');
    expect(nodes.at(-1)!.detail).toBe('[]');
  });

  it('draws a value that is used twice once', () => {
    const x = tensor(5, { requiresGrad: true });
    const { nodes, edges } = gradGraph(x.square().mul(x));
    expect(nodes.map(({ label }) => label)).toEqual(['leaf', 'square', 'mul']);
    expect(edges.length).toBe(3);
  });

  it('is empty where nothing was recorded', () => {
    expect(gradGraph(tensor(1).square())).toEqual({ nodes: [], edges: [] });
  });
});
