import { serveTraining } from '../../worker/serve-training.js';
import { createPlaneTrainer } from './train.js';

serveTraining(createPlaneTrainer);
