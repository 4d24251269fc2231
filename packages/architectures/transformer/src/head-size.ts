// internal
import { ArgumentError, checkCount } from '@neurona/backend';

/** Features of each head, where heads divide the features evenly; an `ArgumentError` where they don't. */
export function headSize(subject: string, embedDim: number, numHeads: number): number {
  checkCount(subject, 'embedDim', embedDim);
  checkCount(subject, 'numHeads', numHeads);
  if (embedDim % numHeads === 0) return embedDim / numHeads;
  throw new ArgumentError(subject, {
    expected: 'numHeads to divide embedDim',
    received: `${numHeads} for ${embedDim}`,
  });
}
