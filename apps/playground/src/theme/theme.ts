import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { remembered } from '../shell/remembered.js';

/** What a visitor chooses: the system's, light or dark. */
export const themeChoices = ['system', 'light', 'dark'] as const;

/** One of them. */
export type ThemeChoice = (typeof themeChoices)[number];

/** The visitor's choice. */
const themeChoice = remembered<ThemeChoice>('theme', themeChoices, 'system');

const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(darkSystem.matches);
darkSystem.addEventListener('change', (event) => {
  systemIsDark.value = event.matches;
});

/** The theme that is shown. Pictures drawn on a canvas read it, so that they are drawn anew. */
export const theme: ReadonlySignal<'light' | 'dark'> = computed(() =>
  themeChoice.value === 'system' ? (systemIsDark.value ? 'dark' : 'light') : themeChoice.value,
);

/** To the other theme: each call changes what is seen. Where that is the system's, it follows the system from then on. */
export function switchTheme(): void {
  const next = theme.peek() === 'dark' ? 'light' : 'dark';
  themeChoice.value = (next === 'dark') === systemIsDark.peek() ? 'system' : next;
}

effect(() => {
  const { documentElement } = document;
  documentElement.dataset.theme = theme.value;
  const paper = getComputedStyle(documentElement).getPropertyValue('--paper').trim();
  if (paper) document.querySelector('meta[name=theme-color]')?.setAttribute('content', paper);
});

/** Colours that were read, by theme: to read one makes the browser compute every style that has changed. */
const read = { light: new Map<string, string>(), dark: new Map<string, string>() };

/** The value of a colour's custom property in the theme that is shown: `cssColor('--accent')`. */
export function cssColor(name: string): string {
  const colors = read[theme.value]; // whoever draws with it subscribes
  let color = colors.get(name);
  if (color === undefined) {
    color = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    if (color) colors.set(name, color);
  }
  return color;
}

/** Whether the visitor asked for less motion. */
export const prefersReducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
