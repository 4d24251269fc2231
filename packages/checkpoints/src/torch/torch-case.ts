import { checkArgument } from '@neurona/backend';

/**
 * A path of fields as Python writes it, part by part. Parts that begin with a capital are kept.
 * @throws {@link ArgumentError} if it is no text.
 * @example
 * torchCase('layers.0.selfAttn.inProjWeight'); // => 'layers.0.self_attn.in_proj_weight'
 */
export const torchCase = (path: string): string =>
  checkArgument('torchCase', 'path', path, 'string')
    .split('.')
    .map((part) => (/^[A-Z]/.test(part) ? part : part.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()))
    .join('.');
