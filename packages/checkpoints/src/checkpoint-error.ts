import { type ErrorParts, NeuronaError } from '@neurona/backend';

/** Where in a file the error is. */
export interface CheckpointPlace {
  /** Path, address or name of the file. */
  readonly file?: string | undefined;
  /** Key of the tensor. */
  readonly tensor?: string | undefined;
  /** Byte offset in the file, counted from 0. */
  readonly offset?: number | undefined;
}

/**
 * A file of weights that can't be read, is damaged, or doesn't fit the model. Nothing was loaded or changed.
 * @example
 * new CheckpointError('loadWeights', { expected: 'a file', received: 'none', file: 'a.safetensors' }).file; // => 'a.safetensors'
 */
export class CheckpointError extends NeuronaError {
  override readonly name: string = 'CheckpointError';
  readonly code = 'ERR_CHECKPOINT';
  /** Path, address or name of the file. */
  readonly file: string | undefined;
  /** Key of the tensor. */
  readonly tensor: string | undefined;
  /** Byte offset in the file, counted from 0. */
  readonly offset: number | undefined;

  constructor(subject: string, parts: ErrorParts & CheckpointPlace) {
    const { file, tensor, offset } = parts;
    const at = offset === undefined ? undefined : `byte ${offset}`;
    const name = tensor === undefined ? undefined : shorten(tensor);
    const where = [parts.where, name, at, file].filter((part) => part !== undefined).join(', ');
    super(subject, { ...parts, where: where || undefined });
    this.file = file;
    this.tensor = tensor;
    this.offset = offset;
  }
}

/** Text from a file, shortened for printing. */
const shorten = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
