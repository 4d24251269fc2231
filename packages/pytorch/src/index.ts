export { exportPyTorch } from './program/export-pytorch.js';
