// internal

/** Places of the words that threads share, of 4 bytes; those that many change have a cache line each. */
export const words = {
  /** Counts jobs: a change wakes sleeping workers. */
  job: 0,
  /** 1 while a job may be joined. */
  open: 16,
  /** The next chunk to be taken. */
  next: 32,
  /** Workers that may be inside a job. */
  active: 48,
  /** Workers that sleep. */
  sleeping: 64,
  /** Workers that have started. */
  ready: 80,
  /** 1 while the caller sleeps until no worker is active. */
  waiting: 81,
  /** 1 after a worker's kernel failed. */
  failed: 82,
  /** Chunks that workers took so far. */
  taken: 83,
  // What the job is: which function, how many arguments, and which of them counts units.
  kernel: 96,
  length: 97,
  count: 98,
  units: 99,
  chunk: 100,
  /** Which argument is memory of the thread's own, -1 for none, and how many bytes of it each thread has. */
  local: 101,
  localBytes: 102,
} as const;

/** Places of the arguments, and of how much each grows for every unit, in numbers of 8 bytes. */
export const numbers = { args: 64, steps: 96 } as const;

/** Bytes of the shared block. */
export const CONTROL_BYTES = 1024;

/** Bytes of the area that each thread's functions have: that of assembly/area.ts. */
export const AREA_BYTES = 1024;

/** How often a thread polls for work before it sleeps: about 50 µs. */
export const SPINS = 40_000;
