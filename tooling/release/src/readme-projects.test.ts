import { describe, expect, it } from 'vitest';
import { readmeProjects, readmesLeftOut, scriptsOf } from './published/readme-projects.js';

describe('scriptsOf', () => {
  it('takes files that a README names, and says why a part of a program is none', () => {
    const text = [
      "```js\n// train.mjs\nimport 'a';\n```",
      "```js\n// data.js\nimport { b } from './b.js';\n```",
      '```js\nb();\n```\n',
    ].join('\n');
    expect(scriptsOf(text).map(({ line, name, whyNot }) => [line, name, whyNot])).toEqual([
      [1, 'train.mjs', undefined],
      [5, 'data.js', "a part of a program: it imports ./b.js, which is the reader's"],
      [9, '', 'a part of a program: it imports nothing'],
    ]);
  });
});

describe('readmeProjects', () => {
  it('are of every README with a program, or there is a reason why not', () => {
    const run = new Map(readmeProjects().map((trial) => [trial.name, trial]));
    expect(run.get('README.md of the repository')!.install).toContain('neurona');
    expect(run.get('packages/distributed/README.md')!.files).toHaveProperty(['train.mjs']);
    for (const { path, why } of readmesLeftOut())
      expect(`${path} ${why}`).toMatch(/README\.md:\d+ a part of/);
  });
});
