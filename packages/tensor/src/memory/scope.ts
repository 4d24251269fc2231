import { ArgumentError, checkArgument } from '@neurona/backend';
import { sharedState } from '../shared-state.js';
import type { Tensor } from '../tensor.js';
import { collectIfDue } from './collector.js';

/** Frees, when it closes, every tensor made while it was open, except those that were kept. Opened by {@link memoryScope}. */
export class MemoryScope {
  readonly #parent = sharedState.scope;
  readonly #tensors: Tensor[] = [];
  #open = true;

  /** @internal */
  constructor() {
    sharedState.scope = this;
  }

  /** @internal */
  get isOpen(): boolean {
    return this.#open;
  }

  /** @internal The innermost scope around this one, but for those that were closed out of order. */
  get around(): MemoryScope | undefined {
    return this.#parent?.isOpen === false ? this.#parent.around : this.#parent;
  }

  /**
   * Lets a tensor, of this scope or of one inside, outlive this scope: it then belongs to the enclosing scope, or to the garbage
   * collector.
   * @example
   * function double(x) {
   *   using scope = memoryScope();
   *   return scope.keep(x.add(x));
   * }
   * await double(tensor([1, 2])).data(); // => [2, 4]
   */
  keep<T extends Tensor>(tensor: T): T {
    if (typeof (tensor as Tensor | undefined)?.moveTo !== 'function') {
      throw new ArgumentError('MemoryScope.keep', {
        expected: 'a tensor',
        received: tensor,
        hint: 'Keep the tensors of an object one by one.',
      });
    }
    for (let scope = tensor.scope; scope; scope = scope.around) {
      if (scope === this) return tensor.moveTo(this.around);
    }
    return tensor;
  }

  /** @internal Makes the scope responsible for a tensor. */
  add(tensor: Tensor): void {
    this.#tensors.push(tensor);
  }

  /** Frees the tensors made in the scope and not kept; `using` calls this. */
  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    const isInnermost = sharedState.scope === this;
    if (isInnermost) sharedState.scope = this.around;
    for (const tensor of this.#tensors) if (tensor.scope === this) tensor.dispose();
    if (!sharedState.scope) collectIfDue();
    if (!isInnermost) {
      throw new ArgumentError('memoryScope', {
        expected: 'scopes to close in the reverse order of opening',
        received: 'a scope closed while another, opened later, is open',
        hint: 'Open scopes with `using`, and never await while one is open.',
      });
    }
  }
}

/**
 * Opens a scope: `using scope = memoryScope()` frees, at the closing brace, every tensor made inside that was not kept.
 * Never await while a scope is open.
 * @example
 * {
 *   using scope = memoryScope();
 *   tensor([1, 2, 3]).square();
 * } // both tensors are freed
 */
export const memoryScope = (): MemoryScope => new MemoryScope();

/** @internal The innermost open scope. */
export const currentScope = (): MemoryScope | undefined => sharedState.scope;

function keepAll(scope: MemoryScope, value: unknown, seen: Set<object>): void {
  if (isTensor(value)) {
    scope.keep(value);
    return;
  }
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value) || seen.has(value)) return;
  seen.add(value);
  if (value instanceof Map) for (const item of value.keys()) keepAll(scope, item, seen);
  const items = value instanceof Map || value instanceof Set ? value.values() : Object.values(value);
  for (const item of items) keepAll(scope, item, seen);
}

const isTensor = (value: unknown): value is Tensor => typeof (value as Tensor | null)?.moveTo === 'function';

/**
 * Runs a function in a memory scope and keeps what it returns: a tensor, or tensors in arrays, records, maps and sets.
 * @throws {@link ArgumentError} if the function is asynchronous.
 * @example
 * await scoped(() => tensor([1, 2]).square().add(1)).data(); // => [2, 5]
 */
export function scoped<T>(body: () => T): T {
  if (typeof body !== 'function') checkArgument('scoped', 'body', body, 'function');
  using scope = memoryScope();
  const result = body();
  if (result instanceof Promise) {
    throw new ArgumentError('scoped', {
      expected: 'a function that returns at once',
      received: 'an asynchronous one',
      hint: 'Await outside of the scope.',
    });
  }
  if (isTensor(result)) scope.keep(result);
  else keepAll(scope, result, new Set());
  return result;
}
