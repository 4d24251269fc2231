import type { AnyModule } from '@neurona/layers';
import * as layers from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import type { Call } from '../call.js';
import type { ModuleRow } from '../kinds/kind.js';

type Pad = AnyModule & { forward(x: Tensor): Tensor };

/** PyTorch's padding, the last axis first: `(left, right)`, `(left, right, top, bottom)` and so on; one number is for all sides. */
const sides = (ctor: Call): number | readonly number[] => ctor.numbers(0, 'padding')!;

const sequence = (ctor: Call): layers.SequencePadding => sides(ctor) as layers.SequencePadding;

const named = <Side extends string>(ctor: Call, names: readonly Side[]): number | Record<Side, number> => {
  const padding = sides(ctor);
  if (typeof padding === 'number') return padding;
  return Object.fromEntries(names.map((side, i) => [side, padding[i]!])) as Record<Side, number>;
};

const image = (ctor: Call) => named(ctor, ['left', 'right', 'top', 'bottom']);
const volume = (ctor: Call) => named(ctor, ['left', 'right', 'top', 'bottom', 'front', 'back']);

/** `Pad(padding)`. */
const pad =
  <P>(Class: new (padding: P) => Pad, form: (ctor: Call) => P): ModuleRow =>
  (ctor) =>
    run(new Class(form(ctor)));

/** `ConstantPad(padding, value)`. */
const constant =
  <P>(Class: new (padding: P, value: number) => Pad, form: (ctor: Call) => P): ModuleRow =>
  (ctor) =>
    run(new Class(form(ctor), ctor.number(1, 'value')!));

const run = (module: Pad) => ({ module, forward: (call: Call) => module.forward(call.tensor(0)) });

/** Group `shape_ops`: modules that pad. */
export const paddingModules: Readonly<Record<string, ModuleRow>> = {
  'torch.nn.ConstantPad1d': constant(layers.ConstantPad1d, sequence),
  'torch.nn.ConstantPad2d': constant(layers.ConstantPad2d, image),
  'torch.nn.ConstantPad3d': constant(layers.ConstantPad3d, volume),
  'torch.nn.ZeroPad2d': pad(layers.ZeroPad2d, image),
  'torch.nn.ReflectionPad1d': pad(layers.ReflectionPad1d, sequence),
  'torch.nn.ReflectionPad2d': pad(layers.ReflectionPad2d, image),
  'torch.nn.ReflectionPad3d': pad(layers.ReflectionPad3d, volume),
  'torch.nn.ReplicationPad1d': pad(layers.ReplicationPad1d, sequence),
  'torch.nn.ReplicationPad2d': pad(layers.ReplicationPad2d, image),
  'torch.nn.ReplicationPad3d': pad(layers.ReplicationPad3d, volume),
  // names of later versions
  'torch.nn.ZeroPad1d': pad(layers.ZeroPad1d, sequence),
  'torch.nn.ZeroPad3d': pad(layers.ZeroPad3d, volume),
  'torch.nn.CircularPad1d': pad(layers.CircularPad1d, sequence),
  'torch.nn.CircularPad2d': pad(layers.CircularPad2d, image),
  'torch.nn.CircularPad3d': pad(layers.CircularPad3d, volume),
};
