import { expect, it } from 'vitest';
import { fill } from './fill.js';

// Computed by Python: zlib.crc32 and integers of 32 bits.
it.each<[key: string, shape: readonly number[], values: readonly number[]]>([
  ['conv1.weight', [64, 3, 7, 7], [-0.07212616207585139, -0.14155888501658756, -0.0359518093125121]],
  ['bn1.weight', [64], [1.0587280514650048, 1.126824373472482, 1.0110869521275163]],
  ['bn1.bias', [64], [0.03998361616395414, -0.016411268431693316, -0.008122456911951305]],
  ['attn.in_proj_bias', [6], [-0.028465329529717566, -0.08905665040947497, -0.04932561204768718]],
  ['bn1.running_mean', [64], [0.09023270290344954, 0.01365134371444583, -0.0037168194074183704]],
  ['bn1.running_var', [64], [0.8518072799779475, 0.8650794592685997, 0.9049279377795756]],
  ['bn1.num_batches_tracked', [], [0]],
  ['input', [1, 3, 2, 2], [-1.3680501272901893, -1.2474868409335613, -0.1941539605613798]],
  ['upstream', [1, 10], [0.7595651568844914, -0.07126425998285413, -0.6341746035031974]],
])('fills %s', (key, shape, values) => {
  expect([...fill(key, shape).slice(0, values.length)]).toEqual(values.map(Math.fround));
});
