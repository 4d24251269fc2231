import { webcam } from '@neurona/datasets';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TrainingWorker } from '../worker/training-worker.js';
import type { FileProblem, Opened } from './own-picture.js';
import type { Picture } from './picture.js';
import type { PictureName, PictureSettings } from './sources.js';

/** What may be wrong with the camera. */
export type CameraProblem = 'noCamera' | 'noPermission' | 'cameraInUse' | 'cameraFailed' | 'cameraGone';

/** What is wrong with a picture of one's own. */
export interface SourceProblem {
  readonly kind: FileProblem | CameraProblem;
  readonly detail: string;
}

/** Pictures for the worker. */
export interface SourceControl {
  /** The drawn pictures in small, once they are there. */
  readonly thumbnails: readonly Picture[] | undefined;
  readonly isLive: boolean;
  readonly isStarting: boolean;
  readonly problem: SourceProblem | undefined;
  show(name: PictureName): void;
  open(file: File): void;
  startCamera(): void;
  /** Stops the camera; the last frame stays. */
  stopCamera(): void;
  /** Makes a picture the next input. */
  reuse(picture: Picture): void;
  forget(): void;
}

/** A worker that answers with what `PictureInput` does. */
// biome-ignore lint/suspicious/noExplicitAny: any page's training
type Training = Pick<TrainingWorker<any, any>, 'ask' | 'device' | 'refresh'>;

const cameraProblems: Readonly<Record<string, CameraProblem>> = {
  NotAllowedError: 'noPermission',
  SecurityError: 'noPermission',
  NotFoundError: 'noCamera',
  NotReadableError: 'cameraInUse',
};

/** Hands files, frames of the camera and earlier outputs to the worker. Leaving the page switches the camera off. */
export function useSource(
  training: Training,
  settings: PictureSettings,
  change: (changes: Partial<PictureSettings>) => void,
): SourceControl {
  const [camera, setCamera] = useState<'off' | 'starting' | 'live'>('off');
  const [problem, setProblem] = useState<SourceProblem | undefined>();
  const [thumbnails, setThumbnails] = useState<readonly Picture[] | undefined>();
  const ending = useRef<AbortController | undefined>();
  const kept = useRef<{ file?: File; picture?: Picture }>({}); // for the worker of another device
  const { pixels, source } = settings;
  const device = training.device.value;

  const stop = () => {
    ending.current?.abort();
    ending.current = undefined;
    setCamera('off');
  };
  const take = async (picture: Picture) => {
    kept.current = { picture };
    await training.ask('take', picture).catch(() => {}); // the worker was ended: its message is shown already
  };
  const watch = async () => {
    stop();
    const controller = new AbortController();
    ending.current = controller;
    setCamera('starting');
    setProblem(undefined);
    const isCurrent = () => ending.current === controller;
    try {
      let isFirst = true;
      for await (const { values, shape } of webcam({ width: pixels, signal: controller.signal })) {
        const [height, width] = shape as [number, number, number];
        await take({ width, height, channels: 3, values: values as Float32Array }); // what comes meanwhile is passed over
        if (!isCurrent()) return;
        if (isFirst) {
          change({ source: 'camera' });
          setCamera('live');
        } else training.refresh();
        isFirst = false;
      }
      if (isCurrent()) setProblem({ kind: 'cameraGone', detail: '' });
    } catch (error) {
      if (isCurrent()) setProblem(cameraProblem(error));
    } finally {
      if (isCurrent()) stop();
    }
  };
  const open = async (file: File) => {
    setProblem(undefined);
    const opened = await training.ask<Opened>('open', file).catch(() => undefined);
    if (!opened) return;
    if (!opened.isOpen) {
      setProblem({ kind: opened.problem, detail: opened.detail });
      return;
    }
    stop();
    kept.current = { file };
    change({ source: 'file' });
  };

  useEffect(() => () => ending.current?.abort(), []);
  useEffect(() => {
    if (ending.current) void watch(); // frames of another size
  }, [pixels]);
  useEffect(() => {
    const { file, picture } = kept.current;
    if (!device) return;
    if (!thumbnails) training.ask<readonly Picture[]>('thumbnails', undefined).then(setThumbnails, () => {}); // the picker does without them too
    if (source === 'file' && file) void open(file);
    else if ((source === 'camera' || source === 'output') && picture)
      void take(picture).then(() => training.refresh());
  }, [device]);

  return {
    thumbnails,
    isLive: camera === 'live',
    isStarting: camera === 'starting',
    problem,
    show(name) {
      stop();
      setProblem(undefined);
      change({ source: name });
    },
    open: (file) => void open(file),
    startCamera: () => void watch(),
    stopCamera: stop,
    reuse(picture) {
      stop();
      void take(picture).then(() => change({ source: 'output' }));
    },
    forget: () => setProblem(undefined),
  };
}

/** What an error of the camera means. */
export function cameraProblem(error: unknown): SourceProblem {
  const cause = error instanceof Error ? error.cause : undefined;
  const name = cause instanceof Error ? cause.name : '';
  console.info(`No camera: ${error}`);
  const isMissing = !navigator.mediaDevices;
  return { kind: cameraProblems[name] ?? (isMissing ? 'noCamera' : 'cameraFailed'), detail: '' };
}
