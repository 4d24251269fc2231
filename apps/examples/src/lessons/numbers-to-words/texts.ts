import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { numbersToWordsNumbers } from './numbers.js';

export const numbersToWordsTexts: LessonTexts<typeof settings, typeof numbersToWordsNumbers.expectations> = {
  en: {
    title: 'Numbers to words',
    question: 'How does a transformer read one sequence and write another, and where does each head look?',
    regions: {
      numbers:
        'Numbers below a million and their names: 481927 is “cuatrocientos ochenta y un mil novecientos veintisiete”. As many of one digit as of six, until there are no more short ones; those of the test occur nowhere else.',
      tokens:
        'A token for each digit that is read, and for each word that is written. Numbers differ in length: they are padded, and a mask tells the attention where there is nothing. The decoder reads the words so far and learns the next.',
      model:
        'The encoder lets each digit look at all digits. The decoder lets each word look at the words before it (self-attention) and at the digits (cross-attention). Nothing is recurrent: in training, all words of a number are computed at once.',
      training:
        'The loss is the cross-entropy of the next word; rows of a batch that are shorter are padded, and padding does not count.',
      greedy:
        'The network reads numbers that it has never seen, and writes the likeliest word each time, from what it wrote itself. A number counts if every word is right.',
      beams: 'Beam search follows four texts at once, and takes the one that is likeliest as a whole.',
      attention:
        'Each row is a word that it writes, each column a digit: the darker, the more the head looks there.',
      alignment:
        'Which head looks at the very digit that a word stands for? Hundreds, tens and ones have a digit each; “y” and “mil” have none.',
    },
    conclusion:
      'Nobody told it that the first digit of six counts hundreds of thousands. The heads of the cross-attention go along the digits while the words are written, and a few thousand examples are enough for a million numbers.',
    settings: {
      digits: 'most digits of a number',
      examples: 'numbers to learn from',
      heldOut: 'numbers of the test',
      beamed: 'numbers that are searched with beams',
      embedDim: 'size of the vectors',
      numHeads: 'heads of each attention',
      numLayers: 'layers of encoder and decoder',
      epochs: 'number of epochs',
      batchSize: 'numbers of a step',
      learningRate: 'largest learning rate of the cycle',
      drawn: 'number whose attention is drawn',
      target: 'share of the numbers that must be right',
      seed: 'same seed, same result',
    },
    numbers: {
      overTarget: 'share of right numbers over the target',
      beams: 'share that four beams have right over the target',
      onDigit: 'share of its attention that the best head has on the digit of the word',
    },
  },
  es: {
    title: 'De números a palabras',
    question: '¿Cómo lee un transformer una secuencia y escribe otra, y dónde mira cada cabeza?',
    regions: {
      numbers:
        'Números menores de un millón y sus nombres: 481927 es «cuatrocientos ochenta y un mil novecientos veintisiete». Tantos de una cifra como de seis, hasta que no quedan más cortos; los de la prueba no aparecen en ningún otro sitio.',
      tokens:
        'Un token por cada cifra que se lee y por cada palabra que se escribe. Los números tienen longitudes distintas: se rellenan (padding) y una máscara (mask) dice a la atención dónde no hay nada. El decodificador (decoder) lee las palabras escritas hasta ahora y aprende la siguiente.',
      model:
        'El codificador (encoder) deja que cada cifra mire todas las cifras. El decodificador deja que cada palabra mire las anteriores (autoatención, self-attention) y las cifras (atención cruzada, cross-attention). Nada es recurrente: al entrenar, todas las palabras de un número se calculan a la vez.',
      training:
        'La pérdida (loss) es la entropía cruzada de la palabra siguiente; las filas más cortas del lote se rellenan, y el relleno no cuenta.',
      greedy:
        'La red lee números que nunca ha visto y escribe cada vez la palabra más probable, a partir de lo que ella misma ha escrito (búsqueda voraz, greedy). Un número cuenta si todas sus palabras son correctas.',
      beams:
        'La búsqueda en haz (beam search) sigue cuatro textos a la vez y se queda con el más probable en conjunto.',
      attention:
        'Cada fila es una palabra que escribe; cada columna, una cifra: cuanto más oscuro, más mira ahí la cabeza (head).',
      alignment:
        '¿Qué cabeza mira justo la cifra que la palabra nombra? Centenas, decenas y unidades tienen una cifra cada una; «y» y «mil», ninguna.',
    },
    conclusion:
      'Nadie le dijo que la primera de seis cifras cuenta centenas de millar. Las cabezas de la atención cruzada recorren las cifras mientras se escriben las palabras, y unos pocos miles de ejemplos bastan para un millón de números.',
    settings: {
      digits: 'máximo de cifras de un número',
      examples: 'números para aprender',
      heldOut: 'números de la prueba',
      beamed: 'números que se buscan con haces',
      embedDim: 'tamaño de los vectores',
      numHeads: 'cabezas de cada atención',
      numLayers: 'capas del codificador y del decodificador',
      epochs: 'número de épocas',
      batchSize: 'números por paso',
      learningRate: 'mayor tasa de aprendizaje del ciclo',
      drawn: 'número cuya atención se dibuja',
      target: 'parte de los números que deben ser correctos',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      overTarget: 'parte de números correctos por encima del objetivo',
      beams: 'parte que aciertan cuatro haces por encima del objetivo',
      onDigit: 'parte de su atención que la mejor cabeza tiene en la cifra de la palabra',
    },
  },
};
