import { describeShape, type Shape } from '@neurona/backend';
import { CheckpointError } from '../checkpoint-error.js';

/** A tensor of the file that doesn't fit the model's of that name. */
export interface MismatchedWeight {
  /** Path in the model. */
  readonly name: string;
  /** Key in the file. */
  readonly key: string;
  /** What the file should hold, in words and in the layout of the file, with ours behind it where it differs. */
  readonly expected: string;
  /** What it holds, in the same way. */
  readonly received: string;
  /** The shape of what it holds, in the layout of the file. */
  readonly shape: Shape;
}

/** How the tensors of a file match those of a model. */
export interface WeightsReport {
  /** Paths in the model that were found in the file. */
  readonly loaded: readonly string[];
  /** Paths in the model that are missing in the file. */
  readonly missing: readonly string[];
  /** Keys of the file that the model doesn't have. */
  readonly unexpected: readonly string[];
  /** Tensors of another shape or type. */
  readonly mismatched: readonly MismatchedWeight[];
}

/** @internal A type and shape of the file's layout, with the shape in ours where it differs. */
export function describeBoth(dtype: string, shape: Shape, ours: Shape): string {
  const isSame = describeShape(shape) === describeShape(ours);
  return `${dtype} ${describeShape(shape)}${isSame ? '' : `, here ${describeShape(ours)}`}`;
}

/**
 * @internal Throws if a file doesn't fit.
 * @throws {@link CheckpointError}.
 */
export function checkFits(
  subject: string,
  report: WeightsReport,
  file: string,
  {
    strict: isStrict = true,
    hint = adviceOf(isStrict),
  }: { strict?: boolean | undefined; hint?: string | undefined },
): void {
  const { loaded, missing, unexpected, mismatched } = report;
  const faults = missing.length + unexpected.length + mismatched.length;
  if (loaded.length > 0 && (!isStrict || faults === 0)) return;
  if (faults === 0 && isStrict) return; // a model without tensors
  const shown = [
    ...list('missing', missing),
    ...list('unexpected', unexpected),
    ...list(
      'mismatched',
      mismatched.map(({ key, expected, received }) => `${key} (expected ${expected}; got ${received})`),
    ),
  ];
  throw new WeightsError(subject, report, {
    expected: 'the tensors of this model',
    received: `${missing.length} missing, ${unexpected.length} unexpected and ${mismatched.length} mismatched`,
    where: shown.join('; '),
    file,
    hint,
  });
}

const adviceOf = (isStrict: boolean): string =>
  isStrict
    ? 'Pass { strict: false } to load those that match, or { rename } where only names differ.'
    : 'Nothing matches: pass { rename } where only names differ.';

/** A file of weights that doesn't fit the model, with the differences. Nothing was loaded. */
export class WeightsError extends CheckpointError {
  override readonly name = 'WeightsError';

  constructor(
    subject: string,
    /** What matches and what doesn't. */
    readonly report: WeightsReport,
    parts: ConstructorParameters<typeof CheckpointError>[1],
  ) {
    super(subject, parts);
  }
}

const most = 6;

const list = (title: string, items: readonly string[]): string[] => {
  const more = items.length > most ? ` and ${items.length - most} more` : '';
  return items.length === 0 ? [] : [`${title} ${items.slice(0, most).join(', ')}${more}`];
};
