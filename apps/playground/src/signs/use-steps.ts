import { useEffect, useState } from 'preact/hooks';

/** Where a visitor is on a page's path. */
export interface StepsState<Name extends string> {
  readonly current: Name | undefined;
  readonly done: ReadonlySet<Name>;
  readonly guesses: Readonly<Partial<Record<Name, number>>>;
  readonly onStep: (name: Name) => void;
  readonly onGuess: (name: Name, choice: number) => void;
}

/**
 * Keeps the step that one is at, the steps that were seen, and the guesses.
 * @param begin - Sets the controls of a step.
 * @param isSeen - Whether the goal of the current step is in sight now.
 */
export function useSteps<Name extends string>(
  begin: (name: Name) => void,
  isSeen: (name: Name) => boolean,
): StepsState<Name> {
  const [current, setCurrent] = useState<Name | undefined>();
  const [done, setDone] = useState<ReadonlySet<Name>>(new Set());
  const [guesses, setGuesses] = useState({} as Readonly<Partial<Record<Name, number>>>);
  const seesNow = current !== undefined && !done.has(current) && isSeen(current);
  useEffect(() => {
    if (seesNow) setDone(new Set([...done, current]));
  }, [seesNow]);
  return {
    current,
    done,
    guesses,
    onStep(name) {
      setCurrent(name);
      begin(name);
    },
    onGuess: (name, choice) => setGuesses({ ...guesses, [name]: choice }),
  };
}
