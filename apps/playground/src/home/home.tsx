import { Check } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { inLanguage } from '../i18n/texts.js';
import { pages } from '../pages/pages.js';
import { HeroPicture } from './hero-picture.js';
import './home.css';
import { homeTexts } from './texts.js';

/** The start page: what this is, and a card for each page. */
export function Home() {
  const texts = inLanguage(homeTexts);
  useEffect(() => {
    document.title = 'neurona playground';
  }, []);
  return (
    <div class="home">
      <section class="hero">
        <div class="hero__words">
          <h1 class="hero__title">{texts.title}</h1>
          <p class="hero__lead">{texts.lead}</p>
          <ul class="hero__facts">
            {texts.facts.map((fact) => (
              <li key={fact}>
                <Check aria-hidden="true" />
                {fact}
              </li>
            ))}
          </ul>
        </div>
        <HeroPicture />
      </section>
      <section aria-labelledby="gallery">
        <h2 id="gallery" class="visually-hidden">
          {texts.gallery}
        </h2>
        <ul class="gallery">
          {pages.map(({ name, title, sentence, Thumbnail }) => (
            <li key={name}>
              <Link href={`/${name}`} class="tile">
                <div class="tile__picture" aria-hidden="true">
                  <Thumbnail />
                </div>
                <h3 class="tile__title">{inLanguage(title)}</h3>
                <p class="tile__sentence">{inLanguage(sentence)}</p>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <footer class="home__foot">{texts.foot}</footer>
    </div>
  );
}
