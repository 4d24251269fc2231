// internal
import { BackendError } from '@neurona/backend';

/** Optional features that are used. */
const wanted = ['shader-f16', 'timestamp-query', 'subgroups'] as const;

/** Limits that are raised to what the adapter has. */
const raised = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/**
 * Opens an adapter's device with all features and limits that kernels use.
 * @throws {@link BackendError} if the adapter returns none.
 */
export async function openDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  try {
    return await adapter.requestDevice({
      label: 'neurona',
      requiredFeatures: wanted.filter((feature) => adapter.features.has(feature)),
      requiredLimits: Object.fromEntries(raised.map((limit) => [limit, adapter.limits[limit]])),
    });
  } catch (error) {
    throw new BackendError('webgpu', { expected: 'a device of the adapter', received: error, cause: error });
  }
}
