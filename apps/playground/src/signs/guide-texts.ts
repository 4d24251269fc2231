import { defineTexts } from '../i18n/texts.js';

/** Words of the steps. */
export const guideTexts = defineTexts(
  {
    seen: 'seen',
    right: 'You were right.',
    wrong: 'Not so.',
    check: 'Now watch: is it so?',
  },
  {
    seen: 'visto',
    right: 'Acertaste.',
    wrong: 'No es así.',
    check: 'Ahora mira: ¿es así?',
  },
);
