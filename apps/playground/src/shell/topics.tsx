import { Link } from 'wouter-preact';
import { inLanguage } from '../i18n/texts.js';
import { chaptersOf } from '../pages/chapters.js';
import type { PageEntry } from '../pages/page-entry.js';
import { Dialog } from '../ui/dialog.js';
import { Badges } from './badges.js';
import { Preferences } from './preferences.js';
import { shellTexts } from './texts.js';
import './topics.css';

/** Settings of {@link Topics}. */
export interface TopicsProps {
  readonly pages: readonly PageEntry[];
  /** The page that is shown, by name. */
  readonly here: string | undefined;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The menu of all pages by chapter: a window, on a phone a sheet. */
export function Topics({ pages, here, open, onClose }: TopicsProps) {
  const texts = inLanguage(shellTexts);
  return (
    <Dialog open={open} title={texts.topics} onClose={onClose} kind="menu">
      <nav class="topics" aria-label={texts.topics}>
        {chaptersOf(pages).map(({ name, title, pages: own }) => (
          <section key={name} aria-labelledby={`topic-${name}`}>
            <h3 id={`topic-${name}`} class="topics__chapter">
              {inLanguage(title)}
            </h3>
            <ul class="topics__pages">
              {own.map((page) => (
                <li key={page.name}>
                  <Link
                    href={`/${page.name}`}
                    class="topics__page"
                    aria-current={page.name === here ? 'page' : undefined}
                    onClick={onClose}
                  >
                    <span>{inLanguage(page.title)}</span>
                    <Badges page={page} />
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <div class="topics__preferences">
        <Preferences />
      </div>
    </Dialog>
  );
}
