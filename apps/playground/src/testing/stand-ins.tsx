import '@fontsource-variable/geist/wght.css';
import { render } from 'preact';
import '../theme/tokens.css';
import '../theme/base.css';
import { chapters } from '../pages/chapters.js';
import type { PageEntry } from '../pages/page-entry.js';
import { pages } from '../pages/pages.js';
import { App } from '../shell/app.js';
import { PageLayout } from '../shell/page-layout.js';

const count = 25;
const titles = [
  { en: 'Backpropagation through time, step by step', es: 'Retropropagación en el tiempo, paso a paso' },
  { en: 'Attention', es: 'Atención' },
  { en: 'Generative adversarial networks', es: 'Redes generativas antagónicas' },
  { en: 'Hyperparameteroptimization', es: 'Hiperparametrizaciones' },
];

/** As many pages as the playground is meant to get, in all chapters; the later ones stand in. Part of page tests only. */
const all: PageEntry[] = Array.from({ length: count }, (_, i) => {
  const real = pages[i];
  if (real) return real;
  const title = titles[i % titles.length]!;
  return {
    ...pages[i % pages.length]!,
    name: `stand-in-${i}`,
    title: { en: `${title.en} ${i}`, es: `${title.es} ${i}` },
    chapter: chapters[i % chapters.length]!.name,
    camera: i % 3 === 0,
    megabytes: 40 + i,
    load: async () => () => (
      <PageLayout title={`${title.en} ${i}`} lead={title.es}>
        <p>{i}</p>
      </PageLayout>
    ),
  };
});

render(<App pages={all} />, document.getElementById('app')!);
