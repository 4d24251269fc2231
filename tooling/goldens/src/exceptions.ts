import type { GoldenCase } from './manifest.js';

/** Cases that may miss their tolerance, or are left out, with the reason. */
export interface GoldenException {
  /** Which cases: the start of their names, or PyTorch's name of what they call or train with. */
  readonly cases: string;
  /** The backend, as reports call it; undefined for every backend. */
  readonly backend?: string;
  /** How many times the tolerance is allowed, at most 10; undefined where the case is left out altogether. */
  readonly factor?: number;
  /** Why, with the measured error where it is one. */
  readonly reason: string;
}

/** Every exception. Each one is also listed in docs/coverage.md. */
export const exceptions: readonly GoldenException[] = [
  {
    cases: 'torch.optim.NAdam',
    reason:
      "PyTorch 1.13 has the momentum twice in the first denominator of NAdam; ours is the paper's, as PyTorch's since 2.1",
  },
];

/** The exception that a case on a backend falls under. */
export const exceptionFor = (
  golden: GoldenCase,
  backend: string,
  among: readonly GoldenException[] = exceptions,
): GoldenException | undefined =>
  among.find(
    (exception) =>
      (exception.backend ?? backend) === backend &&
      (golden.id.startsWith(exception.cases) ||
        [golden.callable, golden.optimizer?.callable, golden.scheduler?.callable].includes(exception.cases)),
  );
