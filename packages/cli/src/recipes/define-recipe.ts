import type { SettingGroups, SettingsOf } from '../settings/setting.js';
import type { gan } from '../tasks/drawing/gan.js';
import type { vae } from '../tasks/drawing/vae.js';
import type { forecast } from '../tasks/forecast/forecast.js';
import type { lora } from '../tasks/lora/lora.js';
import type { pictures } from '../tasks/pictures/pictures.js';
import type { table } from '../tasks/table/table.js';
import type { textClassification } from '../tasks/texts/text-classification.js';
import type { textGeneration } from '../tasks/texts/text-generation.js';

/** Some settings of a task, in groups. */
type SomeOf<T extends { readonly settings: SettingGroups }> = {
  readonly [Group in keyof SettingsOf<T['settings']>]?: Partial<SettingsOf<T['settings']>[Group]>;
};

interface TaskSettings {
  readonly pictures: SomeOf<typeof pictures>;
  readonly table: SomeOf<typeof table>;
  readonly text: SomeOf<typeof textGeneration>;
  readonly 'text-classes': SomeOf<typeof textClassification>;
  readonly forecast: SomeOf<typeof forecast>;
  readonly vae: SomeOf<typeof vae>;
  readonly gan: SomeOf<typeof gan>;
  readonly lora: SomeOf<typeof lora>;
}

/** A recipe as a file holds it: a task, and values for some of its settings. */
export type RecipeFile = {
  readonly [Name in keyof TaskSettings]: {
    readonly task: Name;
    /** One sentence. */
    readonly about?: string;
    /** What runs are named after, default the name of the file. */
    readonly name?: string;
  } & TaskSettings[Name];
}[keyof TaskSettings];

/**
 * A recipe as a file in TypeScript or JavaScript exports it by default, with settings that the compiler checks. `neurona train mine.mts
 * --allow-code` trains it; without that flag no code runs, and recipes are JSON.
 * @returns the recipe itself.
 * @example
 * const recipe = defineRecipe({ task: 'pictures', data: { source: 'digits' }, training: { epochs: 5 } });
 * recipe.task; // => pictures
 */
export const defineRecipe = (recipe: RecipeFile): RecipeFile => recipe;
