import { describe, expect, it } from 'vitest';
import { installLines, programsOf } from './readme-programs.js';
import { readmeTypes } from './readme-types.js';

describe('programs of READMEs', () => {
  it('compile under strict', () => {
    expect(readmeTypes()).toEqual([]);
  });

  it('come after a line that installs what they import', () => {
    expect(installLines()).toEqual([]);
  });
});

describe('programsOf', () => {
  it('joins a block without imports to the program before it', () => {
    const text =
      "```ts\nimport { a } from 'a';\n```\ntext\n```sh\nnpm i\n```\n```ts\na();\n```\n```ts\nimport 'b';\n```\n";
    expect(programsOf('README.md', text).map(({ line, code }) => [line, code])).toEqual([
      [1, "import { a } from 'a';\na();\n"],
      [11, "import 'b';\n"],
    ]);
  });

  it('refuses a first block that imports nothing', () => {
    expect(() => programsOf('README.md', '```ts\na();\n```\n')).toThrow(
      'README.md:1: the first block imports nothing',
    );
  });
});
