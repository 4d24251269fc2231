import type { Page } from 'playwright';

/** Starts the training of a page, unless it runs already, as pages do when one comes. */
export async function startTraining(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /^(Start|Pause|Again|Iniciar|Pausar|Otra vez)$/ }).first();
  if (!/Paus/.test((await button.textContent()) ?? '')) await button.click();
}
