const triedKey = 'neurona.isolation';

/**
 * Registers the service worker, which keeps the site for use without a network and, where the host does not, sends the headers that
 * threads need. Those count from the next load on: the first visit is loaded once more, unless the visitor did something already.
 */
export function registerServiceWorker(): void {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined; // none on insecure pages
  if (!import.meta.env.PROD || !container) return;
  let isTouched = false;
  const touch = () => {
    isTouched = true;
  };
  for (const type of ['pointerdown', 'keydown']) addEventListener(type, touch, { once: true, capture: true });
  container.addEventListener('controllerchange', () => {
    if (!isTouched && !crossOriginIsolated && firstTry()) location.reload();
  });
  container.register(new URL('sw.js', document.baseURI)).catch((error: Error) => {
    console.info(`The playground stays online: ${error.message}`); // a private window, or storage switched off
  });
}

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
