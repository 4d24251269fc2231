import { webcam } from '@neurona/datasets';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Picture } from './picture.js';
import { cameraProblem, type SourceProblem } from './use-source.js';

/** A camera whose frames stay on the page. */
export interface CameraControl {
  readonly state: 'off' | 'starting' | 'live';
  readonly problem: SourceProblem | undefined;
  start(): void;
  stop(): void;
  forget(): void;
}

/**
 * Frames of the camera, one after the other; those that come while one is taken are passed over. Leaving the page switches it off.
 * @param width - Of the frames, in pixels.
 * @param onFrame - Takes a frame.
 */
export function useCamera(width: number, onFrame: (frame: Picture) => void): CameraControl {
  const [state, setState] = useState<CameraControl['state']>('off');
  const [problem, setProblem] = useState<SourceProblem | undefined>();
  const ending = useRef<AbortController | undefined>();
  const taking = useRef(onFrame);
  taking.current = onFrame;
  const stop = () => {
    ending.current?.abort();
    ending.current = undefined;
    setState('off');
  };
  const start = async () => {
    stop();
    const controller = new AbortController();
    ending.current = controller;
    setState('starting');
    setProblem(undefined);
    const isCurrent = () => ending.current === controller;
    try {
      for await (const { values, shape } of webcam({ width, signal: controller.signal })) {
        if (!isCurrent()) return;
        setState('live');
        const [rows, columns] = shape as [number, number, number];
        taking.current({ width: columns, height: rows, channels: 3, values: values as Float32Array });
      }
      if (isCurrent()) setProblem({ kind: 'cameraGone', detail: '' });
    } catch (error) {
      if (isCurrent()) setProblem(cameraProblem(error));
    } finally {
      if (isCurrent()) stop();
    }
  };
  useEffect(() => () => ending.current?.abort(), []);
  return { state, problem, start: () => void start(), stop, forget: () => setProblem(undefined) };
}
