import { Compass } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import { Link, Route, Router, Switch } from 'wouter-preact';
import { Home } from '../home/home.js';
import { inLanguage } from '../i18n/texts.js';
import { placeOf } from '../pages/chapters.js';
import type { PageEntry } from '../pages/page-entry.js';
import { Empty } from '../ui/notice.js';
import { Toasts } from '../ui/toast.js';
import { address, isEmbedded, linkHere, usePath } from './address.js';
import './app.css';
import { Header } from './header.js';
import { LazyPage } from './lazy-page.js';
import { shellTexts } from './texts.js';

/** The playground: header, the page that the address names, messages. Inside another site only the page. */
export function App({ pages }: { readonly pages: readonly PageEntry[] }) {
  const texts = inLanguage(shellTexts);
  useEffect(() => {
    document.documentElement.classList.toggle('embedded', isEmbedded);
  }, []);
  return (
    <Router hook={usePath}>
      {!isEmbedded && (
        <>
          <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
            {texts.skip}
          </button>
          <Header pages={pages} />
        </>
      )}
      <main id="content" tabIndex={-1}>
        <Switch>
          <Route path="/">
            <Home pages={pages} />
          </Route>
          {pages.map((entry) => (
            <Route key={entry.name} path={`/${entry.name}`}>
              <LazyPage
                key={entry.name}
                entry={entry}
                next={isEmbedded ? undefined : placeOf(pages, `/${entry.name}`)?.after}
              />
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
      {isEmbedded && <WholeSite />}
      <Toasts />
    </Router>
  );
}

/** From inside another site to the whole playground, in the same state. */
function WholeSite() {
  address.value; // the link follows the state
  return (
    <a class="embedded__link" href={linkHere()} target="_blank" rel="noopener">
      {inLanguage(shellTexts).wholeSite}
    </a>
  );
}
