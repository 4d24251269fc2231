import { WeightsError, type WeightsReport } from '@neurona/checkpoints';
import type { OwnNetwork } from '../weights/own-network.js';
import { TrainingError } from '../worker/problem.js';
import type { HubNetwork } from './classes.js';

/** How far a network is loaded: its bytes that came, or its name. */
export type NetworkNews =
  | { readonly loaded: number; readonly total: number | undefined }
  | { readonly name: string };

const newsMs = 200; // between two of them, so that somebody who ends it is heard

/**
 * Loads a published network in the worker, and tells how far it is; whoever asks for no more ends the download. The code for it is
 * loaded now.
 * @throws TrainingError if it is another network; its message lists in three lines what differs.
 */
export async function* readNetwork(choice: OwnNetwork | HubNetwork): AsyncGenerator<NetworkNews> {
  const { publishedBody } = await import('./published-body.js');
  const ending = new AbortController();
  let news: NetworkNews = { loaded: 0, total: undefined };
  const body = publishedBody(choice, {
    signal: ending.signal,
    onProgress(loaded, total) {
      news = { loaded, total };
    },
  });
  body.catch(() => {}); // thrown below, where somebody waits for it
  try {
    while (true) {
      const pause = new Promise<undefined>((resolve) => setTimeout(resolve, newsMs, undefined));
      const loaded = await Promise.race([body, pause]);
      if (loaded) break;
      yield news;
    }
    yield { name: (await body).name };
  } catch (error) {
    throw error instanceof WeightsError ? new TrainingError('unknown', differences(error.report)) : error;
  } finally {
    ending.abort(new Error('ended'));
  }
}

const namesShown = 3;

/** What differs, a kind a line, with the first names. */
const differences = ({ missing, unexpected, mismatched }: WeightsReport): string =>
  Object.entries({ missing, unexpected, mismatched: mismatched.map(({ key }) => key) })
    .filter(([, names]) => names.length > 0)
    .map(
      ([kind, names]) =>
        `${names.length} ${kind}: ${names.slice(0, namesShown).join(', ')}${names.length > namesShown ? ' …' : ''}`,
    )
    .join('\n');
