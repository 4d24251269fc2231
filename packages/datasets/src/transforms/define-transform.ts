// internal: how transforms are made
import { ArgumentError, DTypeError, describeShape, ShapeError } from '@neurona/backend';
import { defaultGenerator, type Generator } from '@neurona/tensor';
import { checkHostArray, type HostArray, hostArray, stackRows } from '../host-array.js';
import type { ImageTransform } from './image-transform.js';
import { type Picture, toArray, toPicture } from './picture.js';

/** What one image becomes. A mask comes as float32 too. */
type Step = (image: HostArray, rng: Generator, isMask: boolean) => HostArray;

/** A transform out of a function for one image `[H, W, C]`. */
export function makeTransform(
  name: string,
  settings: ImageTransform['settings'],
  step: Step,
): ImageTransform {
  const transform = (image: HostArray, rng: Generator = defaultGenerator()): HostArray => {
    checkImage(name, image);
    return eachImage(image, (one) => step(one, rng, false));
  };
  const onMask = (mask: HostArray, rng: Generator = defaultGenerator()): HostArray => {
    const { shape, dtype } = checkHostArray(`${name}.onMask`, mask);
    if (shape.length === 2) {
      const moved = onMask({ ...mask, shape: [...shape, 1] }, rng);
      return { ...moved, shape: moved.shape.slice(0, 2) };
    }
    checkShape(`${name}.onMask`, mask);
    const result = eachImage(asFloats(mask), (one) => step(one, rng, true));
    if (dtype === 'float32') return result;
    const values = dtype === 'int32' ? Int32Array.from(result.values) : Uint8Array.from(result.values);
    return { values, shape: result.shape, dtype };
  };
  const described = (): string => {
    const list = Object.entries(settings).map(([key, value]) => `${key}: ${describeSetting(value)}`);
    return list.length === 0 ? `${name}()` : `${name}({ ${list.join(', ')} })`;
  };
  Object.defineProperty(transform, 'name', { value: name });
  return Object.assign(transform, { onMask, settings, toString: described }) as ImageTransform;
}

/** A transform of one step: what it draws, what it makes of an image, and of a mask. */
interface Rule<Drawn> {
  readonly name: string;
  readonly settings: ImageTransform['settings'];
  /** What is left to chance: the same for image and mask, so it may depend on height and width alone. */
  readonly draw: (rng: Generator, height: number, width: number) => Drawn;
  readonly apply: (picture: Picture, drawn: Drawn) => Picture;
  /** What a mask becomes, missing where it stays as it is. */
  readonly mask?: (picture: Picture, drawn: Drawn) => Picture;
}

/** A transform by chance. */
export const randomTransform = <Drawn>({ name, settings, draw, apply, mask }: Rule<Drawn>): ImageTransform =>
  makeTransform(name, settings, (image, rng, isMask) => {
    const picture = toPicture(image);
    const drawn = draw(rng, picture.height, picture.width);
    if (!isMask) return toArray(apply(picture, drawn));
    return mask ? toArray(mask(picture, drawn)) : image;
  });

/** A transform without chance. */
export const fixedTransform = (rule: Omit<Rule<undefined>, 'draw'>): ImageTransform =>
  randomTransform({ ...rule, draw: () => undefined });

/** A transform that moves pixels without mixing their values, which does the same to masks. */
export const movingTransform = (rule: Omit<Rule<undefined>, 'draw' | 'mask'>): ImageTransform =>
  fixedTransform({ ...rule, mask: rule.apply });

function eachImage(image: HostArray, step: (one: HostArray) => HostArray): HostArray {
  if (image.shape.length === 3) return step(image);
  const [count = 0, ...shape] = image.shape;
  const size = count === 0 ? 0 : image.values.length / count;
  const images = Array.from({ length: count }, (_, i) =>
    step(hostArray(image.values.subarray(i * size, (i + 1) * size), shape)),
  );
  return stackRows(images);
}

function checkImage(subject: string, image: HostArray): void {
  if (checkHostArray(subject, image).dtype !== 'float32') {
    throw new DTypeError(subject, {
      expected: 'an image of float32 in [0, 1]',
      received: image.dtype,
      hint: 'Divide bytes by 255; for a mask of class numbers call onMask.',
    });
  }
  checkShape(subject, image);
}

function checkShape(subject: string, image: HostArray): void {
  const { shape } = image;
  if ((shape.length === 3 || shape.length === 4) && shape.every((size) => size >= 1)) return;
  throw new ShapeError(subject, {
    expected: 'an image [H, W, C] or a batch [N, H, W, C]',
    received: describeShape(shape),
  });
}

const asFloats = (mask: HostArray): HostArray =>
  mask.dtype === 'float32' ? mask : hostArray(Float32Array.from(mask.values), mask.shape);

function describeSetting(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(describeSetting).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const list = Object.entries(value).map(([key, one]) => `${key}: ${describeSetting(one)}`);
    return `{ ${list.join(', ')} }`;
  }
  if (typeof value === 'function' && !('settings' in value)) return value.name || 'a function';
  return String(value);
}

/** Refuses a setting that doesn't hold what is expected of it. */
export function checkSetting(subject: string, holds: boolean, expected: string, received: unknown): void {
  if (!holds) throw new ArgumentError(subject, { expected, received });
}
