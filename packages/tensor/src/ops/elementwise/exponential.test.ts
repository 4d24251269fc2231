import { describeOp } from '../../testing/describe-op.js';
import { erf, exp, expm1, log, log1p, sigmoid } from './exponential.js';

const inputs = { vector: [[7]], 'two axes': [[3, 4]], scalar: [[]], empty: [[0, 3]] } as const;
const positive = { inputs, domain: [0.5, 3] } as const;

describeOp('exp', { run: exp, inputs });
describeOp('expm1', { run: expm1, inputs });
describeOp('log', { run: log, ...positive });
describeOp('log1p', { run: log1p, ...positive });
describeOp('sigmoid', { run: sigmoid, inputs });
describeOp('erf', { run: erf, inputs });
