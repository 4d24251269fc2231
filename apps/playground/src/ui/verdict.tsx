import { CircleAlert, CircleCheck, CircleDot } from 'lucide-preact';
import { Spoken } from './spoken.js';
import './verdict.css';

/** What one can say of what is seen, in a sentence, and whether it is good, bad or neither. */
export interface Verdict {
  readonly kind: 'good' | 'bad' | 'open';
  readonly text: string;
}

/** Settings of {@link VerdictLine}. */
export interface VerdictLineProps {
  readonly verdict: Verdict;
  /** Whether it stands in the middle without a surface of its own; default false. */
  readonly plain?: boolean;
}

const icons = { good: CircleCheck, bad: CircleAlert, open: CircleDot } as const;

/** A verdict with its sign; screen readers hear it at a pace that one can follow. */
export function VerdictLine({ verdict: { kind, text }, plain = false }: VerdictLineProps) {
  const Icon = icons[kind];
  return (
    <>
      <p class={`verdict verdict--${kind}${plain ? ' verdict--plain' : ''}`}>
        <Icon aria-hidden="true" />
        {text}
      </p>
      <Spoken text={text} />
    </>
  );
}
