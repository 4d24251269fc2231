import type { DeviceArray } from '@neurona/backend';

const isArray = (value: unknown): value is DeviceArray =>
  typeof value === 'object' && value !== null && 'buffer' in value;

/** Arrays among values, also inside of lists and records. */
export function arraysIn(value: unknown): DeviceArray[] {
  if (isArray(value)) return [value];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.values(value).flatMap(arraysIn);
}
