// internal

/** An object, and a weak reference to it that is cleared even within the running job. */
export interface EarlyMark {
  readonly mark: object;
  readonly ref: WeakRef<object>;
}

// The language keeps the target of a new WeakRef, and of one that was looked into, alive until the running job ends, and a loop
// without a pause is one job. Only a WeakRef from an earlier job is cleared within it: so there is a stock.
const stock = 4096;
const marks: object[] = [];
const refs: WeakRef<object>[] = [];
let next = 0;

function fill(place: number): void {
  const mark = {};
  marks[place] = mark;
  refs[place] = new WeakRef(mark);
}

for (let place = 0; place < stock; place++) fill(place);

/** The oldest mark of the stock; a new one takes its place. */
export function takeMark(): EarlyMark {
  const taken = { mark: marks[next]!, ref: refs[next]! };
  fill(next);
  next = (next + 1) % stock;
  return taken;
}

const ballastBytes = 2 ** 28;
const looks = [1, 2, 4, 8, 16];

/**
 * Makes the engine collect its garbage, within the running job. Engines collect when much memory is taken, and they count arrays
 * that nobody wrote to, which cost no memory.
 * @returns Whether it did.
 */
export function forceCollection(): boolean {
  // Marks that nobody holds, one for each look. All are dropped before: a collection that has begun finds no later garbage.
  const dropped = looks.map(() => takeMark().ref);
  const ballast: ArrayBuffer[] = [];
  for (const [i, goal] of looks.entries()) {
    let isFull = false;
    try {
      while (ballast.length < goal) ballast.push(new ArrayBuffer(ballastBytes));
    } catch {
      isFull = true; // the engine collects before it says so
    }
    if (dropped[i]!.deref() === undefined) return true;
    if (isFull) return false;
  }
  return false;
}
