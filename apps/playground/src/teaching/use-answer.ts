import { useEffect, useRef, useState } from 'preact/hooks';
import type { TrainingWorker } from '../worker/training-worker.js';
import type { TeachSettings } from './classes.js';
import type { TeachAnswer, TeachSnapshot } from './train.js';

/** What the network says of a picture, anew for each picture and each snapshot: one question at a time, the last is never lost. */
export function useAnswer(
  training: TrainingWorker<TeachSettings, TeachSnapshot>,
  bytes: Uint8Array | undefined,
  asked: number,
): TeachAnswer | undefined {
  const [answer, setAnswer] = useState<TeachAnswer | undefined>();
  const latest = useRef({ bytes, asked });
  latest.current = { bytes, asked };
  const waits = useRef<'no' | 'answer' | 'more'>('no');
  const snapshot = training.snapshot.value;
  const ask = async () => {
    if (waits.current !== 'no') {
      waits.current = 'more';
      return;
    }
    do {
      waits.current = 'answer';
      const { bytes: picture, asked: k } = latest.current;
      const found = picture && training.ask<TeachAnswer>('predict', { bytes: picture, asked: k });
      setAnswer(await found?.catch(() => undefined)); // the worker was ended: its message is shown already
    } while ((waits.current as string) === 'more');
    waits.current = 'no';
  };
  useEffect(() => {
    if (snapshot) void ask();
  }, [bytes, asked, snapshot]);
  return answer;
}
