import { ArrowRight, Check } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { inLanguage } from '../i18n/texts.js';
import { type Chapter, chaptersOf } from '../pages/chapters.js';
import type { PageEntry } from '../pages/page-entry.js';
import { Badges } from '../shell/badges.js';
import './home.css';
import { LiveNetwork } from './live-network.js';
import { homeTexts } from './texts.js';
import './thumbnails.css';

/** The start page: a live network, and the pages chapter by chapter. */
export function Home({ pages }: { readonly pages: readonly PageEntry[] }) {
  const texts = inLanguage(homeTexts);
  const chapters = chaptersOf(pages);
  const first = chapters[0]?.pages[0];
  useEffect(() => {
    document.title = 'neurona playground';
  }, []);
  return (
    <div class="home">
      <section class="hero">
        <div class="hero__words">
          <h1 class="hero__title">{texts.title}</h1>
          <p class="hero__lead">{texts.lead}</p>
          {first && (
            <Link href={`/${first.name}`} class="hero__start">
              {texts.start(inLanguage(first.title))}
              <ArrowRight aria-hidden="true" />
            </Link>
          )}
          <ul class="hero__facts">
            {texts.facts.map((fact) => (
              <li key={fact}>
                <Check aria-hidden="true" />
                {fact}
              </li>
            ))}
          </ul>
        </div>
        <LiveNetwork />
      </section>
      {chapters.map((chapter) => (
        <ChapterRow key={chapter.name} chapter={chapter} />
      ))}
      <footer class="home__foot">{texts.foot}</footer>
    </div>
  );
}

/** A chapter: its pages as small cards. */
function ChapterRow({ chapter: { name, title, pages } }: { readonly chapter: Chapter }) {
  return (
    <section class="chapter" aria-labelledby={`chapter-${name}`}>
      <h2 id={`chapter-${name}`} class="chapter__title">
        {inLanguage(title)}
      </h2>
      <ul class="chapter__pages">
        {pages.map((page) => (
          <li key={page.name}>
            <Link href={`/${page.name}`} class="tile">
              <div class="tile__picture" aria-hidden="true">
                <page.Thumbnail />
              </div>
              <div class="tile__words">
                <h3 class="tile__title">{inLanguage(page.title)}</h3>
                <p class="tile__sentence">{inLanguage(page.sentence)}</p>
                <Badges page={page} />
              </div>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
