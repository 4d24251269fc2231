// internal: what a recipe is
import type { AnySettings } from '../settings/setting.js';
import type { AnyTask } from '../tasks/task.js';

/** A task with values for all its settings: what is trained. */
export interface Recipe {
  /** As `digits`; runs are named after it. */
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  readonly task: AnyTask;
  readonly settings: AnySettings;
}

/** A recipe of the package: some settings differ from the defaults of its task. */
export interface BuiltInRecipe {
  readonly about: string;
  readonly task: string;
  readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What has to be given, as arguments of the program. */
  readonly example: string;
}
