import type { Peer } from './step-bench.js';
import type { Workload } from './workloads/workload.js';

const hasConvolutions = ({ layers }: Workload): boolean => layers.some(({ kind }) => kind === 'conv');

/** Everybody to compare with. Their packages are loaded when asked for. */
const peers = {
  'tfjs-wasm': async (workload, start) =>
    (await import('./contenders/tfjs.js')).tfjs(workload, start, 'wasm'),
  'tfjs-cpu': async (workload, start) => {
    if (hasConvolutions(workload)) throw new Error('left out: it takes minutes for a step with convolutions');
    return (await import('./contenders/tfjs.js')).tfjs(workload, start, 'cpu');
  },
  'jax-js': async (workload, start) => (await import('./contenders/jax.js')).jaxJs(workload, start),
  pytorch: async (workload, start) => (await import('./contenders/torch.js')).torch(workload, start),
} satisfies Record<string, Peer['make']>;

/** Name of a peer. */
export type PeerName = keyof typeof peers;

/** Names to choose from. */
export const peerNames = Object.keys(peers) as PeerName[];

/** The peers of these names. */
export const peersOf = (names: readonly PeerName[]): Peer[] =>
  names.map((name) => ({ name, make: peers[name] }));
