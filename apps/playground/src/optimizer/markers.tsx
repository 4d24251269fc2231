import './optimizer.css';
import type { ShownOptimizer } from './names.js';

/** An optimizer's look: a colour of the theme, and a shape of about 12 by 12 around the origin. */
export interface Marker {
  readonly color: string;
  readonly path: string;
}

/** Told apart by shape as well as by colour, the same on every page. */
export const markers: Readonly<Record<ShownOptimizer, Marker>> = {
  sgd: { color: '--series-2', path: 'M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0Z' },
  momentum: { color: '--series-5', path: 'M-5 -5H5V5H-5Z' },
  nesterov: { color: '--series-3', path: 'M0 -7L7 0L0 7L-7 0Z' },
  rmsprop: { color: '--series-4', path: 'M0 -7L6.5 5H-6.5Z' },
  adadelta: { color: '--series-6', path: 'M0 7L6.5 -5H-6.5Z' },
  adam: {
    color: '--series-1',
    path: 'M0 -8L2.2 -2.6L8 -2.3L3.5 1.3L5 7L0 3.8L-5 7L-3.5 1.3L-8 -2.3L-2.2 -2.6Z',
  },
};

/** The marker as a small picture. */
export function MarkerIcon({ name }: { readonly name: ShownOptimizer }) {
  const { color, path } = markers[name];
  return (
    <svg class="marker" viewBox="-9 -9 18 18" aria-hidden="true">
      <path d={path} fill={`var(${color})`} />
    </svg>
  );
}
