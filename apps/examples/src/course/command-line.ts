import type { Setting } from './lesson.js';

/** A setting from the text of a flag, in the type of its default. */
export function parseSetting(name: string, text: string, like: Setting): Setting {
  if (typeof like === 'string') return text;
  if (typeof like === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true';
    throw new Error(`Expected true or false for --${name}, got "${text}".`);
  }
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new Error(`Expected a number for --${name}, got "${text}".`);
}

/** `learningRate` as a flag: `learning-rate`. */
export const flagOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
