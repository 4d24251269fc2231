import { currentBackend, type Shape, ShapeBackend, setBackend, sizeOf } from '@neurona/backend';
import { torchStateShapes } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import { scoped, zeros } from '@neurona/tensor';
import { Call } from '../call.js';
import type { FactsRow } from '../kinds/kind.js';
import { NotCovered } from '../kinds/not-covered.js';
import { zoo } from '../zoo/architectures.js';

const total = (tensors: Iterable<readonly [string, { readonly shape: Shape }]>): number =>
  Array.from(tensors).reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);

/** Number of parameters of each child, by its name; of children with parameters. */
function byChild(module: AnyModule): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [path, { shape }] of module.namedParameters()) {
    const child = path.split('.')[0]!;
    counts[child] = (counts[child] ?? 0) + sizeOf(shape);
  }
  return counts;
}

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
        output: scoped(() => logits(zeros(input))).shape,
        state_dict: Object.entries(torchStateShapes(module, { inputShape: input })),
      };
      return Object.entries(facts).flatMap(([name, fact]) =>
        JSON.stringify(fact) === JSON.stringify(expected[name]) ? [] : [`${name} differs`],
      );
    } finally {
      setBackend(before);
    }
  },
};
