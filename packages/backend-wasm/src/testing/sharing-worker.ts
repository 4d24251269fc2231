// internal
import { shareWork } from './share-work.js';

postMessage(await shareWork({ threads: 3 }));
