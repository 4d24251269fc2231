import '@fontsource-variable/geist/wght.css';
import { render } from 'preact';
import './theme/tokens.css';
import './theme/base.css';
import './theme/reduced-motion.css';
import { pages } from './pages/pages.js';
import { App } from './shell/app.js';
import { registerServiceWorker } from './shell/service-worker.js';

if (await registerServiceWorker()) {
  const root = document.getElementById('app')!;
  root.textContent = '';
  render(<App pages={pages} />, root);
}
