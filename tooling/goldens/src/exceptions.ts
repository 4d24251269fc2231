/** A case that a backend may miss by more than its tolerance, with the measured reason. */
export interface GoldenException {
  /** The backend, as reports call it. */
  readonly backend: string;
  /** The case, or the start of several cases' names. */
  readonly id: string;
  /** How many times the tolerance is allowed, at most 10; undefined where the case is left out altogether. */
  readonly factor?: number;
  /** Why, with the measured error. */
  readonly reason: string;
}

/** Every exception. Each one is also listed in docs/coverage.md. */
export const exceptions: readonly GoldenException[] = [];

/** The exception that a case on a backend falls under. */
export const exceptionFor = (id: string, backend: string): GoldenException | undefined =>
  exceptions.find((exception) => exception.backend === backend && id.startsWith(exception.id));
