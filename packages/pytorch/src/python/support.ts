// internal: what exported programs are given beside their own classes; only what they use is written
import { supportClasses } from './support-classes.js';
import { supportFunctions } from './support-functions.js';
import type { SupportPart } from './support-part.js';

const parts: Readonly<Record<string, SupportPart>> = Object.fromEntries([
  ...supportClasses,
  ...supportFunctions,
]);

/** The text of a part. */
export const supportText = (name: string): string => parts[name]!.text;

/** A part's name and what it needs, those first. */
export const withNeeds = (name: string): string[] => [...(parts[name]?.needs ?? []).flatMap(withNeeds), name];

export const isSupport = (name: string): boolean => Object.hasOwn(parts, name);
