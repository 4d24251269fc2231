const opening = /^\s*\/\/ #region (\S+)$/;
const closing = /^\s*\/\/ #endregion$/;

/**
 * The marked regions of a source file, by name, each moved to the left margin; pages and documents show them, so that what is
 * shown is what runs. A region begins with a line `// #region name` and ends with `// #endregion`.
 * @throws Error if a region is opened twice or never closed.
 * @example
 * regionsOf('  // #region sum\n  1 + 2;\n  // #endregion').sum; // => 1 + 2;
 */
export function regionsOf(source: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  let open: { readonly name: string; readonly lines: string[] } | undefined;
  for (const line of source.split(/\r?\n/)) {
    const name = opening.exec(line)?.[1];
    if (name !== undefined) {
      if (open || name in found) throw new Error(`Region "${name}" begins inside another one, or twice.`);
      open = { name, lines: [] };
    } else if (closing.test(line)) {
      if (!open) throw new Error('A region ends that has not begun.');
      found[open.name] = leftAligned(open.lines);
      open = undefined;
    } else open?.lines.push(line);
  }
  if (open) throw new Error(`Region "${open.name}" has no end.`);
  return found;
}

function leftAligned(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)![0].length);
  const margin = Math.min(...indents);
  return lines
    .map((line) => line.slice(margin))
    .join('\n')
    .trim();
}
