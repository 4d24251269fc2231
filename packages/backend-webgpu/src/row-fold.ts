// internal
/**
 * WGSL that reduces the numbers `acc` of the `lanes` threads of a row to one that all of them have; `step` makes one of `acc` and
 * `v`. It needs `part`, the thread in its row, and `shares`, one number a thread, in workgroup memory.
 */
export const rowFold = (lanes: number, step: string): string =>
  lanes === 1
    ? ''
    : `
  shares[lane] = acc;
  for (var half = ${lanes / 2}u; half >= 1u; half = half / 2u) {
    workgroupBarrier();
    if (part < half) { let v = shares[lane + half]; acc = ${step}; shares[lane] = acc; }
  }
  workgroupBarrier();
  acc = shares[lane - part];
  workgroupBarrier();`;
