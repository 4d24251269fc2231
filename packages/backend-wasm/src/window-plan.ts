import type { WindowGeometry } from '@neurona/backend';
import type { WasmRuntime } from './runtime.js';

/**
 * Writes a geometry in the order of assembly/window.ts, and after it `more` words; returns its address, valid until other words are
 * written.
 */
export function windowPlan(
  wasm: WasmRuntime,
  geometry: WindowGeometry,
  groups: number,
  more: readonly number[] = [],
): number {
  const { inputShape, outputShape, kernelSize, stride, dilation, padding } = geometry;
  const [, outHeight = 0, outWidth = 0, outChannels = 0] = outputShape;
  const sizes = [...inputShape, outHeight, outWidth, outChannels, ...kernelSize];
  return wasm.words([...sizes, ...stride, ...dilation, padding.top, padding.left, groups, ...more]);
}
