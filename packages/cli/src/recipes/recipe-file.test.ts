import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../console/usage-error.js';
import { builtInRecipes } from './built-in.js';
import { builtInRecipe, findRecipe, parseRecipe, writeRecipe } from './recipe-file.js';

describe('recipes of the package', () => {
  it('have settings that their tasks know, and are the same after being written to a file and read', () => {
    for (const name of Object.keys(builtInRecipes)) {
      const recipe = builtInRecipe(name);
      const read = parseRecipe(writeRecipe(recipe), `${name}.json`);
      expect(read).toEqual({ ...recipe });
    }
  });
});

describe('findRecipe', () => {
  it('names the nearest recipe', async () => {
    await expect(findRecipe('digts')).rejects.toThrow('There is no recipe "digts". Did you mean digits?');
    await expect(findRecipe('none.json')).rejects.toThrow('There is no file none.json.');
  });

  it('runs no program unless it may', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'neurona-cli-recipe-'));
    const program = join(folder, 'mine.mjs');
    await writeFile(
      program,
      'globalThis.ran = true; export default { task: "table", training: { epochs: 1 + 2 } };',
    );
    await expect(findRecipe(program)).rejects.toThrow('mine.mjs is a program, which can do anything.');
    expect(globalThis).not.toHaveProperty('ran');
    const recipe = await findRecipe(program, { allowCode: true });
    expect(recipe).toMatchObject({ name: 'mine', settings: { training: { epochs: 3 } } });
    expect(Reflect.deleteProperty(globalThis, 'ran')).toBe(true);
    await rm(folder, { recursive: true });
  });
});

describe('parseRecipe', () => {
  const wrong = (text: string) => () => parseRecipe(text, 'mine.json');

  it('says where a file is no JSON, and what is missing', () => {
    expect(wrong('{\n  "task": pictures\n}')).toThrow('mine.json, line 2, column 11: this is no JSON');
    expect(wrong('[]')).toThrow('mine.json should hold a recipe in braces');
    expect(wrong('{}')).toThrow('mine.json should have a "task" among pictures');
    expect(wrong('{"task": "picture"}')).toThrow('not "picture". Did you mean pictures?');
    expect(wrong('{"task": "pictures", "about": 5}')).toThrow('"about" of mine.json should be text.');
  });

  it('names the run after the file, without what a path could use', () => {
    expect(parseRecipe('{"task": "pictures"}', 'a/mine.json').name).toBe('mine');
    expect(parseRecipe('{"task": "pictures", "name": "../../etc"}', 'mine.json').name).toBe('etc');
    expect(parseRecipe('{"task": "pictures", "name": ".."}', 'mine.json').name).toBe('recipe');
  });

  it('takes a recipe that is nested deeply or very long as wrong', () => {
    const deep = `{"task": "pictures", "data": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(() => parseRecipe(deep, 'mine.json')).toThrow(UsageError);
    expect(() => parseRecipe(' '.repeat(2_000_000), 'mine.json')).toThrow('too large for a recipe');
    expect(() => parseRecipe('{"__proto__": {"task": "pictures"}}', 'mine.json')).toThrow(
      'should have a "task"',
    );
  });
});
