import { serveTraining } from '../../worker/serve-training.js';
import { createConvolver } from './convolve.js';

serveTraining(createConvolver);
