// internal: layers that are exported and compared with PyTorch
import type { Case } from './cases.js';

export const layerCases: Readonly<Record<string, Case>> = {};
