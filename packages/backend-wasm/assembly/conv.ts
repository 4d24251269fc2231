import { gemmBlock, packB } from './gemm';
import { ALONG_K, ALONG_ROWS } from './gemm-tile';
import { fold, unfold, Windows, windowCount } from './window';

// Convolutions as matrix products over windows unfolded block by block, so that a block stays in the cache.
// In all three, K stands for (tap, input channel) pairs, in the order of the kernel's memory [KH, KW, C / groups, O]. Threads take
// pieces; no result depends on how many.

/** K of one block, about: as many taps as fit. */
const DEPTH: i32 = 512;

@inline
function tapsPerBlock(p: Windows, depth: i32): i32 {
  return min(max(1, DEPTH / max(1, depth)), p.kernelHeight * p.kernelWidth);
}

/** Windows of one block: `bytes` bytes of unfolded rows, a multiple of 4 and at most 256. */
@inline
function rowsPerBlock(k: i32, bytes: i32): i32 {
  return min(64, max(1, bytes / (16 * max(1, k)))) * 4;
}

@inline
function panelBytes(k: i32, columns: i32): usize {
  return <usize>(k * ((columns + 7) & ~7)) << 2;
}

/** Number of blocks of taps. */
export function convTapBlocks(plan: usize): i32 {
  const p = changetype<Windows>(plan);
  const step = tapsPerBlock(p, p.channels / p.groups);
  return (p.kernelHeight * p.kernelWidth + step - 1) / step;
}

/** Bytes of a block of taps of one group of the kernel, packed: for the convolution, or with `back` for its input gradient. */
export function convPanelBytes(plan: usize, back: bool): usize {
  const p = changetype<Windows>(plan);
  const inputs = p.channels / p.groups, outputs = p.outChannels / p.groups;
  const k = tapsPerBlock(p, inputs) * inputs;
  return back ? panelBytes(outputs, k) : panelBytes(k, outputs);
}

/** Bytes of scratch that a thread wants for unfolded windows. */
export function convScratchBytes(plan: usize): usize {
  const p = changetype<Windows>(plan);
  const inputs = p.channels / p.groups;
  const k = tapsPerBlock(p, inputs) * inputs;
  return (<usize>(rowsPerBlock(k, 131072) * k) << 2) + 64;
}

/** Packs blocks of taps `first` to `first + count` of the kernel, the groups of each block one after the other. */
export function convPack(plan: usize, w: usize, to: usize, back: bool, first: i32, count: i32): void {
  const p = changetype<Windows>(plan);
  const kernel = p.kernelHeight * p.kernelWidth;
  const inputs = p.channels / p.groups, outputs = p.outChannels / p.groups, o = p.outChannels;
  const step = tapsPerBlock(p, inputs), panel = convPanelBytes(plan, back);
  for (let block = first; block < first + count; block++) {
    const tap = block * step;
    const k = min(step, kernel - tap) * inputs;
    for (let g = 0; g < p.groups; g++, to += panel) {
      const from = w + (<usize>(g * outputs + tap * inputs * o) << 2);
      if (back) packB(from, 1, o, outputs, k, to);
      else packB(from, o, 1, k, outputs, to);
    }
  }
}

/** Windows of a block of rows of the convolution. */
@inline
function convRows(p: Windows): i32 {
  const inputs = p.channels / p.groups;
  return rowsPerBlock(tapsPerBlock(p, inputs) * inputs, 65536);
}

/** Number of pieces of the convolution: blocks of rows for each group. */
export function convPieces(plan: usize): i32 {
  const p = changetype<Windows>(plan);
  return p.groups * ((windowCount(p) + convRows(p) - 1) / convRows(p));
}

/**
 * out[windows, O] = unfolded x[windows, K] · w[K, O] + bias, for the packed blocks of taps `block` to `block + blocks` and pieces
 * `first` to `first + count`. With `finish` results of the last taps are finished.
 */
export function conv2d(
  plan: usize, x: usize, packed: usize, bias: usize, out: usize, block: i32, blocks: i32, unfolded: usize, finish: usize,
  first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const windows = windowCount(p), kernel = p.kernelHeight * p.kernelWidth;
  const inputs = p.channels / p.groups, outputs = p.outChannels / p.groups, o = p.outChannels;
  const step = tapsPerBlock(p, inputs), rowsStep = convRows(p), panel = convPanelBytes(plan, false);
  const across = (windows + rowsStep - 1) / rowsStep;
  for (let piece = first; piece < first + count; piece++) {
    const g = piece / across, row = piece % across * rowsStep;
    const offset = <usize>(g * outputs) << 2;
    const rows = min(rowsStep, windows - row);
    for (let i = 0; i < blocks; i++) {
      const tap = (block + i) * step;
      const taps = min(step, kernel - tap);
      const k = taps * inputs;
      unfold(p, x, row, rows, tap, taps, g * inputs, inputs, unfolded);
      gemmBlock(
        rows, ALONG_K, unfolded, <usize>k << 2, 4, packed + <usize>(i * p.groups + g) * panel, 32, <usize>k << 5, k,
        out + offset + (<usize>(row * o) << 2), <usize>o << 2, outputs, tap > 0, bias ? bias + offset : 0,
        tap + taps == kernel ? finish : 0, g * outputs,
      );
    }
  }
}

