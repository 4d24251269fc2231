// internal: files with damage, for tests of readers
const edges = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x22, 0x2c, 0x3a, 0x5b, 0x5c, 0x7b, 0x7d]; // of sizes, and of JSON

/** A copy of a file with one to four changes, the same for the same seed: other bytes, pieces cut out, doubled or put elsewhere. */
export function damaged(whole: Uint8Array, seed: number): Uint8Array {
  const below = randomBelow(seed);
  let bytes = Uint8Array.from(whole);
  for (let change = below(4); change >= 0; change--) {
    const [a, b] = [below(bytes.length + 1), below(bytes.length + 1)].sort((x, y) => x - y) as [
      number,
      number,
    ];
    const kind = below(5);
    if (kind === 0) bytes = bytes.slice(0, b);
    else if (kind === 1) bytes = Uint8Array.of(...bytes.subarray(0, a), ...bytes.subarray(b));
    else if (kind === 2) bytes = Uint8Array.of(...bytes.subarray(0, b), ...bytes.subarray(a));
    else if (bytes.length > 0)
      bytes[below(bytes.length)] = kind === 3 ? below(256) : edges[below(edges.length)]!;
  }
  return bytes;
}

/** Random integers below a bound (mulberry32). */
function randomBelow(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % bound;
  };
}
