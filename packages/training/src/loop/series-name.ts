// internal: the names of numbers in an epoch's result

/** `loss` of `validation` for `valLoss`, with a capital where training's has one among `names`; others are of `train`. */
export function seriesOf(
  name: string,
  names: readonly string[],
): { readonly metric: string; readonly of: 'train' | 'validation' } {
  if (!/^val[A-Z]/.test(name)) return { metric: name, of: 'train' };
  const metric = name.slice(3);
  const isOwn = names.includes(metric);
  return { metric: isOwn ? metric : metric[0]!.toLowerCase() + metric.slice(1), of: 'validation' };
}
