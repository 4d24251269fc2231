import { ArgumentError } from '@neurona/backend';
import { isTensor, memoryScope, type Tensor } from '@neurona/tensor';
import { distance } from 'fastest-levenshtein';
import { type AnyModule, Module } from '../module.js';

/** Outputs of modules by their paths. */
export type Features<Path extends string = string> = Readonly<Record<Path, Tensor>>;

/** Ends a forward pass of which nothing more is needed. */
class Reached {}

/** A module that returns outputs from the inside of another one; see {@link featureExtractor}. */
export class FeatureExtractor<
  Inputs extends readonly unknown[] = readonly [Tensor],
  Path extends string = string,
> extends Module<Inputs, Features<Path>> {
  static override readonly kind: string = 'FeatureExtractor';

  readonly layerPaths: readonly Path[];

  constructor(
    readonly model: Module<Inputs, unknown>,
    layerPaths: readonly Path[],
  ) {
    super();
    if (!(model instanceof Module))
      throw new ArgumentError('featureExtractor', { expected: 'a module', received: model });
    if (!Array.isArray(layerPaths) || layerPaths.length === 0)
      throw new ArgumentError('featureExtractor', {
        expected: 'paths of modules',
        received: layerPaths,
        hint: 'They are those of model.namedModules().',
      });
    this.layerPaths = [...new Set<Path>(layerPaths)];
    modulesAt(model, this.layerPaths);
    this.train(model.training);
  }

  override forward(...inputs: Inputs): Features<Path> {
    using scope = memoryScope(); // a forward pass that is left early leaves tensors behind
    const { model } = this;
    const modules = modulesAt(model, this.layerPaths); // by now the head may be another one
    const outputs = new Map<AnyModule, Tensor>();
    const wanted = new Set(modules.values());
    const stops = Array.from(wanted, (module) =>
      module.onForward((output: unknown) => {
        if (outputs.has(module)) return;
        outputs.set(module, scope.keep(tensorOf(output, module)));
        if (outputs.size === wanted.size) throw new Reached();
      }),
    );
    try {
      model.forward(...inputs);
    } catch (error) {
      if (!(error instanceof Reached)) throw error;
    } finally {
      for (const stop of stops) stop();
    }
    const features = Array.from(modules, ([path, module]) => {
      const output = outputs.get(module);
      if (output) return [path, output] as const;
      throw new ArgumentError('featureExtractor', {
        expected: `a forward pass that calls ${path}`,
        received: 'one that does not',
        where: `${module.kind} of ${model.kind}`,
        hint: 'Name the module around it.',
      });
    });
    return Object.fromEntries(features) as Features<Path>;
  }

  override describe(): string {
    return this.layerPaths.join(', ');
  }
}

/**
 * A module that returns the outputs of modules inside of another one, by their paths. The forward pass ends behind the last of them.
 * Parameters, training mode and gradients are the model's own. Of a module that is called several times it returns the first output, of
 * one that returns a record the `output`.
 *
 * Shape: the model's inputs → a record of tensors.
 * @param model - Any module.
 * @param layerPaths - Paths as in `model.namedModules()`, as `layer3.1.conv2`; `''` is the model itself.
 * @throws {@link ArgumentError} if there is no module of a path, and in `forward` if the model doesn't call it.
 * @example
 * const model = new Sequential(new Conv2d(3, 8, 3), new Sequential(new ReLU(), new MaxPool2d(2)), new Flatten(), new Linear(72, 5));
 * const features = featureExtractor(model, ['0', '1.1']).forward(ones([2, 8, 8, 3]));
 * features['0'].shape; // => [2, 6, 6, 8]
 * features['1.1'].shape; // => [2, 3, 3, 8]
 */
export const featureExtractor = <Inputs extends readonly unknown[], const Path extends string>(
  model: Module<Inputs, unknown>,
  layerPaths: readonly Path[],
): FeatureExtractor<Inputs, Path> => new FeatureExtractor(model, layerPaths);

/** The modules of paths, also of a second path of one that is shared. */
function modulesAt<Path extends string>(model: AnyModule, paths: readonly Path[]): Map<Path, AnyModule> {
  return new Map(
    paths.map((path) => {
      const module = path === '' ? model : childAt(model, path);
      if (module) return [path, module] as const;
      throw new ArgumentError('featureExtractor', {
        expected: `paths of modules in ${model.kind}`,
        received: path,
        hint: `The nearest are ${nearest(String(path), model).join(', ')}.`,
      });
    }),
  );
}

/** The module at a path of names, each of which may have dots, as those of arrays have. */
function childAt(model: AnyModule, path: string): AnyModule | undefined {
  for (const [name, child] of model.namedChildren()) {
    if (path === name) return child;
    const found = path.startsWith(`${name}.`) ? childAt(child, path.slice(name.length + 1)) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The three paths that are written most like one that doesn't exist. */
function nearest(path: string, model: AnyModule): string[] {
  const paths = Array.from(model.namedModules(), ([name]) => name).filter((name) => name !== '');
  return paths.toSorted((a, b) => distance(a, path) - distance(b, path)).slice(0, 3);
}

function tensorOf(output: unknown, module: AnyModule): Tensor {
  if (isTensor(output)) return output;
  const inside =
    typeof output === 'object' && output !== null && 'output' in output ? output.output : undefined;
  if (isTensor(inside)) return inside;
  throw new ArgumentError('featureExtractor', {
    expected: 'modules that return a tensor, or a record with an output',
    received: output,
    where: `from ${module.kind}`,
    hint: 'Name modules inside of it.',
  });
}
