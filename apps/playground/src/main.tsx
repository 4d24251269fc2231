import '@fontsource-variable/geist/wght.css';
import { render } from 'preact';
import './theme/tokens.css';
import './theme/base.css';
import './theme/reduced-motion.css';
import { App } from './shell/app.js';
import { registerServiceWorker } from './shell/service-worker.js';

const root = document.getElementById('app')!;
root.textContent = '';
render(<App />, root);
registerServiceWorker();
