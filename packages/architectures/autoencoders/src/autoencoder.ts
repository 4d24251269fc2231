// Hinton, Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", Science 313, 2006
//
//     x [N, ...] → (corrupted, in training) → encoder → code [N, ...codeShape] → decoder → reconstruction [N, ...], of x's shape
import {
  ArgumentError,
  checkOptions,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
  sameShape,
  sizeOf,
} from '@neurona/backend';
import { checkModule, Module, rememberModes } from '@neurona/layers';
import { checkTensor, noGrad, scoped, type Tensor } from '@neurona/tensor';
import { Corruption, type CorruptionOptions, corruptionOptions } from './corruption.js';

/** Settings of an {@link Autoencoder}. */
export interface AutoencoderOptions extends CorruptionOptions {
  /** Shape of the code of one example, which `decode` then checks; default unknown. */
  readonly codeShape?: Shape;
}

const autoencoderOptions: OptionTable<AutoencoderOptions> = {
  ...corruptionOptions,
  codeShape: [30],
};

/**
 * Two networks in a row: one that writes an example as a short code, one that reads it back. With `noise` or `dropout` it is a
 * denoising autoencoder: in training, `forward` corrupts its input first.
 *
 *     code = encoder(x)        x̂ = decoder(code)
 *
 * Shape: x `[N, ...]` → same shape. The decoder may return the same numbers in another shape.
 * @param encoder - Any module from examples to codes.
 * @param decoder - Any module from codes to examples.
 * @param options - `codeShape` (unknown), `noise` (0), `dropout` (0).
 * @throws {@link ShapeError} in `decode` if the code has another shape, in `forward` if the reconstruction has another size.
 * @example
 * const model = new Autoencoder(new Linear(3, 2), new Linear(2, 3), { codeShape: [2] });
 * model.encode(ones([8, 3])).shape; // => [8, 2]
 * model.forward(ones([8, 3])).shape; // => [8, 3]
 * @see Hinton, Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", 2006
 */
export class Autoencoder extends Module {
  static override readonly kind: string = 'Autoencoder';

  readonly encoder: Module;
  readonly decoder: Module;
  /** Shape of the code of one example, where it is known. */
  readonly codeShape: Shape | undefined;
  readonly corruption: Corruption;

  constructor(encoder: Module, decoder: Module, options: AutoencoderOptions = {}) {
    super();
    const { codeShape, ...corruption } = checkOptions('Autoencoder', options, autoencoderOptions);
    this.encoder = checkModule('Autoencoder', encoder);
    this.decoder = checkModule('Autoencoder', decoder);
    this.codeShape = codeShape;
    this.corruption = new Corruption(corruption);
  }

  /** The codes of examples: x `[N, ...]` → `[N, ...codeShape]`. */
  encode(x: Tensor): Tensor {
    return this.encoder.forward(checkTensor(`${this.kind}.encode`, x));
  }

  /**
   * The examples of codes: code `[N, ...codeShape]` → what the decoder returns.
   * @throws {@link ShapeError} if codes have another shape.
   */
  decode(code: Tensor): Tensor {
    const subject = `${this.kind}.decode`;
    checkTensor(subject, code);
    if (this.codeShape && !sameShape(code.shape.slice(1), this.codeShape)) {
      throw new ShapeError(subject, {
        expected: `codes ${describeShape(['N', ...this.codeShape] as never)}`,
        received: describeShape(code.shape),
        hint: 'Pass what encode returns; one code alone needs an axis for the batch: code.unsqueeze(0).',
      });
    }
    return this.decoder.forward(code);
  }

  /** The examples, encoded and decoded, without corruption: x `[N, ...]` → same shape. */
  reconstruct(x: Tensor): Tensor {
    return scoped(() => this.shapedAs(x, this.decode(this.encode(x))));
  }

  /** The reconstruction; in training, that of the corrupted examples. */
  override forward(x: Tensor): Tensor {
    return scoped(() => this.reconstruct(this.corruption.forward(x)));
  }

  /**
   * @internal What the decoder returned, in the shape of the examples.
   * @throws {@link ShapeError} if it has another size.
   */
  shapedAs(x: Tensor, decoded: Tensor): Tensor {
    if (sameShape(decoded.shape, x.shape)) return decoded;
    if (decoded.size === x.size) return decoded.reshape(x.shape);
    throw new ShapeError(this.kind, {
      expected: `a reconstruction of ${sizeOf(x.shape.slice(1))} values for each example of shape ${describeShape(x.shape.slice(1))}`,
      received: describeShape(decoded.shape),
      hint: 'Encoder and decoder must be made for examples of the same size.',
    });
  }
}

/**
 * Restores damaged examples: the reconstruction in evaluation mode, without a gradient. `predict` of `@neurona/training` does the same for
 * whole data sets.
 *
 * Shape: x `[N, ...]` → same shape.
 * @example
 * denoise(new DenseAutoencoder([64, 16], { noise: 0.3 }), ones([8, 64])).shape; // => [8, 64]
 */
export function denoise(model: Autoencoder, x: Tensor): Tensor {
  const restoreModes = rememberModes(checkAutoencoder('denoise', model));
  try {
    return noGrad(() => model.eval().reconstruct(x));
  } finally {
    restoreModes();
  }
}

/**
 * @internal A model that is an autoencoder.
 * @throws {@link ArgumentError} if it is none.
 */
export function checkAutoencoder(subject: string, model: Autoencoder): Autoencoder {
  if (model instanceof Autoencoder) return model;
  throw new ArgumentError(subject, {
    expected: 'an Autoencoder',
    received: model,
    hint: 'Write new Autoencoder(encoder, decoder).',
  });
}
