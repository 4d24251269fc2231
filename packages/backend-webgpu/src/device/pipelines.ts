// internal
import { BackendError } from '@neurona/backend';
import { assemble, type Scalar, type ShaderSource } from '../shader.js';
import type { DeviceFailure } from './failure.js';

/** Layout of the buffers: shaders with the same layout share bind groups. */
export interface Layout {
  readonly id: number;
  readonly bindings: GPUBindGroupLayout;
  readonly pipelineLayout: GPUPipelineLayout;
  /** Bytes of the params' slot, a multiple of `slotBytes`. */
  readonly paramBytes: number;
}

/** A compiled shader. */
export interface Program {
  readonly pipeline: GPUComputePipeline;
  readonly layout: Layout;
  readonly params: readonly Scalar[];
  /** Bytes of the params' slot, a multiple of `slotBytes`. */
  readonly paramBytes: number;
}

/** Alignment of params, which every device takes. */
export const slotBytes = 256;

/** Compiles shaders once, and checks later whether the device accepted them. */
export class Pipelines {
  readonly #programs = new Map<string, Program>();
  readonly #layouts = new Map<string, Layout>();

  constructor(
    readonly device: GPUDevice,
    readonly failure: DeviceFailure,
  ) {}

  /** The program of a key; `source` is called the first time only. */
  get(key: string, source: () => ShaderSource): Program {
    let program = this.#programs.get(key);
    if (!program) {
      program = this.compile(source());
      this.#programs.set(key, program);
    }
    return program;
  }

  private compile(source: ShaderSource): Program {
    const { name, inputs = {}, outputs, params = {} } = source;
    const kinds = Object.values(params);
    const buffers = [
      ...Object.keys(inputs).map(() => 'read' as const),
      ...Object.keys(outputs).map(() => 'write' as const),
    ];
    const paramBytes = Math.ceil((kinds.length * 4) / slotBytes) * slotBytes;
    this.device.pushErrorScope('validation');
    const layout = this.layout(buffers, paramBytes);
    const module = this.device.createShaderModule({ label: name, code: assemble(source) });
    const pipeline = this.device.createComputePipeline({
      label: name,
      layout: layout.pipelineLayout,
      compute: { module, entryPoint: 'main' },
    });
    this.watch(name);
    return { pipeline, layout, params: kinds, paramBytes };
  }

  private layout(buffers: readonly ('read' | 'write')[], paramBytes: number): Layout {
    const key = `${buffers.map((access) => access[0]).join('')}${paramBytes}`;
    let layout = this.#layouts.get(key);
    if (!layout) {
      const visibility = 4; // COMPUTE
      const entries: GPUBindGroupLayoutEntry[] = buffers.map((access, binding) => ({
        binding,
        visibility,
        buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
      }));
      if (paramBytes > 0) {
        entries.push({
          binding: buffers.length,
          visibility,
          buffer: { type: 'uniform', hasDynamicOffset: true },
        });
      }
      const bindings = this.device.createBindGroupLayout({ entries });
      const pipelineLayout = this.device.createPipelineLayout({ bindGroupLayouts: [bindings] });
      layout = { id: this.#layouts.size + 1, bindings, pipelineLayout, paramBytes };
      this.#layouts.set(key, layout);
    }
    return layout;
  }

  private watch(name: string): void {
    const check = this.device.popErrorScope().then(
      (error) => {
        if (error) this.failure.record(rejected(name, error));
      },
      () => {}, // the device is gone, which `lost` reports
    );
    this.failure.expect(check);
  }
}

const rejected = (name: string, error: GPUError): BackendError =>
  new BackendError('webgpu', {
    expected: `a shader '${name}' that the device accepts`,
    received: error.message.trim(),
    hint: 'Results since then are not valid. Please report it with the adapter that devices() prints.',
    cause: error,
  });
