import { Moon, Sun } from 'lucide-preact';
import { inLanguage, type Language, language, languages } from '../i18n/texts.js';
import { switchTheme, theme } from '../theme/theme.js';
import { IconButton } from '../ui/button.js';
import { Segmented } from '../ui/segmented.js';
import { shellTexts } from './texts.js';

const languageNames: Readonly<Record<Language, string>> = { en: 'EN', es: 'ES' };

/** Language and theme. */
export function Preferences() {
  const texts = inLanguage(shellTexts);
  const isDark = theme.value === 'dark';
  return (
    <>
      <Segmented
        label={texts.language}
        hideLabel
        value={language.value}
        choices={languages.map((value) => ({ value, label: languageNames[value] }))}
        onChange={(value) => {
          language.value = value;
        }}
      />
      <IconButton
        label={isDark ? texts.theme.light : texts.theme.dark}
        icon={isDark ? Sun : Moon}
        onClick={switchTheme}
      />
    </>
  );
}
