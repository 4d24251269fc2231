/** A case that can't run yet: it counts as skipped, with the reason. */
export class NotCovered extends Error {
  constructor(reason: string) {
    super(`not covered yet: ${reason}`);
  }
}
