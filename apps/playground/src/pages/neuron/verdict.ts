import { formatNumber } from '../../i18n/numbers.js';
import type { Verdict } from '../../ui/verdict.js';
import type { TrainingStatus } from '../../worker/training-worker.js';
import type { NeuronSettings } from './settings.js';
import type { neuronTexts } from './texts.js';
import type { NeuronSnapshot } from './train.js';

const patience = 60; // epochs after which it is fair to say that it does not work

/** Judges what is seen. */
export function judge(
  { data, hidden }: NeuronSettings,
  snapshot: NeuronSnapshot | undefined,
  epochs: number,
  status: TrainingStatus,
  texts: (typeof neuronTexts)['en']['verdict'],
): Verdict {
  const wrong = snapshot?.wrong.filter(Boolean).length;
  if (wrong === undefined || (wrong > 0 && epochs === 0)) return { kind: 'open', text: texts.waiting };
  if (wrong === 0 && status === 'finished') return { kind: 'good', text: texts.solved(formatNumber(epochs)) };
  if (wrong === 0 && status === 'running') return { kind: 'open', text: texts.becoming };
  if (wrong === 0) return { kind: 'good', text: texts.right };
  if (data === 'xor' && hidden === 0 && epochs >= patience) return { kind: 'bad', text: texts.xor };
  if (hidden > 0 && epochs >= 10 * patience) return { kind: 'bad', text: texts.stuck };
  return { kind: 'open', text: texts.sure(formatNumber(wrong)) };
}
