import { node } from '@neurona/vitest-config';

// The files share modules and devices: loading both anew for each takes longer than the tests.
export default node('datasets', { isolate: false });
