import { PrecacheController } from 'workbox-precaching';
import { workerPolicy } from './shell/content-security.js';

/** A service worker's scope, as far as it is used here. */
interface ServiceWorkerScope {
  readonly __WB_MANIFEST: { url: string; revision: string | null }[];
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(
    type: 'install' | 'activate' | 'message',
    listener: (event: ServiceWorkerEvent) => void,
  ): void;
  addEventListener(type: 'fetch', listener: (event: ServiceWorkerFetch) => void): void;
}
interface ServiceWorkerEvent extends Event {
  readonly data?: unknown;
  waitUntil(work: Promise<unknown>): void;
}
interface ServiceWorkerFetch extends ServiceWorkerEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
type LifeCycleEvent = Parameters<PrecacheController['install']>[0];
declare const self: ServiceWorkerScope;

const pagesCache = 'neurona-pages';
const files = self.__WB_MANIFEST;
const isPagePart = (url: string): boolean => url.includes('assets/pages/');

/** Shell and backends are kept at once, the pages when they are used. */
const shell = new PrecacheController();
shell.addToCacheList(files.filter(({ url }) => !isPagePart(url)));

/**
 * On the first visit it takes over at once, so that the page is isolated before it is shown; the files follow when the page asks
 * for it. A new version has its files before it takes over.
 */
self.addEventListener('install', (event) => {
  void self.skipWaiting();
  event.waitUntil(
    caches.has(shell.strategy.cacheName).then(async (isUpdate) => {
      if (isUpdate) await shell.install(event as LifeCycleEvent);
    }),
  );
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  if (event.data !== 'keep') return;
  const asInstall = { type: 'install', waitUntil: (work: Promise<unknown>) => event.waitUntil(work) };
  event.waitUntil(keep(asInstall as LifeCycleEvent)); // workbox keeps files in events of this type only
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const isOurs = new URL(request.url).origin === self.location.origin;
  if (request.method === 'GET' && isOurs && request.cache !== 'no-store') event.respondWith(answer(request));
});

/** Keeps what is not kept yet, and drops what earlier versions kept. */
async function keep(event: LifeCycleEvent): Promise<void> {
  await shell.install(event);
  await shell.activate(event);
  const current = new Set(
    files.filter(({ url }) => isPagePart(url)).map(({ url }) => new URL(url, self.location.href).href),
  );
  const cache = await caches.open(pagesCache);
  for (const request of await cache.keys()) if (!current.has(request.url)) await cache.delete(request);
}

/** The kept copy or the network's answer, with the headers of cross-origin isolation. */
async function answer(request: Request): Promise<Response> {
  const response = (await kept(request)) ?? (await fetched(request));
  if (response.status === 0 || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  if (request.destination === 'worker') headers.set('Content-Security-Policy', workerPolicy);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** The page's frame for every address of it, else the file itself. */
async function kept(request: Request): Promise<Response | undefined> {
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  if (isPagePart(url.pathname)) return caches.match(url.href, { cacheName: pagesCache });
  if (request.mode === 'navigate' && url.pathname.endsWith('/')) url.pathname += 'index.html';
  return shell.matchPrecache(url.href);
}

/** From the network; parts of pages are kept from then on. */
async function fetched(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.ok && isPagePart(request.url)) {
    const cache = await caches.open(pagesCache);
    await cache.put(request.url, response.clone());
  }
  return response;
}
