// internal
import { BackendError } from '@neurona/backend';

/**
 * The first error of a device. WebGPU reports errors late and continues with garbage: once an error is known, every later call
 * throws it.
 */
export class DeviceFailure {
  /** The kernel that is being queued, for messages. */
  kernel = '';
  #error: BackendError | undefined;
  /** Pending checks of the device, by number, the oldest first. */
  readonly #checks = new Map<number, Promise<void>>();
  #nextCheck = 0;

  /** Records an error, unless there is one already. */
  record(error: BackendError): void {
    this.#error ??= error;
  }

  /** The error, if there is one. */
  get error(): BackendError | undefined {
    return this.#error;
  }

  /** @throws {@link BackendError} if there was an error. */
  check(): void {
    if (this.#error) throw this.#error;
  }

  /** Records which kernel is queued next. @throws {@link BackendError} if there was an error before. */
  enter(kernel: string): void {
    if (this.#error) throw this.#error;
    this.kernel = kernel;
  }

  /** Waits for a check, which records its error. */
  expect(check: Promise<void>): void {
    const number = this.#nextCheck++;
    this.#checks.set(number, check);
    void check.then(() => this.#checks.delete(number));
  }

  /** Runs a function on the device, and records validation errors. */
  scoped<R>(device: GPUDevice, action: () => R): R {
    const { kernel } = this;
    device.pushErrorScope('out-of-memory');
    device.pushErrorScope('validation');
    const result = action();
    for (const answer of [device.popErrorScope(), device.popErrorScope()])
      this.expect(this.#heard(answer, kernel));
    return result;
  }

  async #heard(answer: Promise<GPUError | null>, kernel: string): Promise<void> {
    const number = this.#nextCheck; // of this check
    const error = await answer.catch(() => null); // a lost device reports itself
    if (!error) return;
    const earlier = [...this.#checks].filter(([other]) => other < number).map(([, check]) => check);
    await Promise.all(earlier); // a rejected shader is the cause; its check may be answered later
    this.record(describeError(error, kernel));
  }

  /** Waits until the device has reported every error so far, and throws the first. */
  async settle(device: GPUDevice): Promise<void> {
    device.pushErrorScope('validation');
    const barrier = device.popErrorScope(); // answered in order, after the errors before it
    await barrier.catch(() => {});
    while (this.#checks.size > 0) await Promise.all(this.#checks.values());
    this.check();
  }

  /** Listens to a device until it is lost or destroyed. */
  watch(device: GPUDevice): void {
    device.addEventListener('uncapturederror', (event) => {
      event.preventDefault();
      const error = describeError(event.error, this.kernel);
      // A rejected shader is the cause; its check may be answered after the commands that used it.
      this.expect(Promise.all(this.#checks.values()).then(() => this.record(error)));
    });
    void device.lost.then((info) => this.record(describeLoss(info, this.kernel)));
  }
}

/** The error of a lost or destroyed device. */
export function describeLoss(
  info: Pick<GPUDeviceLostInfo, 'reason' | 'message'>,
  kernel: string,
): BackendError {
  const destroyed = info.reason === 'destroyed';
  return new BackendError('webgpu', {
    expected: 'a device that is there',
    received: destroyed ? 'one that was destroyed' : `a lost device: ${info.message || 'no reason given'}`,
    where: lastKernel(kernel),
    hint: destroyed
      ? 'Arrays of a disposed backend are gone; call useBackend again and make new ones.'
      : 'The driver restarted or the GPU was taken away; call useBackend again and load the last checkpoint.',
  });
}

/** The error of an operation that a device refused. */
function describeError(error: GPUError, kernel: string): BackendError {
  const memory = isOutOfMemory(error);
  return new BackendError('webgpu', {
    expected: memory ? 'enough memory on the device' : 'commands that the device accepts',
    received: memory ? `out of memory: ${error.message}` : error.message.trim(),
    where: lastKernel(kernel),
    hint: memory
      ? 'Use a smaller batch, or free tensors earlier (memoryScope).'
      : 'Results since then are not valid. Please report it with the adapter that devices() prints.',
    cause: error,
  });
}

const isOutOfMemory = (error: GPUError): boolean =>
  typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError;

const lastKernel = (kernel: string): string | undefined =>
  kernel ? `last kernel queued: ${kernel}` : undefined;
