// internal: who writes into a folder of the page's own storage, in a browser
import type { FolderClaim } from './folder-claim.js';

/** Claims a folder by a lock of the browser, which ends with the page or worker. */
export function claimFolder(folder: string): Promise<FolderClaim> {
  const path = folder.split('/').filter((name) => name !== '' && name !== '.');
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`neurona:${path.join('/')}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve({ holder: 'another training of this site' });
        return new Promise<void>((end) => resolve({ release: async () => end() }));
      })
      .catch(reject);
  });
}
