import { expect, it } from 'vitest';
import type { Dictionary } from '../i18n/texts.js';
import { kernelTexts } from '../kernels/texts.js';
import { networkTexts } from '../network/texts.js';
import { convolutionTexts } from '../pages/convolution/texts.js';
import { descentTexts } from '../pages/descent/texts.js';
import { digitsTexts } from '../pages/digits/texts.js';
import { neuronTexts } from '../pages/neuron/texts.js';
import { planeTexts } from '../pages/plane/texts.js';
import { pictureTexts } from '../pictures/texts.js';
import { terms } from './terms.js';

const all = [
  terms,
  networkTexts,
  neuronTexts,
  planeTexts,
  descentTexts,
  digitsTexts,
  convolutionTexts,
  kernelTexts,
  pictureTexts,
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
  en: /\b(Adadelta|upright edges|level edges|gradient slope|hyper-?plane)\b/,
  es: /inercia|Adadelta|[aA]partad|se la pregunta|errad[ao]s?\b|Tamaño de lote|a mano alzada|Overfitting\b/,
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
