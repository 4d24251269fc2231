import { describe } from 'vitest';
import { startBackend, variants } from '../testing/arrays.js';
import { describeQuantizedRows } from '../testing/quantized-rows.js';

describe.each(variants)('with %s', (_, options) => describeQuantizedRows(() => startBackend(options)));
