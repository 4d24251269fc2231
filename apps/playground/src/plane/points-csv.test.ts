import { expect, it } from 'vitest';
import { readCsv } from './points-csv.js';

const read = (text: string) => readCsv(text, [-3, 3], 400);

it('reads points of a CSV file, and says which line is none', () => {
  const two = [
    { x: 1, y: 2, label: 0 },
    { x: -1.5, y: 0.5, label: 1 },
  ];
  expect(read('x,y,class\n1,2,0\n-1.5,0.5,1\n')).toEqual({ points: two });
  expect(read('1;2;a\n-1,5;0,5;b')).toEqual({ points: two });
  const far = read('0,0,0\n100,50,1');
  expect('points' in far && far.points.map(({ x, y }) => [x, y])).toEqual([
    [-2.7, -2.7],
    [2.7, 2.7],
  ]);
  expect(read('1,2,0\nhello\n')).toEqual({ wrongLine: 2 });
  expect(read('1,2,a\n1,3,b\n4,5,c')).toEqual({ wrongLine: 3 });
  expect(read('')).toEqual({ wrongLine: 0 });
});

it('takes no more points than it may', () => {
  expect(readCsv('1,1,0\n2,2,1\n3,3,1', [-3, 3], 2)).toMatchObject({ points: [{ x: 1 }, { x: 2 }] });
});
