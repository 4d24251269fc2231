import { expect, it } from 'vitest';
import type { Dictionary, Texts } from '../i18n/texts.js';
import { terms } from './terms.js';

/** Every dictionary: the pages' and those that they share. */
const all = [
  terms,
  ...Object.values(
    import.meta.glob<Readonly<Record<string, Texts<Dictionary>>>>('../**/texts.ts', { eager: true }),
  )
    .flatMap((module) => Object.values(module))
    .filter((texts) => typeof texts === 'object' && 'es' in texts),
];

/** Every sentence of a dictionary, those that are made with the same words for each argument. */
function sentences(entry: unknown): string[] {
  if (typeof entry === 'string') return [entry];
  if (typeof entry === 'function')
    return [String((entry as (...args: string[]) => string)('1', '2', '3', '4'))];
  return Object.values(entry as Dictionary).flatMap(sentences);
}

/** Words for a thing that has another one already. */
const others = {
  en: /\b(Adadelta|upright edges|level edges|gradient slope|hyper-?plane|\w*(eneral|nitial|inim|ormal|egular)is(e|ed|es|er|ers|ation))\b/,
  es: /inercia|Adadelta|[aA]partad|se l[ae] pregunta|errad[ao]s?\b|Tamaño de lote|a mano alzada|Overfitting\b|[mM]anuscrit|[iI]ncorrect|Sin relleno: prueba|Usar uno real|Adecuada/,
} as const;

it.each(['en', 'es'] as const)('has one word for one thing: %s', (language) => {
  const found = all
    .flatMap((texts) => sentences(texts[language]))
    .filter((text) => others[language].test(text));
  expect(found).toEqual([]);
});

it('says the field’s word beside the Spanish one where courses do', () => {
  const { kernel, stride, padding, pooling, batch, accuracy, overfitting } = terms.es;
  expect([padding, stride, kernel, pooling, batch, accuracy, overfitting]).toEqual([
    'Relleno (padding)',
    'Paso (stride)',
    'Núcleo (kernel)',
    'Agrupación (pooling)',
    'Lote (batch)',
    'Exactitud (accuracy)',
    'Sobreajuste (overfitting)',
  ]);
});

it('uses the same marks for words that do something in both languages', () => {
  const marks = (text: string) => [...text.matchAll(/\]\((\w+)\)/g)].map(([, name]) => name).sort();
  for (const texts of all) {
    const [english, spanish] = [sentences(texts.en), sentences(texts.es)];
    expect(spanish.map(marks)).toEqual(english.map(marks));
  }
});
