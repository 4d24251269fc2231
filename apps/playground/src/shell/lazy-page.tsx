import { ArrowRight, RotateCcw } from 'lucide-preact';
import { type ComponentType, h } from 'preact';
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { inLanguage } from '../i18n/texts.js';
import type { PageEntry } from '../pages/page-entry.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { Progress } from '../ui/progress.js';
import { recover, recoverOnce } from './new-version.js';
import { shellTexts } from './texts.js';

/** Settings of {@link LazyPage}. */
export interface LazyPageProps {
  readonly entry: PageEntry;
  /** The page that a link at the end leads to. */
  readonly next?: PageEntry | undefined;
}

/** A page, loaded when it is entered. What goes wrong inside is shown in its place; the shell goes on working. */
export function LazyPage({ entry, next }: LazyPageProps) {
  const [Page, setPage] = useState<ComponentType>();
  const [failure, setFailure] = useState<'offline' | 'changed'>();
  const [renderError, clearRenderError] = useErrorBoundary((error) => console.error(error));
  const [attempt, setAttempt] = useState(0);
  const { loading, broken, next: nextLabel } = inLanguage(shellTexts);
  useEffect(() => {
    let isCurrent = true;
    entry.load().then(
      (page) => isCurrent && setPage(() => page),
      async (error: Error) => {
        console.info(`The page could not be loaded: ${error.message}`);
        if (await recoverOnce()) return; // a new version is there: it is loaded
        if (isCurrent) setFailure(navigator.onLine ? 'changed' : 'offline');
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [entry, attempt]);
  if (renderError || failure) {
    const again = async () => {
      if (failure && (await recover())) return;
      setFailure(undefined);
      clearRenderError();
      setAttempt(attempt + 1);
    };
    return (
      <div class="page">
        <Notice
          kind="problem"
          title={renderError ? broken.title : broken.load}
          action={
            <Button icon={RotateCcw} onClick={() => void again()}>
              {broken.again}
            </Button>
          }
        >
          {failure ? broken[failure] : broken.text}
        </Notice>
      </div>
    );
  }
  if (Page) {
    return (
      <>
        {h(Page, null)}
        {next && (
          <nav class="next" aria-label={nextLabel}>
            <Link href={`/${next.name}`} class="next__link">
              <span>{nextLabel}</span>
              <strong>{inLanguage(next.title)}</strong>
              <ArrowRight aria-hidden="true" />
            </Link>
          </nav>
        )}
      </>
    );
  }
  return (
    <div class="page">
      <Progress label={loading} />
    </div>
  );
}
