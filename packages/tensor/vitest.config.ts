import { node } from '@neurona/vitest-config';

export default node('tensor', { execArgv: ['--expose-gc'] }); // to see the garbage collector free tensors
