import { lib } from '@neurona/tsup-config';

export default lib();
