// internal: a process of its own that downloads one file, for tests
import { download } from '../download/download.js';

const [url = '', cache = '', sha256 = ''] = process.argv.slice(2);
const source = { name: 'set/file.bin', urls: [url], sha256 };
const file = await download(source, { cache, onProgress: ({ loadedBytes }) => console.log(loadedBytes) });
console.log(file.path);
