import { describe, expect, it } from 'vitest';
import { undocumented } from './doc-comments.js';
import { entryPoint } from './entry-points.js';
import { readModule } from './public-exports.js';

const exportsOf = (text: string) => readModule('packages/a/src/b.ts', text).exports;

describe('readModule', () => {
  it('finds functions, classes, constants and types with their comments', () => {
    const found = exportsOf(
      '/** Adds. */\nexport function add() {}\nexport class Box {}\n/** Two. */\nexport const [p, q] = [1, 2];\nexport type T = 1;\nconst inner = 1;',
    );
    expect(found.map(({ name, isType, doc }) => [name, isType, doc])).toEqual([
      ['add', false, 'Adds.'],
      ['Box', false, ''],
      ['p', false, 'Two.'],
      ['q', false, 'Two.'],
      ['T', true, ''],
    ]);
  });

  it('leaves out what is marked as internal', () => {
    expect(
      exportsOf('/** @internal */\nexport const a = 1;\n/** Public. */\nexport const b = 2;'),
    ).toMatchObject([{ name: 'b' }]);
  });

  it('takes the first comment of overloads, and a value over a type of the same name', () => {
    const text =
      '/** One. */\nexport function f(): void;\nexport function f(a?: 1): void {}\nexport interface X {}\nexport const X = 1;';
    expect(exportsOf(text)).toMatchObject([
      { name: 'f', doc: 'One.' },
      { name: 'X', isType: false },
    ]);
  });

  it('reads the comments of members', () => {
    expect(
      exportsOf('/** C. */\nexport class C {\n  /** M. */\n  m() {}\n  /** @internal */\n  n() {}\n}')[0]
        ?.members,
    ).toMatchObject([{ name: 'm', doc: 'M.', line: 4 }]);
  });

  it('refuses re-exports of files, default exports and exports of everything', () => {
    expect(() => exportsOf("export { a } from './c.js';")).toThrow('re-exports packages/a/src/c.js');
    expect(() => exportsOf('export default 1;')).toThrow('a default export');
    expect(() => exportsOf("export * from '@neurona/tensor';")).toThrow('exports everything of a module');
  });
});

describe('undocumented', () => {
  it('names exports without a comment, and members of options without one', () => {
    const text =
      'export const a = 1;\nexport interface BOptions {\n  readonly c?: number; // not shown by editors\n  /** D. */\n  readonly d?: number;\n}';
    expect(undocumented(readModule('packages/a/src/b.ts', text))).toEqual([
      'packages/a/src/b.ts:1: "a" is exported and has no doc comment.',
      'packages/a/src/b.ts:3: "BOptions.c" has no doc comment for editors to show.',
    ]);
  });
});

describe('entryPoint', () => {
  const moduleOf = (path: string, text: string) => readModule(`packages/a/src/${path}`, text);

  it('lists values and types by name, and loads modules for their effects last', () => {
    const modules = [
      moduleOf('methods.ts', 'export interface Methods {}\nfor (const name of []) install(name);'),
      moduleOf('ops/sum.ts', 'export const sum = 1;\nexport interface SumOptions {}'),
    ];
    expect(entryPoint('packages/a', modules).split('\n').slice(2)).toEqual([
      "export type { Methods } from './methods.js';",
      "export { sum } from './ops/sum.js';",
      "export type { SumOptions } from './ops/sum.js';",
      "import './methods.js';",
      '',
    ]);
  });

  it('breaks lines after 110 characters', () => {
    const names = Array.from({ length: 12 }, (_, i) => `aLongName${i}`);
    const text = entryPoint('packages/a', [
      moduleOf('x.ts', `export const ${names.map((n) => `${n} = 1`).join(', ')};`),
    ]);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
    expect(text).toContain('  aLongName11,\n');
  });

  it('refuses one name from two modules', () => {
    const modules = [moduleOf('x.ts', 'export const a = 1;'), moduleOf('y.ts', 'export const a = 2;')];
    expect(() => entryPoint('packages/a', modules)).toThrow(
      'packages/a/src/y.ts: exports "a", and so does packages/a/src/x.ts',
    );
  });
});
