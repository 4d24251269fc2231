import { checkOptions, type OptionTable } from '@neurona/backend';
import { DatasetError } from '../dataset-error.js';
import type { HostArray } from '../host-array.js';
import { type DrawnImageOptions, drawnImage, drawnImageOptions, sourceSize } from './canvas-image.js';

/** Settings of {@link webcam}. */
export interface WebcamOptions extends DrawnImageOptions {
  /** Which camera: `user` faces the user, `environment` faces away. Default the browser's choice. */
  readonly facingMode?: 'user' | 'environment';
  /** The camera's own name, from `navigator.mediaDevices.enumerateDevices()`. */
  readonly deviceId?: string;
  /** Ends the frames with the signal's reason. */
  readonly signal?: AbortSignal;
}

const webcamOptions: OptionTable<WebcamOptions> = {
  ...drawnImageOptions,
  facingMode: 'user',
  deviceId: '',
  signal: undefined,
};

/**
 * Frames of a camera, in the browser. Frames that arrive while one is processed are skipped. The browser asks the user for
 * permission. The camera is switched off when the loop ends.
 *
 * Shape: → images `[height, width, channels]`, float32 in [0, 1].
 * @throws {@link DatasetError} if there is no camera, it is in use, or the user refuses; `cause` is the browser's error.
 */
export function webcam(options: WebcamOptions = {}): AsyncGenerator<HostArray, void, void> {
  return frames(checkOptions('webcam', options, webcamOptions));
}

async function* frames(options: WebcamOptions): AsyncGenerator<HostArray, void, void> {
  const { signal, width, height, facingMode, deviceId } = options;
  signal?.throwIfAborted();
  const wishes = {
    ...(width !== undefined && { width: { ideal: width } }),
    ...(height !== undefined && { height: { ideal: height } }),
    ...(facingMode && { facingMode }),
    ...(deviceId !== undefined && { deviceId: { exact: deviceId } }),
  };
  yield* streamFrames(await openCamera(wishes, signal), options);
}

async function openCamera(video: MediaTrackConstraints, signal?: AbortSignal): Promise<MediaStream> {
  const devices = typeof navigator === 'object' ? navigator.mediaDevices : undefined;
  if (!devices?.getUserMedia) {
    throw new DatasetError('webcam', {
      expected: 'a browser with camera access',
      received: 'none',
      hint: 'Open the page over https or from localhost; pages without a secure origin get no camera.',
    });
  }
  const opening = devices.getUserMedia({
    video: Object.keys(video).length === 0 ? true : video,
    audio: false,
  });
  try {
    return await unlessAborted(opening, signal);
  } catch (cause) {
    if (signal?.aborted) {
      void opening.then(stop, () => {}); // the person may still say yes
      throw signal.reason;
    }
    throw cameraError(cause);
  }
}

function cameraError(cause: unknown): DatasetError {
  const name = cause instanceof Error ? cause.name : '';
  const [received, hint] = problems[name] ?? [cause, undefined];
  return new DatasetError('webcam', { expected: 'a camera', received, hint, cause });
}

const problems: Record<string, readonly [received: string, hint: string]> = {
  NotAllowedError: ['no permission', 'Allow the camera in the settings of the page, then try again.'],
  SecurityError: ['no permission', 'Open the page over https or from localhost.'],
  NotFoundError: ['none', 'Connect a camera.'],
  OverconstrainedError: ['none that fits', 'Ask for another deviceId.'],
  NotReadableError: ['one that is in use', 'Close other programs that use the camera.'],
  AbortError: ['one that failed', 'Connect the camera again.'],
};

/** @internal The frames of a stream; its tracks are stopped when they are left. */
export async function* streamFrames(
  stream: MediaStream,
  options: WebcamOptions,
): AsyncGenerator<HostArray, void, void> {
  const { signal } = options;
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  try {
    video.srcObject = stream;
    await unlessAborted(video.play(), signal);
    while (await nextFrame(video, stream, signal))
      yield drawnImage('webcam', video, sourceSize('webcam', video), options);
  } finally {
    stop(stream);
    video.srcObject = null;
  }
}

/** Waits for a frame; false if the camera was taken away. */
async function nextFrame(
  video: HTMLVideoElement,
  stream: MediaStream,
  signal?: AbortSignal,
): Promise<boolean> {
  const [track] = stream.getVideoTracks();
  if (!track || track.readyState === 'ended') return false;
  let onEnd = (): void => {};
  try {
    const arriving = new Promise<boolean>((resolve) => {
      onEnd = () => resolve(false);
      track.addEventListener('ended', onEnd);
      if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => resolve(true));
      else requestAnimationFrame(() => resolve(true));
    });
    return await unlessAborted(arriving, signal);
  } finally {
    track.removeEventListener('ended', onEnd);
  }
}

async function unlessAborted<T>(waiting: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return waiting;
  signal.throwIfAborted();
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([waiting, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
