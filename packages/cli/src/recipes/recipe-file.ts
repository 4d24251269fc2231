// internal: recipes as files
import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import JSON5 from 'json5';
import { neurona } from '../console/started-as.js';
import { UsageError } from '../console/usage-error.js';
import { didYouMean } from '../settings/nearest-name.js';
import { type AnySettings, expectationOf } from '../settings/setting.js';
import { listSettings, readSettings } from '../settings/settings.js';
import { allTasks } from '../tasks/all-tasks.js';
import type { AnyTask } from '../tasks/task.js';
import { builtInRecipes } from './built-in.js';
import type { Recipe } from './recipe.js';

const longest = 1_000_000; // characters of a recipe

/** What a person may allow. */
export interface RecipeOptions {
  /** Whether a file that is a program may be run, to get the recipe that it exports; default false. */
  readonly allowCode?: boolean;
}

/**
 * The recipe of a name, or of a file: JSON, which may hold comments. Such a recipe is data: reading it runs nothing. A program is run only
 * where that is allowed.
 */
export async function findRecipe(nameOrFile: string, { allowCode }: RecipeOptions = {}): Promise<Recipe> {
  if (Object.hasOwn(builtInRecipes, nameOrFile)) return builtInRecipe(nameOrFile);
  const isPath = /[\\/]|\.\w+$/.test(nameOrFile);
  if (!isPath) {
    const names = Object.keys(builtInRecipes);
    const near =
      didYouMean(nameOrFile, names) ||
      ` The recipes are ${names.join(', ')}; a file is named with its ending, as mine.json.`;
    throw new UsageError(`There is no recipe "${nameOrFile}".${near}`);
  }
  if (/^\.[cm]?[jt]sx?$/.test(extname(nameOrFile))) {
    if (allowCode) return readRecipe(await exportedBy(nameOrFile), nameOrFile);
    throw new UsageError(
      `${nameOrFile} is a program, which can do anything. If you trust it, add --allow-code; "${neurona} recipes copy digits" writes a recipe that is data alone.`,
    );
  }
  const text = await readFile(nameOrFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      error.code === 'ENOENT'
        ? `There is no file ${nameOrFile}. "${neurona} recipes" lists the recipes that need no file.`
        : `${nameOrFile} can't be read: ${error.message}`,
    );
  });
  return parseRecipe(text, nameOrFile);
}

/** A recipe of the package. */
export function builtInRecipe(name: string): Recipe {
  const { about, task: taskName, settings } = builtInRecipes[name]!;
  const task = allTasks.get(taskName)!;
  return { name, about, task, settings: readSettings(task.settings, settings, `the recipe ${name}`) };
}

/**
 * Reads a recipe.
 * @param file - For messages, and for the name where the recipe has none.
 * @throws {@link UsageError} if it is no JSON, its task or a setting is unknown, or a value is one that the setting can't have.
 */
export function parseRecipe(text: string, file: string): Recipe {
  if (text.length > longest)
    throw new UsageError(`${file} is too large for a recipe: ${text.length} characters.`);
  return readRecipe(parseJson(text, file), file);
}

function readRecipe(raw: unknown, file: string): Recipe {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new UsageError(
      `${file} should hold a recipe in braces, as { "task": "pictures", "training": { "epochs": 5 } }.`,
    );
  const { task: taskName, about, name, ...settings } = raw as Readonly<Record<string, unknown>>;
  const tasks = [...allTasks.keys()];
  if (typeof taskName !== 'string' || !allTasks.has(taskName)) {
    const given =
      typeof taskName === 'string'
        ? `not "${taskName.slice(0, 80)}".${didYouMean(taskName, tasks)}`
        : 'which says what is learned.';
    throw new UsageError(`${file} should have a "task" among ${tasks.join(', ')}, ${given}`);
  }
  for (const [key, value] of Object.entries({ about, name }))
    if (value !== undefined && typeof value !== 'string')
      throw new UsageError(`"${key}" of ${file} should be text.`);
  const task = allTasks.get(taskName)!;
  return {
    name: runName((name as string | undefined) ?? basename(file, extname(file))),
    about: (about as string | undefined) ?? task.about,
    task,
    settings: readSettings(task.settings, settings, file),
  };
}

/** A name that a folder may have anywhere. */
const runName = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'recipe';

/** What a program exports by default. Node.js 22.18 and later run TypeScript. */
async function exportedBy(file: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(resolve(file)).href)) as { readonly default?: unknown };
    return module.default;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isUnknown = code === 'ERR_UNKNOWN_FILE_EXTENSION';
    throw new UsageError(
      isUnknown
        ? `Node.js ${process.version} doesn't run TypeScript. Use 22.18 or later, or write ${file} in JavaScript.`
        : `${file} failed: ${message}`,
    );
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON5.parse(text);
  } catch (error) {
    const { lineNumber, columnNumber, message } = error as SyntaxError & {
      lineNumber?: number;
      columnNumber?: number;
    };
    const place = lineNumber === undefined ? '' : `, line ${lineNumber}, column ${columnNumber}`;
    throw new UsageError(`${file}${place}: this is no JSON: ${message.replace(/^JSON5: /, '')}.`);
  }
}

/** A recipe as a file to change: JSON with what each setting is about. */
export function writeRecipe({ about, task, settings }: Pick<Recipe, 'about' | 'task' | 'settings'>): string {
  const lines = [
    '{',
    `  "task": ${JSON.stringify(task.name)}, // ${task.about}`,
    `  "about": ${JSON.stringify(about)},`,
  ];
  for (const [group, members] of Object.entries(task.settings)) {
    lines.push(`  ${JSON.stringify(group)}: {`);
    for (const [name, setting] of Object.entries(members)) {
      lines.push(`    // ${setting.about} ${sentence(expectationOf(setting))}`);
      lines.push(`    ${JSON.stringify(name)}: ${JSON.stringify(settings[group]![name])},`);
    }
    lines.push('  },');
  }
  return [...lines, '}', ''].join('\n');
}

/** A recipe as plain JSON, for the folder of a run. */
export const recipeValues = (
  task: AnyTask,
  about: string,
  settings: AnySettings,
): Readonly<Record<string, unknown>> => ({
  task: task.name,
  about,
  ...settings,
});

const sentence = (words: string): string => `${words[0]!.toUpperCase()}${words.slice(1)}.`;

/** Every setting of a task with its value, for a table. */
export const settingRows = (task: AnyTask, settings: AnySettings): string[][] =>
  listSettings(task.settings).map(({ name, setting }) => {
    const [group, own] = name.split('.') as [string, string];
    const choices = setting.kind === 'choice' ? ` ${sentence(expectationOf(setting))}` : '';
    return [name, JSON.stringify(settings[group]![own]), setting.about + choices];
  });
