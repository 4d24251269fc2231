import type { TeachSettings } from './classes.js';
import type { PublishedTeachTrainer } from './published-train.js';
import { createTeachTrainer, type TeachTrainer } from './train.js';

/** Begins with a new head; the code of published networks is loaded where one was chosen. */
export async function createTeacher(
  settings: TeachSettings,
  seed: number,
): Promise<TeachTrainer | PublishedTeachTrainer> {
  const { body, network } = settings;
  if (body !== 'published' || !network) return createTeachTrainer(settings, seed);
  return (await import('./published-train.js')).createPublishedTrainer(settings, network);
}
