// internal: every task by name
import { pictures } from './pictures/pictures.js';
import type { AnyTask } from './task.js';

/** Every task by its name. */
export const allTasks: ReadonlyMap<string, AnyTask> = new Map(
  [pictures].map((task): [string, AnyTask] => [task.name, task]),
);
