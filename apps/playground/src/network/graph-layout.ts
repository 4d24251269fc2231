/** Places of nodes in a grid: columns from inputs to the output, rows from above, in units of one. */
export interface GraphLayout {
  readonly places: readonly { readonly column: number; readonly row: number }[];
  readonly columns: number;
  readonly rows: number;
}

/**
 * Lays a graph out in columns: each node after all of its inputs, leaves just before what uses them first, and each at the mean
 * height of its inputs where there is room.
 * @param inputs - Of each node, by number; they stand before it.
 */
export function layoutGraph(inputs: readonly (readonly number[])[]): GraphLayout {
  const depth: number[] = [];
  for (const from of inputs) depth.push(from.length === 0 ? 0 : 1 + Math.max(...from.map((i) => depth[i]!)));
  for (const [leaf, from] of inputs.entries()) {
    if (from.length > 0) continue;
    const users = inputs.flatMap((own, i) => (own.includes(leaf) ? [depth[i]!] : []));
    if (users.length > 0) depth[leaf] = Math.min(...users) - 1;
  }
  const rows: (number | undefined)[] = inputs.map(() => undefined);
  let leaves = 0;
  for (const [i, from] of inputs.entries()) {
    if (from.length === 0) {
      if (depth[i] === 0) rows[i] = leaves++;
      continue;
    }
    for (const [k, leaf] of from.entries()) {
      const other = from.find((input) => rows[input] !== undefined);
      const beside = other === undefined ? leaves++ : rows[other]! + (k < from.indexOf(other) ? -1 : 1);
      rows[leaf] ??= beside; // a leaf that comes later stands beside what it is combined with
    }
    rows[i] = from.reduce((sum, input) => sum + rows[input]!, 0) / from.length;
  }
  const columns = Math.max(...depth) + 1;
  for (let column = 0; column < columns; column++) {
    const here = depth.flatMap((at, i) => (at === column ? [i] : [])).sort((a, b) => rows[a]! - rows[b]!);
    for (const [k, i] of here.entries()) {
      if (k > 0) rows[i] = Math.max(rows[i]!, rows[here[k - 1]!]! + 1);
    }
  }
  const placed = rows as number[];
  const least = Math.min(...placed);
  return {
    places: placed.map((row, i) => ({ column: depth[i]!, row: row - least })),
    columns,
    rows: Math.max(...placed) - least + 1,
  };
}
