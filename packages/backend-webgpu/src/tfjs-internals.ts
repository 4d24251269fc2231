// internal
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** What tfjs knows about one array. */
export interface TfjsData {
  values: ArrayLike<number> | null;
  resource?: GPUBuffer | null;
}

/** The parts of tfjs's backend that own kernels share, so that their commands and buffers mix with tfjs's. */
export interface TfjsInternals {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly tensorMap: { get(dataId: object): TfjsData };
  readonly bufferManager: {
    numBytesUsed: number;
    numBytesAllocated: number;
    numFreeBuffers: number;
    readonly freeBuffers: Map<string, GPUBuffer[]>;
    acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
    releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  };
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  recordAndSubmit(...args: unknown[]): void;
  uploadToGPU(dataId: object): void;
}

/** The inside of a tfjs backend (4.22, whose dependency is pinned). */
export const internalsOf = (backend: WebGPUBackend): TfjsInternals => backend as unknown as TfjsInternals;
