import { currentBackend, type Shape, ShapeBackend, setBackend, sizeOf } from '@neurona/backend';
import { torchStateShapes } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import { scoped, type Tensor, zeros } from '@neurona/tensor';
import { Call } from '../call.js';
import type { FactsRow } from '../kinds/kind.js';
import { NotCovered } from '../kinds/not-covered.js';
import { zoo } from '../zoo/architectures.js';

const total = (tensors: Iterable<readonly [string, { readonly shape: Shape }]>): number =>
  Array.from(tensors).reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);

/** How many numbers are learned in each child, by its name; of those that learn. */
function byChild(module: AnyModule): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [path, { shape }] of module.namedParameters()) {
    const child = path.split('.')[0]!;
    counts[child] = (counts[child] ?? 0) + sizeOf(shape);
  }
  return counts;
}

/** The shape of the output, and of the results of modules at most two levels inside, in the order of their calls. */
function stagesOf(
  module: AnyModule,
  run: () => Tensor,
): { readonly stages: unknown[]; readonly output: Shape } {
  const stages: unknown[] = [];
  const stops = Array.from(module.namedModules())
    .filter(([path]) => path !== '' && path.split('.').length <= 2)
    .map(([path, inner]) =>
      inner.onForward((result: Tensor) => {
        stages.push([path, channelsFirst(result.shape)]);
      }),
    );
  const { shape } = run();
  for (const stop of stops) stop();
  return { stages, output: shape };
}

type Stage = readonly [path: string, type: string, shape: Shape];

/** Stages without the names of torchvision's classes. */
const withoutTypes = (stages: readonly Stage[]): unknown[] => stages.map(([path, , shape]) => [path, shape]);

const channelsFirst = (shape: Shape): Shape =>
  shape.length === 4 ? [shape[0]!, shape[3]!, shape[1]!, shape[2]!] : shape;

/** Group `architectures`: counts, the state dictionary and the output's shape, on a device without values. */
export const architectureFacts: Readonly<Record<string, FactsRow>> = {
  'golden.facts.architecture': (kwargs, expected) => {
    const callable = `torchvision.models.${kwargs.named('name') as string}`;
    const size = kwargs.number(0, 'size')!;
    const row = Object.hasOwn(zoo, callable) ? zoo[callable] : undefined;
    if (!row) throw new NotCovered(`${callable} has no row in architectures.ts`);
    const before = currentBackend();
    setBackend(new ShapeBackend());
    try {
      const { module, logits } = row(new Call([], {}));
      module.eval();
      const input = [1, size, size, 3];
      const facts: Readonly<Record<string, unknown>> = {
        parameters: total(module.namedParameters()),
        buffers: total(module.namedBuffers()),
        parameters_by_child: byChild(module),
        ...stagesOf(module, () => scoped(() => logits(zeros(input)))),
        state_dict: Object.entries(torchStateShapes(module, { inputShape: input })),
      };
      const theirs: Readonly<Record<string, unknown>> = {
        ...expected,
        stages: withoutTypes(expected.stages as readonly Stage[]),
      };
      return Object.entries(facts).flatMap(([name, fact]) =>
        JSON.stringify(fact) === JSON.stringify(theirs[name]) ? [] : [`${name} differs`],
      );
    } finally {
      setBackend(before);
    }
  },
};
