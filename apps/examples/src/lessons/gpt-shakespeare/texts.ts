import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { gptShakespeareNumbers } from './numbers.js';

export const gptShakespeareTexts: LessonTexts<typeof settings, typeof gptShakespeareNumbers.expectations> = {
  en: {
    title: 'GPT and Shakespeare',
    question:
      'What does a transformer gain over a recurrent network, and what do pieces of words gain over letters?',
    regions: {
      tokens:
        'Byte-pair encoding (BPE) begins with bytes and joins the most frequent neighbours, again and again, until there are 1,024 tokens: frequent words become one, rare ones a few. The held-out tenth takes no part.',
      learn:
        'A decoder as in Llama: two layers, each token looks back by attention at up to 64 before it, and says what follows at each place. Each kind of token gets the same number of steps of the same size, so the same time.',
      compare:
        'Nats a token don’t compare, as tokens differ in length; nats a character do. The same model reads letters first, then pieces.',
    },
    conclusion:
      'The transformer with pieces of words ends at 1.70 nats a character; letter by letter, in as many steps, it gets to 1.90. A context of 64 pieces is 150 letters, and no step is spent on spelling “the”. The LSTM of the lesson `shakespeare` ends at 1.74 after one pass over the text, in less than half the time, and at 1.61 after three, in a little more: recurrence is the better start where little is computed, and the transformer needs more text and more computing to pass it.',
    settings: {
      characters: 'how much of the text is used, in characters',
      vocabSize: 'number of pieces',
      contextLength: 'tokens that it looks back at',
      embedDim: 'size of the vectors of tokens',
      numLayers: 'number of layers',
      numHeads: 'heads of attention in each',
      steps: 'number of steps',
      batchSize: 'windows of a step',
      learningRate: 'largest learning rate of the cycle',
      length: 'tokens of a sample',
      recurrent: 'loss of the recurrent network after one pass over the text, in nats a character',
      seed: 'same seed, same result',
    },
    numbers: {
      perToken: 'characters a token',
      roundTrip: 'whether the tokens give the text back (1: yes)',
      belowRecurrent:
        'loss with pieces below that of the recurrent network after one pass, in nats a character',
      gained: 'loss with pieces below that with letters, in nats a character',
    },
  },
  es: {
    title: 'GPT y Shakespeare',
    question:
      '¿Qué gana un transformer frente a una red recurrente, y qué ganan los trozos de palabras frente a las letras?',
    regions: {
      tokens:
        'La codificación por pares de bytes (byte-pair encoding, BPE) empieza con bytes y une los vecinos más frecuentes, una y otra vez, hasta que hay 1024 tokens: las palabras frecuentes quedan en uno; las raras, en unos pocos. La décima parte apartada no participa.',
      learn:
        'Un decodificador como el de Llama: dos capas; cada token mira con atención (attention) hasta 64 anteriores y dice, en cada lugar, qué sigue. Cada clase de token recibe el mismo número de pasos del mismo tamaño: el mismo tiempo.',
      compare:
        'Los nats por token no se comparan, pues los tokens miden distinto; los nats por carácter, sí. El mismo modelo lee primero letras y después trozos.',
    },
    conclusion:
      'El transformer con trozos de palabras termina en 1,70 nats por carácter; letra a letra, con los mismos pasos, llega a 1,90. Un contexto de 64 trozos son 150 letras, y ningún paso se gasta en deletrear «the». La LSTM de la lección `shakespeare` termina en 1,74 tras una pasada por el texto, en menos de la mitad del tiempo, y en 1,61 tras tres, en algo más: con poco cálculo, la recurrencia empieza mejor, y el transformer necesita más texto y más cálculo para adelantarla.',
    settings: {
      characters: 'cuánto texto se usa, en caracteres',
      vocabSize: 'número de trozos',
      contextLength: 'tokens que mira hacia atrás',
      embedDim: 'tamaño de los vectores de los tokens',
      numLayers: 'número de capas',
      numHeads: 'cabezas de atención en cada una',
      steps: 'número de pasos',
      batchSize: 'ventanas de un paso',
      learningRate: 'mayor tasa de aprendizaje del ciclo',
      length: 'tokens de una muestra',
      recurrent: 'pérdida de la red recurrente tras una pasada por el texto, en nats por carácter',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      perToken: 'caracteres por token',
      roundTrip: 'si los tokens devuelven el texto (1: sí)',
      belowRecurrent:
        'pérdida con trozos por debajo de la de la red recurrente tras una pasada, en nats por carácter',
      gained: 'pérdida con trozos por debajo de la de letras, en nats por carácter',
    },
  },
};
