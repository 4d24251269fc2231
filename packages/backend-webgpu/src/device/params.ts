// internal
import { type Program, slotBytes } from './pipelines.js';

/** Slots for the params of a batch of commands. */
const bytes = 256 * slotBytes;

/** Params of the shaders of one batch, uploaded together: each shader finds its own at an offset. */
export class Params {
  readonly buffer: GPUBuffer;
  readonly #floats: Float32Array;
  readonly #words: Uint32Array<ArrayBuffer>;
  #used = 0;

  constructor(readonly device: GPUDevice) {
    this.buffer = device.createBuffer({ label: 'params', size: bytes, usage: 64 | 8 }); // UNIFORM | COPY_DST
    this.#words = new Uint32Array(bytes / 4);
    this.#floats = new Float32Array(this.#words.buffer);
  }

  hasRoom(program: Program): boolean {
    return this.#used + program.paramBytes <= bytes;
  }

  /** Stores the values of a shader's params; returns their offset. */
  store(program: Program, values: readonly number[]): number {
    const offset = this.#used;
    const { params } = program;
    for (let i = 0, at = offset / 4; i < params.length; i++, at++) {
      if (params[i] === 'f32') this.#floats[at] = values[i]!;
      else this.#words[at] = values[i]!; // negative ones as two's complement
    }
    this.#used += program.paramBytes;
    return offset;
  }

  /** Uploads everything stored, ahead of the commands that are submitted next. */
  upload(): void {
    if (this.#used > 0) this.device.queue.writeBuffer(this.buffer, 0, this.#words, 0, this.#used / 4);
    this.#used = 0;
  }
}
