import { defineTexts } from '../i18n/texts.js';

/** Words of the controls themselves. */
export const uiTexts = defineTexts(
  { close: 'Close', less: 'less', more: 'more' },
  { close: 'Cerrar', less: 'menos', more: 'más' },
);
