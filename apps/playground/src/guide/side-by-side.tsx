import type { ComponentChildren } from 'preact';
import './guide.css';

/** One of two runs. */
export interface Run {
  readonly title: string;
  /** Its picture. */
  readonly children: ComponentChildren;
}

/** Settings of {@link SideBySide}. */
export interface SideBySideProps {
  readonly runs: readonly [Run, Run];
}

/**
 * Two runs beside each other, where comparing is the point. Each has a `useTraining` with a `prefix` of its own, and the bar takes
 * both: `<TrainingBar training={a} also={[b]} … />`.
 */
export function SideBySide({ runs }: SideBySideProps) {
  return (
    <div class="side-by-side">
      {runs.map(({ title, children }) => (
        <section key={title} class="side-by-side__run" aria-label={title}>
          <h3 class="side-by-side__title">{title}</h3>
          {children}
        </section>
      ))}
    </div>
  );
}
