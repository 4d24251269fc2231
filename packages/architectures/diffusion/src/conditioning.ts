// internal
import { checkCount } from '@neurona/backend';
import { Embedding, Linear, Module, Sequential, SiLU } from '@neurona/layers';
import { full, scoped, type Tensor } from '@neurona/tensor';
import { checkClasses, checkPerExample, wrongClass } from './check.js';
import { timeEmbedding } from './time-embedding.js';

/**
 * What a denoiser is told besides the noisy example: the step and, of some models, the class. One more row than there are classes stands
 * for no class.
 *
 *     y = Linear(SiLU(Linear(timeEmbedding(t)))) + class embedding
 *
 * Shape: x `[N, ...]`, t `[N]`, classes int32 `[N]` → `[N, size]`
 */
export class Conditioning extends Module<readonly [x: Tensor, t: Tensor, classes?: Tensor | undefined]> {
  static override readonly kind: string = 'Conditioning';

  readonly time: Sequential;
  readonly classes: Embedding | undefined;

  constructor(
    private readonly subject: string,
    readonly timeFeatures: number,
    size: number,
    readonly numClasses: number,
  ) {
    super();
    checkCount(subject, 'numClasses', numClasses, 0);
    this.time = new Sequential(new Linear(timeFeatures, size), new SiLU(), new Linear(size, size));
    this.classes = numClasses > 0 ? new Embedding(numClasses + 1, size) : undefined;
  }

  override forward(x: Tensor, t: Tensor, classes?: Tensor): Tensor {
    checkPerExample(this.subject, 't', t, x);
    if (classes && !this.classes) throw wrongClass(this.subject, 'classes', -1);
    if (classes) checkClasses(this.subject, classes, x, this.numClasses);
    return scoped(() => {
      const time = this.time.forward(timeEmbedding(t, this.timeFeatures)); // [N, size]
      if (!this.classes) return time;
      const { backend } = x;
      const known = classes ?? full([x.shape[0]!], this.numClasses, { dtype: 'int32', backend });
      return time.add(this.classes.forward(known.cast('int32')));
    });
  }
}
