import { type Backend, currentBackend, setBackend } from '@neurona/backend';
import { webgpu } from '@neurona/backend-webgpu';
import { memoryScope, rand, scaledDotProductAttention } from '@neurona/tensor';
import { peakBytes } from './peak-bytes.js';

/** Attention of one text: heads, their size, and its lengths. */
export interface AttentionCase {
  readonly heads: number;
  readonly headSize: number;
  readonly lengths: readonly number[];
}

/** The most bytes alive in a step of attention on a backend, or why it isn't there. */
export type AttentionBytes =
  | { readonly backend: string; readonly bytes: readonly number[] }
  | { readonly backend: string; readonly reason: string };

/** What attention takes beyond its operands, forward and backward, at each length. */
export interface AttentionMemory extends AttentionCase {
  readonly rows: readonly AttentionBytes[];
}

/** Measures causal attention on the chosen backend and on WebGPU, a software adapter included. */
export async function measureAttentionMemory(what: AttentionCase): Promise<AttentionMemory> {
  const rows: AttentionBytes[] = [await bytesOn(currentBackend(), what)];
  const candidate = webgpu({ software: true });
  const found = await candidate.probe();
  if (!found.available) return { ...what, rows: [...rows, { backend: 'webgpu', reason: found.reason }] };
  const [before, backend] = [currentBackend(), await candidate.create()];
  setBackend(backend);
  try {
    rows.push(await bytesOn(backend, what));
  } finally {
    setBackend(before);
    backend.dispose();
  }
  return { ...what, rows };
}

async function bytesOn(
  backend: Backend,
  { heads, headSize, lengths }: AttentionCase,
): Promise<AttentionBytes> {
  const bytes: number[] = [];
  for (const length of lengths) {
    bytes.push(stepBytes([1, heads, length, headSize]));
    await backend.sync();
  }
  return { backend: backend.name, bytes };
}

/** Of the step alone: its gradients and what it keeps between, without queries, keys and values. */
function stepBytes(shape: readonly number[]): number {
  using _scope = memoryScope();
  const operands = Array.from({ length: 3 }, () => {
    const x = rand([...shape]);
    x.requiresGrad = true;
    return x;
  });
  const [q, k, v] = operands;
  return peakBytes(() => scaledDotProductAttention(q!, k!, v!, { causal: true }).sum().backward());
}