/** Into how many parts the windows are cut for the filter gradient, whose sums are added then: it depends on the geometry alone. */
export function convParts(plan: usize): i32 {
  const p = changetype<Windows>(plan);
  return max(1, min(8 / (p.groups * convTapBlocks(plan)), windowCount(p) / 512));
}

/**
 * dw[K, O] = unfolded x[windows, K] transposed · grad[windows, O] over the windows of each part. Pieces `first` to `first + count`:
 * groups and blocks of taps of each part; a part's sums are [K, O] and follow each other from `sums` on.
 */
export function conv2dFilterGrad(
  plan: usize, x: usize, grad: usize, sums: usize, unfolded: usize, first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const windows = windowCount(p), kernel = p.kernelHeight * p.kernelWidth;
  const inputs = p.channels / p.groups, outputs = p.outChannels / p.groups, o = p.outChannels;
  const step = tapsPerBlock(p, inputs);
  const rowsStep = rowsPerBlock(step * inputs, 131072);
  const parts = convParts(plan), tapBlocks = convTapBlocks(plan);
  const rowBlocks = (windows + rowsStep - 1) / rowsStep;
  for (let piece = first; piece < first + count; piece++) {
    const part = piece / (p.groups * tapBlocks), g = piece / tapBlocks % p.groups, tap = piece % tapBlocks * step;
    const offset = <usize>(g * outputs) << 2;
    const taps = min(step, kernel - tap);
    const k = taps * inputs;
    const dw = sums + (<usize>(part * kernel * inputs * o) << 2);
    if (windows == 0) memory.fill(dw, 0, <usize>(kernel * inputs * o) << 2);
    const start = part * rowBlocks / parts * rowsStep, end = min(windows, (part + 1) * rowBlocks / parts * rowsStep);
    for (let row = start; row < end; row += rowsStep) {
      const rows = min(rowsStep, end - row);
      unfold(p, x, row, rows, tap, taps, g * inputs, inputs, unfolded);
      gemmBlock(
        k, ALONG_ROWS, unfolded, 4, <usize>k << 2, grad + offset + (<usize>(row * o) << 2), <usize>o << 2, 32, rows,
        dw + offset + (<usize>(tap * inputs * o) << 2), <usize>o << 2, outputs, row > start, 0, 0, 0,
      );
    }
  }
}

/**
 * dx = windows folded back from grad[windows, O] · w[K, O] transposed, for images `first` to `first + count`, from all blocks of taps,
 * packed.
 */
export function conv2dInputGrad(
  plan: usize, grad: usize, packed: usize, dx: usize, unfolded: usize, first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const pixels = p.outHeight * p.outWidth, kernel = p.kernelHeight * p.kernelWidth;
  const inputs = p.channels / p.groups, outputs = p.outChannels / p.groups, o = p.outChannels;
  const step = tapsPerBlock(p, inputs), rowsStep = convRows(p), panel = convPanelBytes(plan, true);
  const image = <usize>(p.height * p.width * p.channels) << 2;
  memory.fill(dx + <usize>first * image, 0, <usize>count * image);
  const end = (first + count) * pixels;
  for (let g = 0; g < p.groups; g++) {
    const offset = <usize>(g * outputs) << 2;
    for (let tap = 0, block = 0; tap < kernel; tap += step, block++) {
      const taps = min(step, kernel - tap);
      const k = taps * inputs;
      const b = packed + <usize>(block * p.groups + g) * panel;
      for (let row = first * pixels; row < end; row += rowsStep) {
        const rows = min(rowsStep, end - row);
        gemmBlock(
          rows, ALONG_K, grad + offset + (<usize>(row * o) << 2), <usize>o << 2, 4, b, 32, <usize>outputs << 5,
          outputs, unfolded, <usize>k << 2, k, false, 0, 0, 0,
        );
        fold(p, unfolded, row, rows, tap, taps, g * inputs, inputs, dx);
      }
    }
  }
}

/**
 * The kernel of the convolution that is the input gradient at stride 1: turned by 180 degrees, with input and output channels
 * exchanged inside each group: [KH, KW, C / groups, O] → [KH, KW, O / groups, C]. Output channels `first` to `first + count` of
 * each group.
 */
export function turnKernel(plan: usize, w: usize, to: usize, first: i32, count: i32): void {
  const p = changetype<Windows>(plan);
  const kernel = p.kernelHeight * p.kernelWidth;
  const inputs = p.channels / p.groups, outputs = p.outChannels / p.groups;
  const rowBytes = <usize>p.channels << 2;
  for (let tap = 0; tap < kernel; tap++) {
    const from = w + (<usize>((kernel - 1 - tap) * inputs * p.outChannels) << 2);
    let row = to + <usize>(tap * outputs + first) * rowBytes;
    for (let j = first; j < first + count; j++) {
      for (let g = 0; g < p.groups; g++) {
        let at = from + (<usize>(g * outputs + j) << 2);
        for (let i = 0; i < inputs; i++, row += 4, at += <usize>p.outChannels << 2) store<f32>(row, load<f32>(at));
      }
    }
  }
}
