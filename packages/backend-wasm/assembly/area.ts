/** A few bytes of memory of this thread's own, for values that a loop reads again and again, and for plans of its part of the work. */
export namespace area {
  export let at: usize = 0;
}

/** Says where the area is: 1024 bytes. Comes before every other call. */
export function useArea(at: usize): void {
  area.at = at;
}
