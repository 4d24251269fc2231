// internal

/** A place of a pen's way, x to the right and y down in a box of height 1; at a corner the way turns sharply. */
export type PenPoint = readonly [x: number, y: number, corner?: 'corner'];

/** One way of writing a digit: what the pen goes through between setting down and lifting. */
export type DigitShape = readonly (readonly PenPoint[])[];

/** Ways of writing each digit. One text a stroke: x and y of each point in hundredths, ! marks a corner. */
const ways: readonly (readonly (readonly string[])[])[] = [
  [
    ['42,2 20,12 5,45 10,82 34,99 60,85 70,48 60,14 40,1 30,6'],
    ['55,10 36,0 14,18 5,55 16,90 38,98 60,78 66,40 52,8 44,4'],
  ],
  [
    ['25,0 24,50 23,100'],
    ['10,24 22,12 33,0! 32,50 31,100'],
    ['12,22 34,0! 33,50 33,97', '8,98 33,97 58,98'],
  ],
  [
    ['8,25 22,5 46,1 62,20 54,46 30,74 5,97! 36,95 70,96'],
    ['10,20 30,1 58,10 58,38 36,72 16,95 3,88 14,76 36,86 72,95'],
  ],
  [
    ['8,14 30,0 56,9 54,34 28,46! 56,56 62,80 38,99 6,88'],
    ['6,5 32,4 60,2! 44,22 30,42! 56,50 62,76 40,98 5,90'],
    ['10,16 28,2 52,8 54,30 38,45 30,48 50,54 64,76 42,98 10,94'],
  ],
  [
    ['26,2 18,30 6,60! 36,60 72,57', '52,12 50,50 47,100'],
    ['46,100 48,50 50,0! 28,32 3,66! 36,67 70,65'],
    ['12,4 8,34 20,52 40,50 56,40', '60,2 57,50 52,100'],
  ],
  [
    ['18,3 16,22 13,42! 36,36 60,50 62,78 38,99 6,90', '18,3 40,4 66,1'],
    ['64,2 40,4 18,4! 15,22 12,44! 36,40 58,54 58,82 34,98 4,92'],
  ],
  [
    ['50,2 30,16 11,50 10,82 30,100 54,90 60,68 42,52 22,60 11,80'],
    ['36,0 20,28 7,62 12,92 36,98 56,82 48,60 28,58 10,74'],
  ],
  [
    ['5,7 34,6 66,3! 48,38 34,70 26,100'],
    ['6,5 36,5 68,4! 50,36 36,68 30,100', '22,52 42,50 62,49'],
    ['6,20 8,6! 36,7 66,2! 52,30 36,64 30,100'],
  ],
  [
    ['54,13 34,0 14,14 20,36 46,54 60,78 38,99 12,84 22,58 46,38 56,18 48,6'],
    ['36,46 14,32 16,8 40,0 58,14 52,36 34,46 12,62 10,88 34,100 60,88 58,62 38,47'],
  ],
  [
    ['56,16 38,1 13,12 12,36 32,46 52,32 58,12! 56,50 50,100'],
    ['56,14 36,0 12,14 14,38 34,46 54,30 58,14 58,50 48,86 28,99 10,90'],
    ['54,10 30,2 10,20 20,42 44,36 56,10! 46,56 36,100'],
  ],
];

/** Ways of writing each digit, as people do. */
export const prototypes: readonly (readonly DigitShape[])[] = ways.map((shapes) =>
  shapes.map((shape) => shape.map((stroke) => stroke.split(' ').map(readPoint))),
);

function readPoint(text: string): PenPoint {
  const [x, y] = text.split(',').map((part) => Number.parseInt(part, 10) / 100);
  return text.endsWith('!') ? [x!, y!, 'corner'] : [x!, y!];
}
