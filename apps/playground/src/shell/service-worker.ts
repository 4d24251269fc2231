const triedKey = 'neurona.isolation';
const patienceMs = 1500; // for the service worker to take over, before the page is shown without it

/**
 * Before anything is shown: registers the service worker, which keeps the site for use without a network and, where the host does
 * not, sends the headers that threads need. Those count from the next load on, so that the first visit is loaded once more at
 * once; where that takes too long it is shown as it is, and isolated on the next visit. Returns whether the page may be shown.
 */
export async function registerServiceWorker(): Promise<boolean> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined; // none on insecure pages
  if (!import.meta.env.PROD || !container) return true;
  const registered = container.register(new URL('sw.js', document.baseURI)).then(
    () => container.ready,
    (error: Error) => {
      console.info(`The playground stays online: ${error.message}`); // a private window, or storage switched off
      return undefined;
    },
  );
  void registered.then((registration) => registration?.active?.postMessage('keep'));
  if (crossOriginIsolated || !isSecureContext || !firstTry()) return true;
  const isControlled = await Promise.race([
    registered.then((registration) => registration !== undefined && controlled(container)),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), patienceMs)),
  ]);
  if (!isControlled) return true;
  location.reload();
  return false;
}

/** Once the service worker answers for this page. */
const controlled = (container: ServiceWorkerContainer): Promise<boolean> | boolean =>
  container.controller
    ? true
    : new Promise((resolve) => {
        container.addEventListener('controllerchange', () => resolve(true), { once: true });
      });

/** Whether the page was not loaded again for isolation before, in this tab. */
function firstTry(): boolean {
  try {
    if (sessionStorage.getItem(triedKey)) return false;
    sessionStorage.setItem(triedKey, 'yes');
    return true;
  } catch {
    return false;
  }
}
