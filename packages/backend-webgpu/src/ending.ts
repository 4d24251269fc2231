// internal
import type { ClampedConv, DeviceArray } from '@neurona/backend';
import { functionsFor } from './wgsl/functions.js';

/** What is done to each sum of a product before it is written. */
export interface Ending extends Partial<Omit<ClampedConv, 'shift'>> {
  /** What is added to each column. */
  readonly bias?: DeviceArray | undefined;
}

/** Arrays with a number for each column, and what shaders call them. */
export function endInputs({ bias, scale }: Ending): {
  readonly names: Record<string, 'f32'>;
  readonly arrays: DeviceArray[];
} {
  const rows = { ...(bias && { bias }), ...(scale && { factors: scale }) };
  const names = Object.fromEntries(Object.keys(rows).map((name) => [name, 'f32' as const]));
  return { names, arrays: Object.values(rows) };
}

/** Bounds that aren't infinite, as params: the bits of a float32. */
export function endParams({ min = -Infinity, max = Infinity }: Ending): Record<string, number> {
  const bits = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]!;
  return { ...(min > -Infinity && { least: bits(min) }), ...(max < Infinity && { greatest: bits(max) }) };
}

/** For the key of a shader: which parts its ending has. */
export const endKey = (ending: Ending): string =>
  [...Object.keys(endInputs(ending).names), ...Object.keys(endParams(ending))].join(' ');

/** WGSL: `ending(sum, column)`, which scales, adds and clamps; NaN stays NaN. */
export function endDeclaration(ending: Ending): string {
  const { factors, bias } = endInputs(ending).names;
  const { least, greatest } = endParams(ending);
  const value = `sum${factors ? ' * factors[column]' : ''}${bias ? ' + bias[column]' : ''}`;
  const above = least === undefined ? 'v' : 'max(v, bitcast<f32>(params.least))';
  const within = greatest === undefined ? above : `min(${above}, bitcast<f32>(params.greatest))`;
  const code = `fn ending(sum: f32, column: u32) -> f32 {
  let v = ${value};
  return ${within === 'v' ? 'v' : `select(${within}, v, isNaN_(v))`};
}`;
  return `${functionsFor(code)}\n${code}`;
}
