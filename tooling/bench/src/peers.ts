import type { Contender } from './contenders/contender.js';
import type { Peer } from './step-bench.js';
import type { Start, Workload } from './workloads/workload.js';

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
  pytorch: async (workload, start, threads) =>
    (await import('./contenders/torch.js')).torch(workload, start, threads),
} satisfies Record<string, (workload: Workload, start: Start, threads: number) => Promise<Contender>>;

/** Name of a peer. */
export type PeerName = keyof typeof peers;

/** Names to choose from. */
export const peerNames = Object.keys(peers) as PeerName[];

/** The peers of these names; those that can have threads have so many. */
export const peersOf = (names: readonly PeerName[], threads: number): Peer[] =>
  names.map((name) => ({ name, make: (workload, start) => peers[name](workload, start, threads) }));
