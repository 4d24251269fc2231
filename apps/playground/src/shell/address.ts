import { signal } from '@preact/signals';
import type { BaseLocationHook } from 'wouter-preact';

/** What follows `#` in the address: the page's path, and its state as `?name=value&…`. */
export interface Address {
  readonly path: string;
  readonly query: string;
}

const settleMs = 250; // browsers refuse more than some hundred changes of the address a minute

/** The address now. */
export const address = signal<Address>(read());

/** Whether the playground stands inside another page, `?embed`: without header, chapters and footer. */
export const isEmbedded: boolean =
  new URLSearchParams(location.search).has('embed') || new URLSearchParams(address.peek().query).has('embed');

let waiting: Map<string, string | undefined> = new Map();
let timer: ReturnType<typeof setTimeout> | undefined;

/** The path for the router. Links are `#/neuron`, or `#/neuron?data=xor` for a page in some state. */
export const usePath: BaseLocationHook = () => [address.value.path, navigate];
usePath.hrefs = (href) => `#${href}`;

/** The value of a name in the state of the address. */
export const readQuery = (name: string): string | undefined =>
  waiting.has(name) ? waiting.get(name) : (new URLSearchParams(address.value.query).get(name) ?? undefined);

/** Writes values into the address, in place: `undefined` takes a name out. Changes in quick succession are written once. */
export function writeQuery(changes: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(changes)) waiting.set(name, value);
  timer ??= setTimeout(settle, settleMs);
}

/** The link that leads here, in the state of now. */
export function linkHere(options: { readonly embed?: boolean } = {}): string {
  settle();
  const url = new URL(location.href);
  if (options.embed) url.searchParams.set('embed', '');
  else url.searchParams.delete('embed');
  url.search = url.search.replace(/=(?=&|$)/g, '');
  return url.href;
}

/** Writes what waits. */
function settle(): void {
  clearTimeout(timer);
  timer = undefined;
  if (waiting.size === 0) return;
  const { path, query } = address.peek();
  const values = new URLSearchParams(query);
  for (const [name, value] of waiting) {
    if (value === undefined) values.delete(name);
    else values.set(name, value);
  }
  waiting = new Map();
  history.replaceState(history.state, '', `#${path}${values.size > 0 ? `?${values}` : ''}`);
  address.value = read();
}

/** Goes to another page, after the state of this one is in the history. */
function navigate(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  settle();
  history[replace ? 'replaceState' : 'pushState'](null, '', `#${to}`);
  address.value = read();
}

/** The visitor went back or forth, or wrote another address. */
function arrive(): void {
  const next = read();
  const { path, query } = address.peek();
  if (next.path === path && next.query === query) return;
  clearTimeout(timer);
  timer = undefined;
  waiting = new Map();
  address.value = next;
}

function read(): Address {
  const text = location.hash.replace(/^#?\/?/, '');
  const split = text.indexOf('?');
  return split < 0
    ? { path: `/${text}`, query: '' }
    : { path: `/${text.slice(0, split)}`, query: text.slice(split + 1) };
}

addEventListener('hashchange', arrive);
addEventListener('popstate', arrive);
addEventListener('pagehide', settle);
