import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { loraNumbers } from './numbers.js';

export const loraTexts: LessonTexts<typeof settings, typeof loraNumbers.expectations> = {
  en: {
    title: 'Fine-tuning with LoRA',
    question:
      'How does a language model learn another language when only three of a hundred weights are trained?',
    regions: {
      texts:
        'Numbers in words in two languages that are akin: Spanish, “sesenta y siete”, and Portuguese, “sessenta e sete”. Most letters are the same, few words are. The numbers of the test occur in neither text.',
      base: 'A small GPT reads Spanish letter by letter. It knows nothing of Portuguese: there its loss is many times higher.',
      full: 'Fine-tuning as usual: a copy of the model goes on with Portuguese, and all weights change.',
      adapters:
        'LoRA leaves each weight W `[in, out]` as it is and learns a difference A · B of low rank beside it: with rank 3 three columns and three rows in place of a whole matrix. The text and the number of steps are the same.',
      merge:
        'A · B is a matrix of the size of W: added to it, the model is as fast as before. Saved alone, the adapters are a small file for each language.',
    },
    conclusion:
      'Three of a hundred weights come within a few per cent of the loss of all of them: most of what Spanish has taught, letters, endings, the order of words, is of use in Portuguese. A language that is less akin takes longer: from English to Spanish, with rank 2 and 400 steps, the loss stayed twice as high. The base stays bit for bit, so that one model serves any number of adapters; in 4 bits (`quantize`, QLoRA) it takes a seventh of the memory.',
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
    question: '¿Cómo aprende un modelo de lenguaje otro idioma si solo se entrenan tres de cada cien pesos?',
    regions: {
      texts:
        'Números en palabras en dos idiomas parientes: español, «sesenta y siete», y portugués, «sessenta e sete». Casi todas las letras son las mismas; las palabras, pocas. Los números de la prueba no aparecen en ninguno de los dos textos.',
      base: 'Un GPT pequeño lee español letra a letra. De portugués no sabe nada: ahí su pérdida (loss) es muchas veces mayor.',
      full: 'El ajuste fino (fine-tuning) de siempre: una copia del modelo sigue con el portugués, y cambian todos los pesos (weights).',
      adapters:
        'LoRA deja cada peso W `[in, out]` como está y aprende a su lado una diferencia A · B de rango (rank) bajo: con rango 3, tres columnas y tres filas en lugar de una matriz entera. El texto y el número de pasos son los mismos.',
      merge:
        'A · B es una matriz del tamaño de W: sumada a ella, el modelo es tan rápido como antes. Guardados aparte, los adaptadores (adapters) son un archivo pequeño por cada idioma.',
    },
    conclusion:
      'Tres de cada cien pesos se quedan a pocos puntos de la pérdida de todos: casi todo lo que enseñó el español, letras, terminaciones, orden de las palabras, sirve en portugués. Un idioma menos pariente cuesta más: del inglés al español, con rango 2 y 400 pasos, la pérdida se quedó en el doble. La base queda igual bit a bit, de modo que un solo modelo sirve para cualquier número de adaptadores; en 4 bits (`quantize`, QLoRA) ocupa la séptima parte de la memoria.',
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
