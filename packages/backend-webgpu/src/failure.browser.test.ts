import { describeFailures } from './testing/describe-failures.js';

describeFailures();
