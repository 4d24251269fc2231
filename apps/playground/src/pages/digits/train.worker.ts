import { serveTraining } from '../../worker/serve-training.js';
import { createDigitsTrainer } from './train.js';

serveTraining(createDigitsTrainer);
