import { signal } from '@preact/signals';

/** Whether the page's controls are shown as a sheet, where there is no room beside the picture. */
export const isSheetOpen = signal(false);

/** Whether the page has controls that a sheet can show. */
export const hasSheet = signal(false);

/** The sheet's element. */
export const sheetId = 'controls';
