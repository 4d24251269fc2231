import { cleanupOutdatedCaches, matchPrecache, precache } from 'workbox-precaching';

/** A service worker's scope, as far as it is used here. */
interface ServiceWorkerScope {
  readonly __WB_MANIFEST: { url: string; revision: string | null }[];
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: ServiceWorkerEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: ServiceWorkerFetch) => void): void;
}
interface ServiceWorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface ServiceWorkerFetch extends ServiceWorkerEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
declare const self: ServiceWorkerScope;

precache(self.__WB_MANIFEST);
cleanupOutdatedCaches();
self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const isOurs = new URL(request.url).origin === self.location.origin;
  if (request.method === 'GET' && isOurs) event.respondWith(answer(request));
});

/** The kept copy or the network's answer, with the headers of cross-origin isolation. */
async function answer(request: Request): Promise<Response> {
  const response = (await kept(request)) ?? (await fetch(request));
  if (response.status === 0 || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** The page's frame for every address of it, else the file itself. */
function kept(request: Request): Promise<Response | undefined> {
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  if (request.mode === 'navigate' && url.pathname.endsWith('/')) url.pathname += 'index.html';
  return matchPrecache(url.href);
}
