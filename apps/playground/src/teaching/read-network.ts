import { WeightsError, type WeightsReport } from '@neurona/checkpoints';
import type { OwnNetwork } from '../weights/own-network.js';
import type { HubNetwork } from './classes.js';

/** How far a network is loaded: its bytes that came, its name, or what differs where it is another network. */
export type NetworkNews =
  | { readonly loaded: number; readonly total: number | undefined }
  | { readonly name: string }
  | { readonly differs: Differences };

/** Names of tensors that a file lacks, that are too many, and that have another shape: the first of them, and how many there are. */
export type Differences = Readonly<
  Record<
    'missing' | 'unexpected' | 'mismatched',
    { readonly count: number; readonly first: readonly string[] }
  >
>;

const newsMs = 200; // between two of them, so that somebody who ends it is heard

/**
 * Loads a published network in the worker, and tells how far it is; whoever asks for no more ends the download. The code for it is
 * loaded now.
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
    if (!(error instanceof WeightsError)) throw error;
    yield { differs: differences(error.report) };
  } finally {
    ending.abort(new Error('ended'));
  }
}

const namesShown = 3;

const differences = ({ missing, unexpected, mismatched }: WeightsReport): Differences => {
  const shown = (names: readonly string[]) => ({ count: names.length, first: names.slice(0, namesShown) });
  return {
    missing: shown(missing),
    unexpected: shown(unexpected),
    mismatched: shown(mismatched.map(({ key }) => key)),
  };
};
