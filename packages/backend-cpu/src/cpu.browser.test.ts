import { describeBackend } from '@neurona/backend/testing';
import { cpu } from './cpu.js';

describeBackend(cpu());
