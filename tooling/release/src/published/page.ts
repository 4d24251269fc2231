import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { chromium } from 'playwright';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Serves a folder to Chromium until the page has printed what is expected, for two minutes at most; returns what it printed. */
export async function openPage(folder: string, expected: RegExp): Promise<string> {
  const server = createServer((request, response) => {
    const path = join(folder, request.url === '/' ? 'index.html' : request.url!.split('?')[0]!);
    if (!existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' });
    return createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run'] });
  try {
    const page = await browser.newPage();
    let printed = '';
    page.on('console', (message) => (printed += `${message.text()}\n`));
    page.on('pageerror', (error) => (printed += `${error.stack}\n`));
    await page.goto(`http://127.0.0.1:${port}/`);
    for (let tries = 0; tries < 600 && !expected.test(printed); tries++) await page.waitForTimeout(200);
    return printed;
  } finally {
    await browser.close();
    server.close();
  }
}
