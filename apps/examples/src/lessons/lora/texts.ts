import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { loraNumbers } from './numbers.js';

export const loraTexts: LessonTexts<typeof settings, typeof loraNumbers.expectations> = {
  en: {
    title: 'Fine-tuning with LoRA',
    question:
      'How does a language model take up another manner when only two of a hundred weights are trained?',
    regions: {
      texts:
        'Two ways of saying numbers: as today, “sixty seven”, and as of old, “seven and sixty”, with an “and” after the hundreds. Both use the same letters. The numbers of the test occur in neither text.',
      base: 'A small GPT reads today’s manner letter by letter. It knows the words, but not the other order: there its loss is several times higher.',
      full: 'Fine-tuning as usual: a copy of the model goes on with the other manner, and all weights change.',
      adapters:
        'LoRA leaves each weight W `[in, out]` as it is and learns a difference A · B of low rank beside it: with rank 2 two columns and two rows in place of a whole matrix. The text and the number of steps are the same.',
      merge:
        'A · B is a matrix of the size of W: added to it, the model is as fast as before. Saved alone, the adapters are a small file for each manner.',
    },
    conclusion:
      'A few of a hundred weights reach the loss of all of them, as the words are known and only their order is new. What is not in the base, another language say, needs a higher rank and more steps. The base stays bit for bit, so that one model serves any number of adapters; in 4 bits (`quantize`, QLoRA) it takes a seventh of the memory.',
    settings: {
      baseSteps: 'steps of the base',
      steps: 'steps of either fine-tuning',
      embedDim: 'size of the vectors of tokens',
      numLayers: 'number of layers',
      numHeads: 'attention heads of each',
      contextLength: 'letters that it looks back',
      batchSize: 'windows of a step',
      rank: 'rank of the adapters',
      learningRate: 'largest learning rate of the cycle where all weights are trained',
      loraRate: 'the same for adapters',
      seed: 'same seed, same result',
    },
    numbers: {
      share: 'share of the weights that is trained, in percent',
      aboveFull: 'loss with adapters over that of full fine-tuning, as a share',
      before: 'loss before, as a multiple of that after',
      changed: 'matrices of the base that changed',
      difference: 'largest difference of logits after merging, as a share of the largest logit',
    },
  },
  es: {
    title: 'Ajuste fino con LoRA',
    question:
      '¿Cómo aprende un modelo de lenguaje otra manera de hablar si solo se entrenan dos de cada cien pesos?',
    regions: {
      texts:
        'Dos maneras de decir números en inglés: la de hoy, «sixty seven», y la antigua, «seven and sixty», con un «and» tras las centenas. Usan las mismas letras. Los números de la prueba no aparecen en ninguno de los dos textos.',
      base: 'Un GPT pequeño lee la manera de hoy letra a letra. Conoce las palabras, pero no el otro orden: ahí su pérdida (loss) es varias veces mayor.',
      full: 'El ajuste fino (fine-tuning) de siempre: una copia del modelo sigue con la otra manera, y cambian todos los pesos (weights).',
      adapters:
        'LoRA deja cada peso W `[in, out]` como está y aprende a su lado una diferencia A · B de rango (rank) bajo: con rango 2, dos columnas y dos filas en lugar de una matriz entera. El texto y el número de pasos son los mismos.',
      merge:
        'A · B es una matriz del tamaño de W: sumada a ella, el modelo es tan rápido como antes. Guardados aparte, los adaptadores (adapters) son un archivo pequeño por cada manera.',
    },
    conclusion:
      'Unos pocos pesos de cada cien alcanzan la pérdida de todos, porque las palabras ya se conocen y solo es nuevo su orden. Lo que no está en la base, por ejemplo otro idioma, pide un rango mayor y más pasos. La base queda igual bit a bit, de modo que un solo modelo sirve para cualquier número de adaptadores; en 4 bits (`quantize`, QLoRA) ocupa la séptima parte de la memoria.',
    settings: {
      baseSteps: 'pasos de la base',
      steps: 'pasos de cada ajuste fino',
      embedDim: 'tamaño de los vectores de los tokens',
      numLayers: 'número de capas',
      numHeads: 'cabezas de atención en cada una',
      contextLength: 'letras que mira hacia atrás',
      batchSize: 'ventanas de un paso',
      rank: 'rango de los adaptadores',
      learningRate: 'mayor tasa de aprendizaje del ciclo cuando se entrenan todos los pesos',
      loraRate: 'la misma para los adaptadores',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      share: 'pesos que se entrenan, en porcentaje',
      aboveFull: 'pérdida con adaptadores por encima de la del ajuste completo, como proporción',
      before: 'pérdida de antes, como múltiplo de la de después',
      changed: 'matrices de la base que cambiaron',
      difference: 'mayor diferencia de los logits al fusionar, como proporción del mayor logit',
    },
  },
};
