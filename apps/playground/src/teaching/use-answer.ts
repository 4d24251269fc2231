import { useEffect, useRef, useState } from 'preact/hooks';
import type { TrainingWorker } from '../worker/training-worker.js';
import type { TeachSettings } from './classes.js';
import type { TeachAnswer } from './head.js';
import type { Shown } from './shown.js';
import type { TeachSnapshot } from './train.js';

/** What the network says of a picture, anew for each picture and each snapshot: one question at a time, the last is never lost. */
export function useAnswer(
  training: TrainingWorker<TeachSettings, TeachSnapshot>,
  shown: Shown | undefined,
  asked: number,
): TeachAnswer | undefined {
  const [answer, setAnswer] = useState<TeachAnswer | undefined>();
  const latest = useRef({ shown, asked });
  latest.current = { shown, asked };
  const waits = useRef<'no' | 'answer' | 'more'>('no');
  const snapshot = training.snapshot.value;
  const ask = async () => {
    if (waits.current !== 'no') {
      waits.current = 'more';
      return;
    }
    do {
      waits.current = 'answer';
      const { shown: picture, asked: k } = latest.current;
      const isLarge = training.settings.body === 'published';
      const found =
        picture &&
        training.ask<TeachAnswer>('predict', {
          bytes: picture.bytes,
          ...(isLarge && { square: picture.square }),
          asked: k,
        });
      setAnswer(await found?.catch(() => undefined)); // the worker was ended: its message is shown already
    } while ((waits.current as string) === 'more');
    waits.current = 'no';
  };
  useEffect(() => {
    if (snapshot) void ask();
  }, [shown, asked, snapshot]);
  return answer;
}
