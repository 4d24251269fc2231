import { expect, it } from 'vitest';
import { outcomeTable } from './published/outcomes.js';

it('the table of projects ends with those that failed, and a sum', () => {
  const table = outcomeTable([
    { name: 'Vite', ok: false, seconds: 3.4 },
    { name: 'ESM', ok: true, seconds: 20 },
  ]);
  expect(table.split('\n')).toEqual([
    'project     result              seconds',
    'ESM         passed                   20',
    'Vite        FAILED                    3',
    '2 projects  1 passed, 1 failed       23',
  ]);
});
