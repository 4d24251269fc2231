import { gemmBlock, packB } from './gemm';
import { ALONG_K, ALONG_ROWS } from './gemm-tile';
import { fold, unfold, Windows, windowCount } from './window';

// Convolutions as matrix products over windows unfolded block by block, so that a block stays in the cache.
// In all three, K stands for (tap, input channel) pairs, in the order of the kernel's memory [KH, KW, C / groups, O].

/** K of one block, about: as many taps as fit. */
const DEPTH: i32 = 512;

@inline
function tapsPerBlock(p: Windows, depth: i32): i32 {
  return min(max(1, DEPTH / max(1, depth)), p.kernelHeight * p.kernelWidth);
}

/** Windows of one block: `bytes` bytes of unfolded rows, a multiple of 6 and at most 252. */
@inline
function rowsPerBlock(k: i32, bytes: i32): i32 {
  return min(42, max(1, bytes / (24 * max(1, k)))) * 6;
}

@inline
function panelBytes(k: i32, columns: i32): usize {
  return <usize>(k * ((columns + 7) & ~7)) << 2;
}

/** Bytes of scratch that the convolutions of this geometry want. */
export function convScratchBytes(plan: usize): usize {
  const p = changetype<Windows>(plan);
  const inputs = p.channels / p.groups, outputs = p.outChannels / p.groups;
  const k = tapsPerBlock(p, inputs) * inputs;
  const unfolded = (<usize>(rowsPerBlock(k, 131072) * k) << 2) + 64;
  return max(panelBytes(k, outputs), panelBytes(outputs, k)) + unfolded;
}

/** out[windows, O] = unfolded x[windows, K] · w[K, O] + bias. */
export function conv2d(plan: usize, x: usize, w: usize, bias: usize, out: usize, scratch: usize): void {
  const p = changetype<Windows>(plan);
  const windows = windowCount(p), kernel = p.kernelHeight * p.kernelWidth;
  const inputs = p.channels / p.groups, outputs = p.outChannels / p.groups, o = p.outChannels;
  const step = tapsPerBlock(p, inputs);
  const rowsStep = rowsPerBlock(step * inputs, 65536);
  const unfolded = scratch + panelBytes(step * inputs, outputs);
  for (let g = 0; g < p.groups; g++) {
    const offset = <usize>(g * outputs) << 2;
    for (let tap = 0; tap < kernel; tap += step) {
      const taps = min(step, kernel - tap);
      const k = taps * inputs;
      packB(w + offset + (<usize>(tap * inputs * o) << 2), o, 1, k, outputs, scratch);
      for (let row = 0; row < windows; row += rowsStep) {
        const rows = min(rowsStep, windows - row);
        unfold(p, x, row, rows, tap, taps, g * inputs, inputs, unfolded);
        gemmBlock(
          rows, ALONG_K, unfolded, <usize>k << 2, 4, scratch, 32, <usize>k << 5, k,
          out + offset + (<usize>(row * o) << 2), <usize>o << 2, outputs, tap > 0, bias ? bias + offset : 0,
        );
      }
    }
  }
}

/** dw[K, O] = unfolded x[windows, K] transposed · grad[windows, O]. */
export function conv2dFilterGrad(plan: usize, x: usize, grad: usize, dw: usize, scratch: usize): void {
  const p = changetype<Windows>(plan);
  const windows = windowCount(p), kernel = p.kernelHeight * p.kernelWidth;
  const inputs = p.channels / p.groups, outputs = p.outChannels / p.groups, o = p.outChannels;
  const step = tapsPerBlock(p, inputs);
  const rowsStep = rowsPerBlock(step * inputs, 131072);
  if (windows == 0) memory.fill(dw, 0, <usize>(kernel * inputs * o) << 2);
  for (let g = 0; g < p.groups; g++) {
    const offset = <usize>(g * outputs) << 2;
    for (let tap = 0; tap < kernel; tap += step) {
      const taps = min(step, kernel - tap);
      const k = taps * inputs;
      for (let row = 0; row < windows; row += rowsStep) {
        const rows = min(rowsStep, windows - row);
        unfold(p, x, row, rows, tap, taps, g * inputs, inputs, scratch);
        gemmBlock(
          k, ALONG_ROWS, scratch, 4, <usize>k << 2, grad + offset + (<usize>(row * o) << 2), <usize>o << 2, 32, rows,
          dw + offset + (<usize>(tap * inputs * o) << 2), <usize>o << 2, outputs, row > 0, 0,
        );
      }
    }
  }
}

/** dx = windows folded back from grad[windows, O] · w[K, O] transposed. */
export function conv2dInputGrad(plan: usize, grad: usize, w: usize, dx: usize, scratch: usize): void {
  const p = changetype<Windows>(plan);
  const windows = windowCount(p), kernel = p.kernelHeight * p.kernelWidth;
  const inputs = p.channels / p.groups, outputs = p.outChannels / p.groups, o = p.outChannels;
  const step = tapsPerBlock(p, inputs);
  const rowsStep = rowsPerBlock(step * inputs, 65536);
  const unfolded = scratch + panelBytes(outputs, step * inputs);
  memory.fill(dx, 0, <usize>(p.batch * p.height * p.width * p.channels) << 2);
  for (let g = 0; g < p.groups; g++) {
    const offset = <usize>(g * outputs) << 2;
    for (let tap = 0; tap < kernel; tap += step) {
      const taps = min(step, kernel - tap);
      const k = taps * inputs;
      packB(w + offset + (<usize>(tap * inputs * o) << 2), 1, o, outputs, k, scratch);
      for (let row = 0; row < windows; row += rowsStep) {
        const rows = min(rowsStep, windows - row);
        gemmBlock(
          rows, ALONG_K, grad + offset + (<usize>(row * o) << 2), <usize>o << 2, 4, scratch, 32, <usize>outputs << 5,
          outputs, unfolded, <usize>k << 2, k, false, 0,
        );
        fold(p, unfolded, row, rows, tap, taps, g * inputs, inputs, dx);
      }
    }
  }
}

/**
 * The kernel of the convolution that is the input gradient at stride 1: turned by 180 degrees, with input and output channels
 * exchanged inside each group: [KH, KW, C / groups, O] → [KH, KW, O / groups, C].
 */
export function turnKernel(plan: usize, w: usize, to: usize): void {
  const p = changetype<Windows>(plan);
  const kernel = p.kernelHeight * p.kernelWidth;
  const inputs = p.channels / p.groups, outputs = p.outChannels / p.groups;
  for (let tap = kernel - 1; tap >= 0; tap--) {
    const from = w + (<usize>(tap * inputs * p.outChannels) << 2);
    for (let j = 0; j < outputs; j++) {
      for (let g = 0; g < p.groups; g++) {
        let at = from + (<usize>(g * outputs + j) << 2);
        for (let i = 0; i < inputs; i++, to += 4, at += <usize>p.outChannels << 2) store<f32>(to, load<f32>(at));
      }
    }
  }
}
