import { trainers } from '../pages/trainers.js';
import { serveTraining } from './serve-training.js';

serveTraining(trainers);
