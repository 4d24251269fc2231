const triedKey = 'neurona.reloaded';
const patienceMs = 10_000; // for a new service worker to take over

/**
 * What to do when code of the site could not be loaded: where the host is reached, the site has changed under the open tab, and
 * is loaded anew, with its state in the address. Returns `false` where the host isn't reached: then there is no network.
 */
export async function recover(): Promise<boolean> {
  try {
    const { ok } = await fetch(new URL('index.html', document.baseURI), {
      method: 'HEAD',
      cache: 'no-store',
    });
    if (!ok) return false;
  } catch {
    return false;
  }
  await updateServiceWorker();
  location.reload();
  return true;
}

/** The same by itself, once: a second failure soon after the reload is shown instead. */
export async function recoverOnce(): Promise<boolean> {
  try {
    const last = Number(sessionStorage.getItem(triedKey) ?? 0);
    if (Date.now() - last < 60_000) return false;
    sessionStorage.setItem(triedKey, String(Date.now()));
  } catch {
    return false; // without storage it could reload for ever
  }
  return recover();
}

/** Has the service worker of the new version in charge, which keeps the new files. */
async function updateServiceWorker(): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const registration = await container?.getRegistration().catch(() => undefined);
  if (!container || !registration) return;
  const changed = new Promise<void>((resolve) => {
    container.addEventListener('controllerchange', () => resolve(), { once: true });
    setTimeout(resolve, patienceMs);
  });
  const updated = await registration.update().catch(() => undefined);
  if (updated && (registration.installing || registration.waiting)) await changed;
}
