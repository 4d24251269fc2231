import { ChevronLeft, ChevronRight, type LucideIcon, Menu } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { inLanguage } from '../i18n/texts.js';
import { type Place, placeOf } from '../pages/chapters.js';
import type { PageEntry } from '../pages/page-entry.js';
import { Button } from '../ui/button.js';
import { address } from './address.js';
import './header.css';
import { Preferences } from './preferences.js';
import { ShareButton } from './share-dialog.js';
import { shellTexts } from './texts.js';
import { Topics } from './topics.js';

/** Menu of topics, the page's place in its chapter, the pages before and after, sharing, language and theme. */
export function Header({ pages }: { readonly pages: readonly PageEntry[] }) {
  const texts = inLanguage(shellTexts);
  const [isOpen, setOpen] = useState(false);
  const place = placeOf(pages, address.value.path);
  return (
    <header class={`header${place ? ' header--page' : ''}`}>
      <Link href="/" class="header__brand" aria-label={texts.home}>
        <Mark />
        <span class="header__name">neurona</span>
      </Link>
      <span class="header__topics">
        <Button icon={Menu} variant="ghost" expanded={isOpen} onClick={() => setOpen(true)}>
          {texts.topics}
        </Button>
      </span>
      {place && <Where place={place} />}
      <div class="header__tools">
        {place && <ShareButton title={inLanguage(place.page.title)} />}
        <div class="header__preferences">
          <Preferences />
        </div>
      </div>
      <Topics pages={pages} here={place?.page.name} open={isOpen} onClose={() => setOpen(false)} />
    </header>
  );
}

/** The page's place, and steps to its neighbours. */
function Where({ place: { chapter, number, before, after } }: { readonly place: Place }) {
  const texts = inLanguage(shellTexts);
  return (
    <nav class="where" aria-label={texts.neighbours}>
      <Neighbour page={before} label={texts.previous} icon={ChevronLeft} />
      <p class="where__place">
        <span class="where__chapter">{inLanguage(chapter.title)}</span>{' '}
        <span class="numbers">{texts.place(String(number), String(chapter.pages.length))}</span>
      </p>
      <Neighbour page={after} label={texts.next} icon={ChevronRight} />
    </nav>
  );
}

interface NeighbourProps {
  readonly page: PageEntry | undefined;
  readonly label: string;
  readonly icon: LucideIcon;
}

function Neighbour({ page, label, icon: Icon }: NeighbourProps) {
  if (!page) return <span class="where__step" aria-hidden="true" />;
  const name = `${label}: ${inLanguage(page.title)}`;
  return (
    <Link href={`/${page.name}`} class="where__step" aria-label={name} title={name}>
      <Icon aria-hidden="true" />
    </Link>
  );
}

/** Two inputs and the cell that they meet in. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M6 8.5 18 16M6 23.5 18 16M18 16h9" />
      <circle class="mark__input" cx="6" cy="8.5" r="3" />
      <circle class="mark__input" cx="6" cy="23.5" r="3" />
      <circle class="mark__cell" cx="18" cy="16" r="5.5" />
    </svg>
  );
}
