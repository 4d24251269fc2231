import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kinds } from './kinds.js';
import { namesOf } from './names.js';
import { Repository } from './repository.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const names = namesOf('CubeSort');

/** Starts a thing in this repository without writing it. */
function start(kind: string, options = {}): Repository {
  const repository = new Repository(root);
  const todo = kinds[kind]!.start(repository, names, options);
  expect(todo.length).toBeGreaterThan(0);
  return repository;
}

describe('pnpm new', () => {
  it('starts an op with its test and its method', () => {
    const repository = start('op', { family: 'elementwise' });
    expect(repository.read('packages/tensor/src/ops/elementwise/cube-sort.ts')).toContain(
      'export function cubeSort(x: TensorLike): Tensor',
    );
    expect(repository.read('packages/tensor/src/ops/elementwise/cube-sort.test.ts')).toContain(
      "describeOp('cubeSort'",
    );
    const methods = repository.read('packages/tensor/src/methods.ts');
    expect(methods).toContain("import { cubeSort } from './ops/elementwise/cube-sort.js';\n");
    expect(methods).toContain('\n  cubeSort,\n};');
  });

  it('starts a kernel on every backend, in the contract and in the conformance suite', () => {
    const repository = start('kernel');
    expect(repository.read('packages/backend/src/kernels.ts')).toContain(
      '\n  cubeSort(x: DeviceArray): DeviceArray;\n}',
    );
    expect(repository.read('packages/backend/src/shape-backend.ts')).toContain('\n  cubeSort: like,\n};');
    for (const [backend, table, row] of [
      ['cpu', 'cpu-kernels.ts', 'cubeSort: cubeSort(t),'],
      ['wasm', 'kernel-table.ts', 'cubeSort: cubeSort(wasm),'],
      ['webgpu', 'webgpu-kernels.ts', 'cubeSort: cubeSort(gpu),'],
      ['tfjs', 'tfjs-kernels.ts', 'cubeSort: cubeSort(t),'],
    ] as const) {
      const folder = `packages/backend-${backend}/src`;
      expect(repository.read(`${folder}/kernels/cube-sort.ts`)).toContain("Kernels['cubeSort']");
      const rows = repository.read(`${folder}/${table}`);
      expect(rows).toContain(`\n    ${row}\n  };`);
      expect(rows).toContain("import { cubeSort } from './kernels/cube-sort.js';\n");
    }
    expect(repository.read('packages/backend/src/testing/fixtures.ts')).toMatch(
      /import cubeSort from [^\n]*cubeSort\.json[\s\S]*\n {2}cubeSort,\n\}/,
    );
    expect(JSON.parse(repository.read('packages/backend/fixtures/cubeSort.json'))).toHaveLength(1);
  });

  it('starts a layer in its family', () => {
    const repository = start('layer', { family: 'norm' });
    expect(repository.read('packages/layers/src/norm/cube-sort.ts')).toContain(
      'export class CubeSort extends Module',
    );
    expect(() => start('layer')).toThrow(
      '[pnpm new] expected --family with the name of a folder, got none (layer).',
    );
  });

  it('starts an optimizer', () => {
    expect(start('optimizer').read('packages/optimizers/src/cube-sort.ts')).toContain(
      'export class CubeSort extends Optimizer<State, Settings>',
    );
  });

  it('starts a data set, a metric and a callback', () => {
    expect(start('dataset').read('packages/datasets/src/sets/cube-sort/cube-sort.ts')).toContain(
      'export function cubeSort(): TabularDataset',
    );
    expect(start('metric').read('packages/training/src/metrics/cube-sort.ts')).toContain(
      'export function cubeSort(outputs: Tensor, targets: Tensor): Tensor',
    );
    expect(start('callback').read('packages/training/src/callbacks/cube-sort.ts')).toContain(
      'export class CubeSort implements Callback',
    );
  });

  it('starts a lesson, with its row in the table', () => {
    const repository = start('lesson', { row: '12' });
    expect(repository.read('apps/examples/src/lessons/cube-sort/texts.ts')).toContain(
      'export const cubeSortTexts',
    );
    const table = repository.read('apps/examples/src/course/lessons.ts');
    expect(table).toContain("import { cubeSortNumbers } from '../lessons/cube-sort/numbers.js';\n");
    expect(table).toContain("  lessonEntry('cube-sort', 12, cubeSortTexts, cubeSortNumbers,");
    expect(() => start('lesson')).toThrow(
      '[pnpm new] expected --row with an integer of at least 1, got none (lesson).',
    );
  });

  it('starts a package at its level, with a budget and its examples among the tests', () => {
    const repository = start('package', { level: '2' });
    expect(JSON.parse(repository.read('packages/cube-sort/package.json')).name).toBe('@neurona/cube-sort');
    expect(JSON.parse(repository.read('tooling/checks/levels.json')).levels[2]).toContain('cube-sort');
    expect(repository.read('tooling/checks/package.json')).toContain('"@neurona/cube-sort": "workspace:*"');
    expect(repository.read('tooling/checks/src/bundle-sizes.json')).toContain('"@neurona/cube-sort": 5');
    expect(repository.read('tooling/checks/src/package-sizes.json')).toContain('"@neurona/cube-sort": 400');
    const { dependencies, exports } = JSON.parse(repository.read('packages/neurona/package.json'));
    expect(dependencies['@neurona/cube-sort']).toBe('workspace:^');
    expect(exports['./cube-sort']['@neurona/source']).toBe('./src/generated/cube-sort.ts');
    expect(start('package', { level: '4' }).exists('packages/architectures/cube-sort/package.json')).toBe(
      true,
    );
  });

  it('starts an architecture in the package of its family', () => {
    const repository = new Repository(root);
    kinds.package!.start(repository, namesOf('sorters'), { level: '4' });
    expect(kinds.architecture!.start(repository, names, { family: 'sorters' }).length).toBeGreaterThan(0);
    const folder = 'packages/architectures/sorters';
    const model = repository.read(`${folder}/src/cube-sort.ts`);
    expect(model).toContain('export class CubeSort extends Module');
    expect(model).toContain('export const cubeSortConfigs');
    expect(repository.read(`${folder}/src/cube-sort.test.ts`)).toContain("describeArchitecture('CubeSort'");
    const manifest = JSON.parse(repository.read(`${folder}/package.json`));
    expect(manifest.dependencies).toMatchObject({ '@neurona/layers': 'workspace:^' });
    expect(manifest.devDependencies).toMatchObject({
      '@neurona/training': 'workspace:^',
      vitest: 'catalog:',
    });
    expect(() => start('architecture', { family: 'nowhere' })).toThrow(
      '[pnpm new] expected a package of the family, got none (packages/architectures/nowhere). Start it: npm run new -- package nowhere --level 4.',
    );
  });

  it('starts an architecture in place of the placeholder of a package with its name', () => {
    const repository = new Repository(root);
    kinds.package!.start(repository, names, { level: '4' });
    const folder = 'packages/architectures/cube-sort';
    expect(repository.read(`${folder}/src/cube-sort.ts`)).toContain('export const cubeSort = (x: number)');
    kinds.architecture!.start(repository, names, { family: 'cube-sort' });
    expect(repository.read(`${folder}/src/cube-sort.ts`)).toContain('export class CubeSort extends Module');
    expect(repository.read(`${folder}/src/cube-sort.test.ts`)).toContain("describeArchitecture('CubeSort'");
    // a model that somebody wrote stays
    expect(() => kinds.architecture!.start(repository, names, { family: 'cube-sort' })).toThrow(
      `[pnpm new] expected a new name, got ${folder}/src/cube-sort.test.ts (it is there already).`,
    );
  });

  it('starts a page of the playground, with its row in the table', () => {
    const repository = start('page');
    const folder = 'apps/playground/src/pages/cube-sort';
    for (const file of ['card.tsx', 'main.tsx', 'settings.ts', 'texts.ts', 'train.ts', 'train.test.ts'])
      expect(repository.read(`${folder}/${file}`)).toMatch(/cubeSort|CubeSort/);
    expect(repository.read(`${folder}/cube-sort.page.test.ts`)).toContain("openPage('cube-sort')");
    expect(repository.read(`${folder}/README.md`)).toContain('#/cube-sort');
    const table = repository.read('apps/playground/src/pages/pages.ts');
    expect(table).toContain("import { cubeSortCard } from './cube-sort/card.js';\n");
    expect(table).toContain("    name: 'cube-sort',\n    chapter: 'train',\n");
    expect(table).toContain('    ...cubeSortCard,\n');
    expect(repository.read('apps/playground/src/pages/trainers.ts')).toContain(
      "  cubeSort: async () => (await import('./cube-sort/train.js')).createCubeSortTrainer,\n}",
    );
  });

  it('overwrites nothing', () => {
    const again = (): unknown => kinds.optimizer!.start(new Repository(root), namesOf('Adam'), {});
    expect(again).toThrow(
      '[pnpm new] expected a new name, got packages/optimizers/src/adam.ts (it is there already).',
    );
  });
});
