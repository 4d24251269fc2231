import { node } from '@neurona/vitest-config';

// The files share modules and devices: loading both anew for each takes longer than the tests. One sees the garbage collector.
export default node('tensor', { isolate: false, execArgv: ['--expose-gc'] });
