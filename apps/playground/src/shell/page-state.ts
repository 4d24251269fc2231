import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { address, readQuery, writeQuery } from './address.js';
import type { Schema } from './state-fields.js';

/**
 * State of a page that lives in the address: it survives reloads, leaving and coming back, and can be shared as a link. Values
 * as at the beginning have no word there.
 */
export class PageState<State extends object> {
  readonly #state: Signal<State>;
  readonly #names: readonly (keyof State & string)[];
  #written: string;

  constructor(readonly schema: Schema<State>) {
    this.#names = Object.keys(schema.fields) as (keyof State & string)[];
    this.#state = signal(this.#read());
    this.#written = this.#texts(this.#state.peek());
  }

  /** The state now; a component that reads it is drawn anew on a change. */
  get value(): State {
    return this.#state.value;
  }

  /** The state as a signal: `subscribe` is called at once and on each change. */
  get signal(): ReadonlySignal<State> {
    return this.#state;
  }

  /** Changes some values. */
  change(changes: Partial<State>): void {
    const next = { ...this.#state.peek(), ...changes };
    this.#written = this.#texts(next);
    this.#state.value = next;
    const words = this.#names.map((name) => [name, this.#word(name, next)]);
    writeQuery(Object.fromEntries(words) as Record<string, string | undefined>);
  }

  /** Follows the address until the returned function is called: another link to the same page, or back and forth. */
  follow(): () => void {
    const { path } = address.peek();
    return effect(() => {
      if (address.value.path !== path) return;
      const next = this.#read();
      const texts = this.#texts(next);
      if (texts === this.#written) return;
      this.#written = texts;
      this.#state.value = next;
    });
  }

  #read(): State {
    const read = this.#names.map((name) => {
      const text = readQuery(name);
      const found = text === undefined ? undefined : this.schema.fields[name].read(text);
      return [name, found ?? this.schema.initial[name]];
    });
    return Object.fromEntries(read) as State;
  }

  #word(name: keyof State & string, state: State): string | undefined {
    const field = this.schema.fields[name];
    const word = field.write(state[name]);
    return word === field.write(this.schema.initial[name]) ? undefined : word;
  }

  #texts(state: State): string {
    return JSON.stringify(this.#names.map((name) => this.#word(name, state) ?? null));
  }
}

/** State in the address for as long as the component is on the page. The schema is made once, outside of the component. */
export function usePageState<State extends object>(schema: Schema<State>): PageState<State> {
  const state = useMemo(() => new PageState(schema), []);
  useEffect(() => state.follow(), []);
  return state;
}
