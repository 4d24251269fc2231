import { type Package, publicPackages } from './workspace.js';

/**
 * Packages that `neurona` isn't made of: itself, the command line, those that need TensorFlow.js to be installed, and the exporter to
 * PyTorch, which knows every layer and architecture.
 */
const apart = new Set([
  'neurona',
  '@neurona/cli',
  '@neurona/backend-tfjs',
  '@neurona/backend-node-gpu',
  '@neurona/pytorch',
]);

/** The packages that `neurona` re-exports, all from its main entry and each from one of its own name. */
export const members = (): Package[] => publicPackages().filter(({ name }) => !apart.has(name));

/** A package's name without its scope. */
export const shortName = ({ name }: Package): string => name.replace('@neurona/', '');
