import { describeBackend } from '@neurona/backend/testing';
import { describe, it } from 'vitest';
import { startTfjs } from './testing/start-tfjs.js';
import { tfjs } from './tfjs.js';

const reason = "TensorFlow.js's shaders compute int32 in float32, which holds integers up to 2^24";
const beyondFloat32 = [
  'argReduce: argmax of int32',
  'binary: add of int32',
  'binary: add of large int32',
  'binary: equal of large int32',
  'binary: greater of large int32',
  'binary: greaterEqual of large int32',
  'binary: less of large int32',
  'binary: lessEqual of large int32',
  'binary: maximum of an int32 matrix and a scalar',
  'binary: maximum of int32',
  'binary: maximum of large int32',
  'binary: minimum of large int32',
  'binary: mul of an int32 matrix and a scalar',
  'binary: mul of int32',
  'binary: notEqual of large int32',
  'binary: remainder of an int32 matrix and a scalar',
  'binary: sub of an int32 matrix and a scalar',
  'binary: sub of int32',
  'broadcastTo: a int32 row',
  'cast: float32 beyond int32, to the nearest end',
  'cast: many float32 beyond int32',
  'concat: columns of int32',
  'concat: rows of int32',
  'copy: int32',
  'cumulate: prod of large int32',
  'cumulate: sum of large int32',
  'gather: rows of int32',
  'gather: rows of int32 out of range',
  'pad: a int32 matrix',
  'reduce: max of large int32',
  'reduce: prod of large int32',
  'reduce: sum of large int32',
  'reverse: columns of int32',
  'select: int32',
  'slice: a window of int32',
  'slice: with steps of int32',
  'topK: largest of int32',
  'transpose: a int32 matrix',
  'unary: abs of large int32',
  'unary: neg of large int32',
  'unary: relu of large int32',
  'unary: square of int32',
];

const missing = await startTfjs('webgpu');
if (missing === undefined) {
  describeBackend(tfjs('webgpu'), {
    unsupported: Object.fromEntries(beyondFloat32.map((title) => [title, reason])),
  });
} else describe.skip(`tfjs-webgpu (${missing})`, () => it('conforms', () => {}));
