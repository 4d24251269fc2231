import { expect, it } from 'vitest';
import { chaptersOf, placeOf } from './chapters.js';
import type { PageEntry } from './page-entry.js';

const page = (name: string, chapter: PageEntry['chapter']) => ({ name, chapter }) as PageEntry;
const pages = [page('a', 'train'), page('b', 'neuron'), page('c', 'train')];

it('groups pages by chapter, in the order of the chapters', () => {
  expect(chaptersOf(pages).map(({ name, pages: own }) => [name, own.map((entry) => entry.name)])).toEqual([
    ['neuron', ['b']],
    ['train', ['a', 'c']],
  ]);
});

it('knows a page’s place and its neighbours, across chapters', () => {
  const place = placeOf(pages, '/a')!;
  expect([place.chapter.name, place.number, place.before?.name, place.after?.name]).toEqual([
    'train',
    1,
    'b',
    'c',
  ]);
  expect(placeOf(pages, '/b')!.before).toBeUndefined();
  expect(placeOf(pages, '/nowhere')).toBeUndefined();
});
