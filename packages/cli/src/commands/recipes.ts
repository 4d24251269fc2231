// internal: the command `recipes`
import { writeFile } from 'node:fs/promises';
import { neurona } from '../console/started-as.js';
import { style, textTable } from '../console/style.js';
import { UsageError } from '../console/usage-error.js';
import { builtInRecipes } from '../recipes/built-in.js';
import { findRecipe, settingRows, writeRecipe } from '../recipes/recipe-file.js';

/** Lists the recipes of the package. */
export function listRecipes({ json }: { readonly json?: boolean }): void {
  const all = Object.entries(builtInRecipes);
  if (json) {
    console.log(
      JSON.stringify(
        all.map(([name, { about, task, example }]) => ({
          name,
          about,
          task,
          example: `${neurona} ${example}`,
        })),
      ),
    );
    return;
  }
  console.log(
    textTable(
      ['recipe', 'what it does'],
      all.map(([name, { about }]) => [name, about]),
    ),
  );
  console.log(`\nTo train one:              ${style.bold(`${neurona} train digits`)}`);
  console.log(`To see its settings:       ${style.bold(`${neurona} recipes show digits`)}`);
  console.log(`To change them in a file:  ${style.bold(`${neurona} recipes copy digits mine.json`)}`);
}

/** Shows the settings of a recipe. */
export async function showRecipe(name: string, { json }: { readonly json?: boolean }): Promise<void> {
  const recipe = await findRecipe(name);
  const { task, settings, about } = recipe;
  if (json) {
    console.log(JSON.stringify({ name: recipe.name, about, task: task.name, settings }));
    return;
  }
  console.log(`${style.bold(recipe.name)}: ${about}\n`);
  console.log(textTable(['setting', 'value', 'what it is'], settingRows(task, settings)));
  const example = `${neurona} ${builtInRecipes[name]?.example ?? `train ${name}`}`;
  console.log(`\nTo train it:  ${example}\nTo change one:  ${example} --set optimizer.learningRate=3e-4`);
}

/** Writes a recipe to a file, with comments that say what each setting is. */
export async function copyRecipe(name: string, file: string | undefined): Promise<void> {
  const recipe = await findRecipe(name);
  const path = file ?? `${recipe.name}.json`;
  if (!/\.jsonc?$|\.json5$/.test(path))
    throw new UsageError(`A recipe's file ends in .json; "${path}" doesn't.`);
  await writeFile(path, writeRecipe(recipe), { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST')
      throw new UsageError(
        `There is a file ${path} already. Name another: ${neurona} recipes copy ${name} other.json`,
      );
    throw error;
  });
  console.log(`Written: ${path}. Change what you like, then:  ${neurona} train ${path}`);
}
