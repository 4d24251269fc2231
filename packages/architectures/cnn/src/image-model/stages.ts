// internal: stages of networks whose features are modules in sequence
import { MaxPool2d, type Sequential } from '@neurona/layers';

/** Stages of consecutive modules of `features`: the name and the number of modules of each. */
export function consecutiveStages(
  parts: readonly (readonly [name: string, count: number])[],
): Record<string, string[]> {
  let at = 0;
  const stages = parts.map(([name, count]): [string, string[]] => {
    at += count;
    return [name, Array.from({ length: count }, (_, i) => `features.${at - count + i}`)];
  });
  return Object.fromEntries(stages);
}

/** Stages that end with each max pool: `stage1`, `stage2`, … */
export function stagesBetweenPools({ layers }: Sequential): Record<string, string[]> {
  const ends = layers.flatMap((layer, i) => (layer instanceof MaxPool2d ? [i + 1] : []));
  const cuts = [...new Set([...ends, layers.length])];
  return consecutiveStages(cuts.map((end, i) => [`stage${i + 1}`, end - (cuts[i - 1] ?? 0)]));
}
