// internal: every task by name
import { gan } from './drawing/gan.js';
import { vae } from './drawing/vae.js';
import { forecast } from './forecast/forecast.js';
import { lora } from './lora/lora.js';
import { pictures } from './pictures/pictures.js';
import { table } from './table/table.js';
import type { AnyTask } from './task.js';
import { textClassification } from './texts/text-classification.js';
import { textGeneration } from './texts/text-generation.js';

/** Every task by its name. */
export const allTasks: ReadonlyMap<string, AnyTask> = new Map(
  [pictures, table, textGeneration, textClassification, forecast, vae, gan, lora].map(
    (task: AnyTask): [string, AnyTask] => [task.name, task],
  ),
);
