import { currentBackend, type Shape, ShapeBackend, setBackend, sizeOf } from '@neurona/backend';
import { torchStateShapes } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import { isTensor, scoped, type Tensor, zeros } from '@neurona/tensor';
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

/** The shape of the result, and of what each module down to depth 2 returns, channels first, in the order of the calls. */
function run(module: AnyModule, forward: () => Tensor): { readonly output: Shape; readonly stages: unknown } {
  const stages: unknown[] = [];
  const stops = Array.from(module.namedModules(), ([path, child]) => {
    if (path === '' || path.split('.').length > 2) return () => {};
    return child.onForward((result: unknown) => {
      if (child.kind !== 'Flatten' && isTensor(result))
        stages.push([path, child.kind, channelsFirst(result.shape)]);
    });
  });
  const output = scoped(forward).shape;
  for (const stop of stops) stop();
  return { output, stages };
}

const channelsFirst = (shape: Shape): Shape =>
  shape.length === 4 ? [shape[0]!, shape[3]!, shape[1]!, shape[2]!] : shape;

/** Our names of torchvision's classes, where they differ by more than the underscore of private ones. */
const ourNames: Readonly<Record<string, string>> = {
  _Transition: 'DenseTransition',
  Conv2dNormActivation: 'Sequential',
  LayerNorm2d: 'LayerNorm',
};

const withOurNames = (stages: readonly (readonly [path: string, type: string, shape: Shape])[]): unknown =>
  stages.map(([path, type, shape]) => [path, ourNames[type] ?? type.replace(/^_/, ''), shape]);

/** Group `architectures`: counts, the state dictionary and the shapes of the stages and of the output, on a device without values. */
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
      const wanted: Readonly<Record<string, unknown>> = {
        ...expected,
        stages: withOurNames(expected.stages as never),
      };
      const facts: Readonly<Record<string, unknown>> = {
        parameters: total(module.namedParameters()),
        buffers: total(module.namedBuffers()),
        parameters_by_child: byChild(module),
        ...run(module, () => logits(zeros(input))),
        state_dict: Object.entries(torchStateShapes(module, { inputShape: input })),
      };
      return Object.entries(facts).flatMap(([name, fact]) =>
        JSON.stringify(fact) === JSON.stringify(wanted[name]) ? [] : [`${name} differs`],
      );
    } finally {
      setBackend(before);
    }
  },
};
