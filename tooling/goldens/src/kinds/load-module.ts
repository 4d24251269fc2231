import type { AnyModule } from '@neurona/layers';
import { noGrad, scoped, type Tensor } from '@neurona/tensor';
import type { Run } from './kind.js';

/** One of our modules, and how its tensors map to PyTorch's. */
export interface NamedModule {
  readonly module: AnyModule;
  /** PyTorch's name of a parameter as ours, where it is not the same in camel case. */
  nameOf?(name: string): string;
  /** Whether PyTorch's parameter of a name is a matrix `[out, in]`, ours being `[in, out]`; none is by default. */
  isTurned?(name: string): boolean;
}

/** Python's `running_mean` as ours: `runningMean`. */
export const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * Loads the given parameters and buffers of a case into a module. They are replaced by the module's parameters among the given
 * tensors.
 * @returns The module's own tensors by PyTorch's names.
 */
export function loadModule(
  { golden, given }: Run,
  { module, nameOf = camelCase, isTurned = () => false }: NamedModule,
): Map<string, Tensor> {
  const state = module.stateDict();
  const ourName = (name: string): string => (name in state ? name : nameOf(name));
  const turned = (name: string): Tensor => {
    const { tensor } = given.get(name)!;
    return isTurned(name) ? tensor.t() : tensor;
  };
  const names = [...golden.params, ...golden.buffers];
  noGrad(() =>
    scoped(() => {
      module.loadStateDict(Object.fromEntries(names.map((name) => [ourName(name), turned(name)])));
    }),
  );
  for (const name of golden.params) {
    given.get(name)!.tensor.dispose();
    // Its gradient is the module's.
    given.set(name, {
      tensor: state[ourName(name)]!,
      layout: golden.layouts[name],
      isTurned: isTurned(name),
    });
  }
  return new Map(names.map((name) => [name, state[ourName(name)]!]));
}
