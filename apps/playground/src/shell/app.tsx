import { Compass, type LucideIcon, Moon, Sun, SunMoon } from 'lucide-preact';
import { Link, Route, Router, Switch, useRoute } from 'wouter-preact';
import { Home } from '../home/home.js';
import { inLanguage, type Language, language, languages } from '../i18n/texts.js';
import type { PageEntry } from '../pages/page-entry.js';
import { pages } from '../pages/pages.js';
import { type ThemeChoice, themeChoice, themeChoices } from '../theme/theme.js';
import { IconButton } from '../ui/button.js';
import { Empty } from '../ui/notice.js';
import { Segmented } from '../ui/segmented.js';
import { Toasts } from '../ui/toast.js';
import { usePath } from './address.js';
import './app.css';
import { LazyPage } from './lazy-page.js';
import { shellTexts } from './texts.js';

/** The playground: header, the page that the address names, messages. */
export function App() {
  const texts = inLanguage(shellTexts);
  return (
    <Router hook={usePath}>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {texts.skip}
      </button>
      <Header />
      <main id="content" tabIndex={-1}>
        <Switch>
          <Route path="/">
            <Home />
          </Route>
          {pages.map((entry, i) => (
            <Route key={entry.name} path={`/${entry.name}`}>
              <LazyPage key={entry.name} entry={entry} next={pages[i + 1]} />
            </Route>
          ))}
          <Route>
            <Empty icon={Compass} title={texts.missing.title}>
              <p>{texts.missing.text}</p>
              <Link href="/">{texts.gallery}</Link>
            </Empty>
          </Route>
        </Switch>
      </main>
      <Toasts />
    </Router>
  );
}

const themeIcons: Readonly<Record<ThemeChoice, LucideIcon>> = { system: SunMoon, light: Sun, dark: Moon };
const languageNames: Readonly<Record<Language, string>> = { en: 'EN', es: 'ES' };

function Header() {
  const texts = inLanguage(shellTexts);
  const nextTheme = () => {
    const next = (themeChoices.indexOf(themeChoice.value) + 1) % themeChoices.length;
    themeChoice.value = themeChoices[next]!;
  };
  return (
    <header class="header">
      <Link href="/" class="header__brand" aria-label={texts.home}>
        <Mark />
        <span>neurona</span>
      </Link>
      <nav class="header__pages" aria-label={texts.pages}>
        {pages.map((entry) => (
          <PageLink key={entry.name} entry={entry} />
        ))}
      </nav>
      <div class="header__tools">
        <Segmented
          label={texts.language}
          hideLabel
          value={language.value}
          choices={languages.map((value) => ({ value, label: languageNames[value] }))}
          onChange={(value) => {
            language.value = value;
          }}
        />
        <IconButton
          label={texts.theme[themeChoice.value]}
          icon={themeIcons[themeChoice.value]}
          onClick={nextTheme}
        />
      </div>
    </header>
  );
}

function PageLink({ entry }: { readonly entry: PageEntry }) {
  const [isHere] = useRoute(`/${entry.name}`);
  return (
    <Link href={`/${entry.name}`} class="header__page" aria-current={isHere ? 'page' : undefined}>
      {inLanguage(entry.title)}
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
