import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { countingOnesNumbers } from './numbers.js';

export const countingOnesTexts: LessonTexts<typeof settings, typeof countingOnesNumbers.expectations> = {
  en: {
    title: 'Counting ones: backpropagation through time by hand',
    question: 'Why do plain recurrent networks forget, and why do they diverge?',
    regions: {
      data: 'Rows of zeros and ones, short and long, and how many ones they have.',
      forward:
        'The smallest memory: a state, a weight U for what comes in and a weight W for what was there. U = W = 1 counts.',
      backward:
        'The same two weights are used at every step, so each step adds to their gradients. The error goes back from step to step, times W each time.',
      check: 'Operations that record find the same gradients.',
      explode:
        'After k steps W^k of the gradient is left. Above 1 it explodes, below 1 it vanishes: the beginning of a long row is not learned.',
      plain:
        'Plain gradient descent, on short and on long rows: one step from the cliff throws the weights out of all bounds.',
      mend: 'Clipping keeps the direction of the gradient and bounds its length. Rprop looks at signs alone, with a step size for each weight. Both find U = W = 1 on short rows; on long ones Rprop does, while clipped steps of one length are too coarse for a valley that is so narrow.',
      cliff: 'The error for each U and W: a flat valley, and walls that rise by powers of ten.',
    },
    conclusion:
      'A state that is multiplied by W at every step explodes or vanishes. Clipping and Rprop mend the first; for the second, LSTM and GRU add to their state instead of multiplying it.',
    settings: {
      sequences: 'number of rows',
      length: 'zeros and ones in a short row',
      longLength: 'zeros and ones in a long row',
      steps: 'steps of each training',
      learningRate: 'learning rate of plain gradient descent',
      seed: 'same seed, same result',
    },
    numbers: {
      gradientError: 'relative difference from recorded gradients',
      arrived: 'power of ten of the gradient that arrives, for W = 1.5, 1, 0.5',
      exploded: 'whether plain gradient descent diverges on short and on long rows (1: yes)',
      clipped: 'U and W with clipping',
      resilient: 'U and W with Rprop',
      resilientLong: 'U and W with Rprop on long rows',
    },
  },
  es: {
    title: 'Contar unos: retropropagación en el tiempo a mano',
    question: '¿Por qué olvidan las redes recurrentes simples y por qué divergen?',
    regions: {
      data: 'Filas de ceros y unos, cortas y largas, y cuántos unos tienen.',
      forward:
        'La memoria más pequeña: un estado, un peso U para lo que entra y un peso W para lo que había. U = W = 1 cuenta.',
      backward:
        'Los mismos dos pesos se usan en cada paso, así que cada paso suma a sus gradientes. El error vuelve de paso en paso, cada vez multiplicado por W.',
      check: 'Las operaciones que registran encuentran los mismos gradientes.',
      explode:
        'Tras k pasos queda W^k del gradiente. Por encima de 1 explota, por debajo se desvanece: el principio de una fila larga no se aprende.',
      plain:
        'Descenso de gradiente simple, con filas cortas y con largas: un paso desde el acantilado lanza los pesos fuera de todo límite.',
      mend: 'Recortar (clipping) conserva la dirección del gradiente y limita su longitud. Rprop solo mira los signos, con un tamaño de paso para cada peso. Ambos encuentran U = W = 1 con filas cortas; con largas lo encuentra Rprop, mientras que los pasos recortados, todos de la misma longitud, son demasiado gruesos para un valle tan estrecho.',
      cliff: 'El error para cada U y W: un valle llano y paredes que suben por potencias de diez.',
    },
    conclusion:
      'Un estado que se multiplica por W en cada paso explota o se desvanece. El recorte y Rprop remedian lo primero; para lo segundo, LSTM y GRU suman a su estado en vez de multiplicarlo.',
    settings: {
      sequences: 'número de filas',
      length: 'ceros y unos de una fila corta',
      longLength: 'ceros y unos de una fila larga',
      steps: 'pasos de cada entrenamiento',
      learningRate: 'tasa de aprendizaje del descenso de gradiente simple',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      gradientError: 'diferencia relativa con los gradientes registrados',
      arrived: 'potencia de diez del gradiente que llega, para W = 1.5, 1, 0.5',
      exploded: 'si el descenso de gradiente simple diverge con filas cortas y con largas (1: sí)',
      clipped: 'U y W con recorte',
      resilient: 'U y W con Rprop',
      resilientLong: 'U y W con Rprop con filas largas',
    },
  },
};
