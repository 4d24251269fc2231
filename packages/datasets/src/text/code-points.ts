// internal

/** The order of strings by code points, as Python sorts; JavaScript's own puts characters outside the basic plane elsewhere. */
export function byCodePoints(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; ) {
    const [p, q] = [a.codePointAt(i)!, b.codePointAt(i)!];
    if (p !== q) return p - q;
    i += p > 0xffff ? 2 : 1;
  }
  return a.length - b.length;
}
