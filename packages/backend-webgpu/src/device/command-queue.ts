// internal
import { BindGroups } from './bind-groups.js';
import type { Memory } from './buffer-pool.js';
import type { DeviceFailure } from './failure.js';
import { Params } from './params.js';
import { Pipelines, type Program } from './pipelines.js';

/** Shaders queued before they are submitted to the device: enough to keep it busy, few enough to start early. */
const batchSize = 64;

/** Commands in order, submitted to the device in batches. */
export class CommandQueue {
  readonly pipelines: Pipelines;
  /** Shaders queued so far. */
  dispatches = 0;

  readonly #params: Params;
  readonly #bindGroups: BindGroups;
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;
  /** The current program of the compute pass. */
  #program: Program | undefined;
  /** Shaders of the batch so far. */
  #waiting = 0;
  #batch = 1;

  constructor(
    readonly device: GPUDevice,
    readonly failure: DeviceFailure,
  ) {
    this.pipelines = new Pipelines(device, failure);
    this.#params = new Params(device);
    this.#bindGroups = new BindGroups(device, this.#params.buffer);
  }

  /** Queues one shader; `params` are the values of its fields. */
  dispatch(
    program: Program,
    memories: readonly Memory[],
    params: readonly number[],
    groups: readonly [number, number, number],
  ): void {
    if (!this.#params.hasRoom(program)) this.submit();
    this.#pass ??= this.encoder().beginComputePass();
    const pass = this.#pass;
    if (program !== this.#program) {
      pass.setPipeline(program.pipeline);
      this.#program = program;
    }
    const group = this.#bindGroups.get(program, memories);
    if (program.paramBytes > 0) pass.setBindGroup(0, group, [this.#params.store(program, params)]);
    else pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(groups[0], groups[1], groups[2]);
    for (const memory of memories) memory.batch = this.#batch;
    this.dispatches++;
    if (++this.#waiting >= batchSize) this.submit();
  }

  /** Queues a copy of the first bytes. */
  copy(source: Memory, target: GPUBuffer, bytes: number): void {
    this.endPass();
    this.encoder().copyBufferToBuffer(source.gpu, 0, target, 0, bytes);
    source.batch = this.#batch;
  }

  /** Queues a copy of the first bytes from memory to memory. */
  move(source: Memory, target: Memory, bytes: number): void {
    this.copy(source, target.gpu, bytes);
    target.batch = this.#batch;
  }

  /** Writes values to memory from a byte on, after everything that was queued. */
  write(target: Memory, values: Float32Array | Int32Array, at = 0): void {
    if (this.isQueued(target)) this.submit(); // writes overtake queued commands
    this.device.queue.writeBuffer(target.gpu, at, values as Float32Array<ArrayBuffer>);
  }

  /** Whether commands that are not submitted yet use this memory. */
  isQueued(memory: Memory): boolean {
    return memory.batch === this.#batch;
  }

  /** Submits everything queued to the device. */
  submit(): void {
    const encoder = this.#encoder;
    if (!encoder) return;
    this.endPass();
    this.#encoder = undefined;
    this.#waiting = 0;
    this.#batch++;
    this.failure.scoped(this.device, () => {
      this.#params.upload();
      this.device.queue.submit([encoder.finish()]);
    });
  }

  /** Submits everything and releases all memory. */
  letGo(): void {
    this.submit();
    this.#bindGroups.forget();
  }

  private encoder(): GPUCommandEncoder {
    this.#encoder ??= this.device.createCommandEncoder();
    return this.#encoder;
  }

  private endPass(): void {
    this.#pass?.end();
    this.#pass = undefined;
    this.#program = undefined;
  }
}
