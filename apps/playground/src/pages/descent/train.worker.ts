import { serveTraining } from '../../worker/serve-training.js';
import { createDescentTrainer } from './train.js';

serveTraining(createDescentTrainer);
