import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { vqDigitsNumbers } from './numbers.js';

export const vqDigitsTexts: LessonTexts<typeof settings, typeof vqDigitsNumbers.expectations> = {
  en: {
    title: 'Digits as words: VQ-VAE and a prior',
    question: 'Can a network that writes texts draw pictures?',
    regions: {
      data: 'Real digits of 8 by 8 pixels, a fifth of them held out.',
      codes:
        'A VQ-VAE writes a digit as a grid of four by four numbers: each place of the feature map becomes the nearest of 32 vectors. Gradients pass over that straight through; the codebook follows the vectors by running means, and codes that nothing is near to are moved to where there is something.',
      prior:
        'Row by row a grid is a text of sixteen words. A GRU learns to guess the next one; each text begins with the digit that it shows, so that one can ask for it. It has to beat counting how often each code comes.',
      samples: 'It writes texts that begin with a digit of our choice, and the decoder draws them.',
      judge:
        'Are they digits? A network that was trained on real ones reads them. And are they new? Most grids are none of the training data.',
    },
    conclusion:
      'The autoencoder need not know how digits are distributed, and the prior need not know what a pixel is. On this division stand VQGAN and the first DALL·E: larger codebooks, and a transformer in place of the GRU.',
    settings: {
      channels: 'channels of the convolutions',
      numCodes: 'codes of the codebook',
      codeSize: 'features of a code',
      epochs: 'epochs of the autoencoder',
      hiddenSize: 'units of the GRU',
      priorEpochs: 'epochs of the prior',
      topP: 'share of the probability that words are drawn from',
      samples: 'digits that are drawn of each class',
      seed: 'same seed, same result',
    },
    numbers: {
      error: 'mean squared error of held-out digits out of codes',
      inUse: 'codes in use: the perplexity of the codebook',
      underCounts: 'how far the prior is under counting, in nats a code',
      recognised: 'share of new digits that are read as asked',
      fresh: 'share of new digits whose grid is not in the training data',
    },
  },
  es: {
    title: 'Cifras como palabras: VQ-VAE y una distribución a priori',
    question: '¿Puede dibujar una red que escribe textos?',
    regions: {
      data: 'Cifras reales de 8 por 8 píxeles; una quinta parte se aparta.',
      codes:
        'Un VQ-VAE escribe una cifra como una cuadrícula de cuatro por cuatro números: cada lugar del mapa de características se sustituye por el más cercano de 32 vectores. Los gradientes pasan de largo (straight-through); el libro de códigos (codebook) sigue a los vectores con medias móviles, y los códigos que no tienen nada cerca se llevan adonde hay algo.',
      prior:
        'Fila a fila, una cuadrícula es un texto de dieciséis palabras. Una GRU aprende a adivinar la siguiente; cada texto empieza por la cifra que muestra, para poder pedirla. Tiene que superar a contar cuántas veces sale cada código.',
      samples: 'Escribe textos que empiezan por la cifra que elijamos, y el decodificador los dibuja.',
      judge:
        '¿Son cifras? Las lee una red entrenada con cifras reales. ¿Y son nuevas? La mayoría de las cuadrículas no está en los datos de entrenamiento.',
    },
    conclusion:
      'El autocodificador no necesita saber cómo se distribuyen las cifras, ni la distribución a priori (prior) qué es un píxel. En este reparto se basan VQGAN y el primer DALL·E: libros de códigos mayores y un transformer en lugar de la GRU.',
    settings: {
      channels: 'canales de las convoluciones',
      numCodes: 'códigos del libro',
      codeSize: 'características de un código',
      epochs: 'épocas del autocodificador',
      hiddenSize: 'unidades de la GRU',
      priorEpochs: 'épocas de la distribución a priori',
      topP: 'parte de la probabilidad de la que se sortean las palabras',
      samples: 'cifras que se dibujan de cada clase',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      error: 'error cuadrático medio de cifras apartadas, a partir de sus códigos',
      inUse: 'códigos en uso: la perplejidad del libro',
      underCounts: 'cuánto queda por debajo de contar, en nats por código',
      recognised: 'parte de las cifras nuevas que se leen como la pedida',
      fresh: 'parte de las cifras nuevas cuya cuadrícula no está en los datos',
    },
  },
};
