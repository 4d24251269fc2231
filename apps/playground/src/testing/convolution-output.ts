import type { Page } from 'playwright';

/** Checks one of the choices side by side on the page of convolution. */
export const choose = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('radio', { name, exact: true }).first().check();

/** Waits until the output of the page of convolution has a size. */
export const outputIs = (page: Page, size: string): Promise<void> =>
  page.getByRole('application', { name: new RegExp(`^(Output|Salida), ${size} `) }).waitFor();
