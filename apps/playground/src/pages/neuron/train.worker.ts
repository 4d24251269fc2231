import { serveTraining } from '../../worker/serve-training.js';
import { createNeuronTrainer } from './train.js';

serveTraining(createNeuronTrainer);
