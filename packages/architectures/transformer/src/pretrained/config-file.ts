// internal: what config.json says
import { CheckpointError } from '@neurona/checkpoints';
import type { FeedForwardActivation } from '../language-model/activations.js';

const activations: Readonly<Record<string, FeedForwardActivation>> = {
  gelu: 'gelu',
  gelu_new: 'geluTanh',
  gelu_fast: 'geluTanh',
  gelu_pytorch_tanh: 'geluTanh',
  relu: 'relu',
  silu: 'silu',
  swish: 'silu',
};

type Json = Readonly<Record<string, unknown>>;

/** The settings of a published model, each checked where it is read. */
export class ConfigFile {
  constructor(
    readonly values: Json,
    readonly file: string,
    /** What reads it, for messages. */
    readonly subject = 'fromPretrained',
  ) {}

  /** @throws {@link CheckpointError} if it is no JSON, or no object. */
  static parse(text: string, file: string, subject = 'fromPretrained'): ConfigFile {
    let values: unknown;
    try {
      values = JSON.parse(text);
    } catch (error) {
      throw new CheckpointError(subject, { expected: 'a config of JSON', received: error, file });
    }
    if (isRecord(values)) return new ConfigFile(values, file, subject);
    throw new CheckpointError(subject, { expected: 'a config of settings', received: values, file });
  }

  /** A size, under the first of its names that is there. */
  size(...names: readonly string[]): number {
    const found = this.optionalSize(...names);
    if (found !== undefined) return found;
    throw this.error(names[0]!, 'an integer of at least 1', undefined);
  }

  optionalSize(...names: readonly string[]): number | undefined {
    const name = names.find((one) => this.has(one));
    if (name === undefined) return undefined;
    const value = this.values[name];
    if (Number.isInteger(value) && (value as number) >= 1) return value as number;
    throw this.error(name, 'an integer of at least 1', value);
  }

  number(name: string, byDefault: number): number {
    if (!this.has(name)) return byDefault;
    const value = this.values[name];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.error(name, 'a number', value);
  }

  flag(name: string, byDefault = false): boolean {
    if (!this.has(name)) return byDefault;
    const value = this.values[name];
    if (typeof value === 'boolean') return value;
    throw this.error(name, 'true or false', value);
  }

  /** Numbers of tokens, one or several; those below 0 stand for none. */
  tokens(name: string): number[] {
    if (!this.has(name)) return [];
    const value = this.values[name];
    const tokens: unknown[] = Array.isArray(value) ? value : [value];
    if (tokens.every((token) => Number.isInteger(token))) return (tokens as number[]).filter((id) => id >= 0);
    throw this.error(name, 'a token number, or several', value);
  }

  /** A group of settings inside. */
  group(name: string): ConfigFile | undefined {
    const value = this.values[name];
    if (value === undefined || value === null) return undefined;
    if (isRecord(value)) return new ConfigFile(value, this.file, this.subject);
    throw this.error(name, 'settings', value);
  }

  activation(name: string, byDefault: FeedForwardActivation): FeedForwardActivation {
    if (!this.has(name)) return byDefault;
    const value = String(this.values[name]);
    if (Object.hasOwn(activations, value)) return activations[value]!;
    throw this.error(name, `one of ${Object.keys(activations).join(', ')}`, value);
  }

  /** Refuses a setting that changes what the model computes, and that it can't be made with. */
  refuse(name: string, only: unknown): void {
    const value = this.values[name];
    if (value !== undefined && value !== null && value !== only) throw this.error(name, String(only), value);
  }

  /** An error about one setting. */
  error(name: string, expected: string, received: unknown): CheckpointError {
    return new CheckpointError(this.subject, {
      expected: `${name} to be ${expected}`,
      received: received === undefined ? 'none' : received,
      file: this.file,
    });
  }

  private has(name: string): boolean {
    return this.values[name] !== undefined && this.values[name] !== null;
  }
}

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
