import { describe, expect, it } from 'vitest';
import { UsageError } from '../console/usage-error.js';
import { readSettings } from '../settings/settings.js';
import { damaged } from '../testing/damaged.js';
import { builtInRecipes } from './built-in.js';
import { builtInRecipe, parseRecipe, writeRecipe } from './recipe-file.js';

describe('parseRecipe of damaged files', () => {
  it('ends with a recipe whose settings are whole, or says what is wrong, and changes nothing else', () => {
    const encoder = new TextEncoder();
    const wholes = Object.keys(builtInRecipes).map((name) =>
      encoder.encode(writeRecipe(builtInRecipe(name))),
    );
    let [read, refused] = [0, 0];
    for (let seed = 0; seed < 10_000; seed++) {
      const text = new TextDecoder().decode(damaged(wholes[seed % wholes.length]!, seed));
      try {
        const { task, settings, name } = parseRecipe(text, 'mine.json');
        expect(readSettings(task.settings, settings, 'mine.json')).toEqual(settings);
        expect(name).toMatch(/^[\p{L}\p{N}_-]+$/u);
        read++;
      } catch (error) {
        if (!(error instanceof UsageError)) throw new Error(`${error}: ${text}`, { cause: error });
        expect(error.message.length).toBeLessThan(2000);
        refused++;
      }
    }
    expect(read).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(1000);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
