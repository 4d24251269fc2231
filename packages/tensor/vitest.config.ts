import { node } from '@neurona/vitest-config';

export default node({ execArgv: ['--expose-gc'] }); // one file sees the garbage collector
