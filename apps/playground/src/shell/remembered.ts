import { effect, type Signal, signal } from '@preact/signals';

const prefix = 'neurona.';

/**
 * A choice that outlives the visit, where the browser lets it be stored.
 * @param name - Its key in the browser's storage.
 * @param choices - What it may be; anything else that is stored is passed over.
 * @param initial - What it is on the first visit.
 */
export function remembered<T extends string>(name: string, choices: readonly T[], initial: T): Signal<T> {
  const stored = read(prefix + name) as T | null;
  const choice = signal(stored !== null && choices.includes(stored) ? stored : initial);
  effect(() => write(prefix + name, choice.value));
  return choice;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // the choice lasts until the page is closed
  }
}
