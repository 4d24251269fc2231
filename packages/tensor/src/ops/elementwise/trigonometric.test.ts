import { describeOp } from '../../testing/describe-op.js';
import { acos, acosh, asin, asinh, atan, atanh, cos, cosh, sin, sinh, tan, tanh } from './trigonometric.js';

const inputs = { matrix: [[3, 4]], scalar: [[]], empty: [[0, 3]] } as const;
const withinOne = { inputs, domain: [-0.8, 0.8] } as const;

describeOp('sin', { run: sin, inputs });
describeOp('cos', { run: cos, inputs });
describeOp('tan', { run: tan, inputs, domain: [-1.2, 1.2] });
describeOp('asin', { run: asin, ...withinOne });
describeOp('acos', { run: acos, ...withinOne });
describeOp('atan', { run: atan, inputs });
describeOp('sinh', { run: sinh, inputs });
describeOp('cosh', { run: cosh, inputs });
describeOp('tanh', { run: tanh, inputs });
describeOp('asinh', { run: asinh, inputs });
describeOp('acosh', { run: acosh, inputs, domain: [1.5, 4] });
describeOp('atanh', { run: atanh, ...withinOne });
