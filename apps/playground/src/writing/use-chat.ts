import { useEffect, useRef, useState } from 'preact/hooks';
import type { AnyTraining } from '../shell/training-bar.js';
import type { WrittenToken } from './written-token.js';

/** What somebody said. */
export interface ChatTurn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** A conversation with a model. */
export interface Chat {
  readonly turns: readonly ChatTurn[];
  readonly isAnswering: boolean;
  /** Tokens a second of the last answer. */
  readonly perSecond: number;
  /** What went wrong with the last message; empty if nothing did. */
  readonly problem: string;
  /** Says something; the model answers. */
  send(content: string): void;
  stop(): void;
  clear(): void;
}

/**
 * A conversation, by the streamed answer `chat` of a trainer to `{ messages, length }`.
 * @param key - The conversation is cleared when it changes.
 * @param length - The most tokens of an answer.
 */
export function useChat(training: AnyTraining, key: string, length: number): Chat {
  const [turns, setTurns] = useState<readonly ChatTurn[]>([]);
  const [isAnswering, setAnswering] = useState(false);
  const [perSecond, setPerSecond] = useState(0);
  const [problem, setProblem] = useState('');
  const round = useRef(0);
  const stop = () => {
    round.current++;
    setAnswering(false);
  };
  const clear = () => {
    stop();
    setTurns([]);
    setProblem('');
  };
  useEffect(() => {
    clear();
    return stop;
  }, [key]);
  const send = async (content: string) => {
    const own = ++round.current;
    const said: readonly ChatTurn[] = [...turns, { role: 'user', content }];
    setTurns([...said, { role: 'assistant', content: '' }]);
    setAnswering(true);
    setProblem('');
    try {
      let answer = '';
      for await (const part of training.stream<WrittenToken>('chat', { messages: said, length })) {
        if (round.current !== own) return;
        answer += part.text;
        setPerSecond(part.perSecond);
        setTurns([...said, { role: 'assistant', content: answer }]);
      }
    } catch (error) {
      if (round.current === own) setProblem(error instanceof Error ? error.message : String(error));
    }
    if (round.current === own) setAnswering(false);
  };
  return {
    turns,
    isAnswering,
    perSecond,
    problem,
    send: (content) => void send(content),
    stop,
    clear,
  };
}
