// internal
import type { DeviceFailure } from './failure.js';
import { Pipelines, type Program, slotBytes } from './pipelines.js';
import type { TfjsInternals } from './tfjs-internals.js';

/** Commands queued before they are handed to the device: enough to keep it busy, few enough to start early. */
const batchSize = 64;

const arenaBytes = batchSize * 4 * slotBytes;

interface BufferState {
  readonly id: number;
  /** The last batch that used it. */
  batch: number;
}

/** Queues compute shaders in order with tfjs's own commands. */
export class Commands {
  readonly pipelines: Pipelines;
  /** Dispatches so far, tfjs's among them. */
  dispatches = 0;

  readonly #arena = new DataView(new ArrayBuffer(arenaBytes));
  readonly #uniforms: GPUBuffer;
  #used = 0;
  #batch = 1;
  #nextId = 0;
  #states = new WeakMap<GPUBuffer, BufferState>();
  #bindGroups = new Map<string, GPUBindGroup>();

  constructor(
    readonly tfjs: TfjsInternals,
    readonly failure: DeviceFailure,
  ) {
    const { device } = tfjs;
    this.pipelines = new Pipelines(device, failure);
    this.#uniforms = device.createBuffer({
      label: 'params',
      size: arenaBytes,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    const { submitQueue, recordAndSubmit } = tfjs;
    tfjs.submitQueue = () => {
      this.beforeSubmit();
      failure.scoped(device, () => submitQueue.call(tfjs));
    };
    tfjs.recordAndSubmit = (...args) => {
      this.dispatches++;
      recordAndSubmit.apply(tfjs, args);
    };
  }

  /** Queues one shader; `params` are the values of its fields. */
  dispatch(
    program: Program,
    buffers: readonly GPUBuffer[],
    params: readonly number[],
    groups: readonly [number, number, number],
  ): void {
    const { tfjs } = this;
    if (this.#used + program.paramBytes > arenaBytes) this.submit();
    tfjs.ensureCommandEncoderReady();
    tfjs.computePassEncoder ??= tfjs.commandEncoder!.beginComputePass();
    const pass = tfjs.computePassEncoder;
    pass.setPipeline(program.pipeline);
    const bindGroup = this.bindGroup(program, buffers);
    if (program.paramBytes > 0) pass.setBindGroup(0, bindGroup, [this.store(program, params)]);
    else pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(groups[0], groups[1], groups[2]);
    this.dispatches++;
    if (++tfjs.dispatchCountInPass >= batchSize) this.submit();
  }

  /** Queues a copy. */
  copy(source: GPUBuffer, target: GPUBuffer, bytes: number): void {
    const { tfjs } = this;
    tfjs.ensureCommandEncoderReady();
    tfjs.endComputePassEncoder();
    tfjs.commandEncoder!.copyBufferToBuffer(source, 0, target, 0, bytes);
    this.touch(source);
    this.touch(target);
  }

  /** Hands everything queued to the device. */
  submit(): void {
    const { tfjs } = this;
    if (!tfjs.commandEncoder) return;
    tfjs.endComputePassEncoder();
    tfjs.submitQueue();
  }

  /** Whether commands that are not handed over yet use this buffer. */
  isQueued(buffer: GPUBuffer): boolean {
    return this.#states.get(buffer)?.batch === this.#batch;
  }

  /** Forgets bind groups, which hold on to buffers. */
  forget(): void {
    this.#bindGroups.clear();
  }

  dispose(): void {
    this.forget();
    this.#uniforms.destroy();
  }

  private beforeSubmit(): void {
    if (this.#used > 0) this.tfjs.queue.writeBuffer(this.#uniforms, 0, this.#arena.buffer, 0, this.#used);
    this.#used = 0;
    this.#batch++;
  }

  private store(program: Program, params: readonly number[]): number {
    const offset = this.#used;
    program.params.forEach((kind, i) => {
      const value = params[i]!;
      const at = offset + i * 4;
      if (kind === 'f32') this.#arena.setFloat32(at, value, true);
      else if (kind === 'u32') this.#arena.setUint32(at, value, true);
      else this.#arena.setInt32(at, value, true);
    });
    this.#used += program.paramBytes;
    return offset;
  }

  private bindGroup(program: Program, buffers: readonly GPUBuffer[]): GPUBindGroup {
    let key = program.layoutKey;
    for (const buffer of buffers) key += `:${this.touch(buffer)}`;
    let group = this.#bindGroups.get(key);
    if (!group) {
      const entries: GPUBindGroupEntry[] = buffers.map((buffer, binding) => ({
        binding,
        resource: { buffer },
      }));
      if (program.paramBytes > 0) {
        entries.push({
          binding: buffers.length,
          resource: { buffer: this.#uniforms, offset: 0, size: program.paramBytes },
        });
      }
      group = this.tfjs.device.createBindGroup({ label: program.name, layout: program.layout, entries });
      if (this.#bindGroups.size >= 4096) this.#bindGroups.clear();
      this.#bindGroups.set(key, group);
    }
    return group;
  }

  private touch(buffer: GPUBuffer): number {
    let state = this.#states.get(buffer);
    if (!state) {
      state = { id: this.#nextId++, batch: 0 };
      this.#states.set(buffer, state);
    }
    state.batch = this.#batch;
    return state.id;
  }
}
