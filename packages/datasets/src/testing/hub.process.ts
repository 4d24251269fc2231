// internal: a process of its own that fetches one file of a hub, for tests
import { readFile } from 'node:fs/promises';
import { hubFile } from '../hub/hub-file.js';

const [endpoint = '', cache = ''] = process.argv.slice(2);
const { path } = await hubFile('org/model', 'config.json', { endpoint, cache });
console.log(await readFile(path!, 'utf8'));
