// internal
const smallestNormal = 2 ** -126; // of float32

/** A moment to be stored: 0 where it is so tiny that processors would compute with it slowly. */
export const settled = (moment: number): number => (Math.abs(moment) < smallestNormal ? 0 : moment);
