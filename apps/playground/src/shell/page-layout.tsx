import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import './page-layout.css';

/** Settings of {@link PageLayout}. */
export interface PageLayoutProps {
  readonly title: string;
  /** One or two sentences on what to do here. */
  readonly lead: string;
  readonly children: ComponentChildren;
}

/** The frame of a page: heading, lead, content. Entering moves the focus to the heading. */
export function PageLayout({ title, lead, children }: PageLayoutProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = `${title} · neurona playground`;
  }, [title]);
  return (
    <div class="page">
      <header class="page__head">
        <h1 ref={heading} tabIndex={-1} class="page__title">
          {title}
        </h1>
        <p class="page__lead">{lead}</p>
      </header>
      {children}
    </div>
  );
}

/** Settings of {@link Explanation}. */
export interface ExplanationProps {
  /** Heading and text of each part. */
  readonly parts: readonly (readonly string[])[];
}

/** Text that explains what is seen, below the workbench, in columns where there is room. */
export function Explanation({ parts }: ExplanationProps) {
  return (
    <div class="explanation">
      {parts.map(([heading, text]) => (
        <section key={heading}>
          <h2>{heading}</h2>
          <p>{text}</p>
        </section>
      ))}
    </div>
  );
}
