import { node } from '@neurona/vitest-config';

// the files share modules and devices: loading both anew for each takes longer than the tests
export default node('optimizers', { isolate: false });
