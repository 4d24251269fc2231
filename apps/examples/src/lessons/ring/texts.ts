import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { ringNumbers } from './numbers.js';

export const ringTexts: LessonTexts<typeof settings, typeof ringNumbers.expectations> = {
  en: {
    title: 'Two networks against each other: a ring of eight clouds',
    question: 'How does a network learn to invent points, and when does it invent only some of them?',
    regions: {
      ring: 'Eight round clouds on a circle. A generator that makes only one of them fools nobody for long, but gradient descent may end there: that is mode collapse.',
      networks:
        'The generator turns four normal numbers into a point. The discriminator gives a point a score; its sigmoid is the probability that the point is real.',
      training:
        'In each step the discriminator learns from real and generated points, then the generator from the discriminator. Both have an Adam of their own; at the end the generator has the average of its last weights, which lies still where they circle.',
      measure:
        'A point counts if it lies within three deviations of the nearest middle. A cloud counts as found if 50 of 2,000 points are in it; evenly spread there would be 250.',
      balance:
        'The non-saturating loss and an R1 penalty, which keeps the discriminator flat at real points. For a fixed generator the best answer is p(real) / (p(real) + p(generated)), so it goes to ½ where both are alike.',
      collapse:
        'The minimax loss of the paper, and a discriminator that makes five steps for one, each twenty times as large. Where it is sure, log(1 - D) is flat: the generator gets hardly any gradient, and what it gets sends all points to a few places.',
      pictures:
        'Generated points on the answers of the discriminator; the collapsed ones; both answers by epoch.',
    },
    conclusion:
      'In a balanced game all eight clouds are found, and the answer to real and to generated points is one half: nobody can tell them apart. A discriminator that is too strong teaches nothing: most clouds are left out.',
    settings: {
      epochs: 'number of epochs, 32 steps each',
      batchSize: 'points in a batch',
      learningRate: 'learning rate of the generator',
      r1: 'factor of the R1 penalty in the balanced game',
      steps: 'steps of the discriminator for one in the unfair game',
      speed: 'how many times as fast it learns there',
      seed: 'same seed, same result',
    },
    numbers: {
      modes: 'clouds that the balanced game finds',
      share: 'share of its points within three deviations',
      realAnswer: 'mean answer to real points in the last epoch',
      fakeAnswer: 'mean answer to generated points in the last epoch',
      collapsedModes: 'clouds that the unfair game finds',
    },
  },
  es: {
    title: 'Dos redes enfrentadas: un anillo de ocho nubes',
    question: '¿Cómo aprende una red a inventar puntos, y cuándo inventa solo una parte?',
    regions: {
      ring: 'Ocho nubes redondas en un círculo. Un generador (generator) que solo fabrica una de ellas no engaña a nadie por mucho tiempo, pero el descenso de gradiente puede acabar ahí: es el colapso de modos (mode collapse).',
      networks:
        'El generador convierte cuatro números normales en un punto. El discriminador (discriminator) da una puntuación a cada punto; su sigmoide es la probabilidad de que el punto sea real.',
      training:
        'En cada paso el discriminador aprende de puntos reales y generados, y después el generador aprende del discriminador. Cada red tiene su propio Adam; al final el generador se queda con la media de sus últimos pesos, que está quieta donde ellos dan vueltas.',
      measure:
        'Un punto cuenta si está a menos de tres desviaciones del centro más cercano. Una nube se da por encontrada si contiene 50 de 2.000 puntos; repartidos por igual serían 250.',
      balance:
        'La pérdida no saturante (non-saturating) y una penalización R1, que mantiene plano el discriminador en los puntos reales. Con un generador fijo la mejor respuesta es p(real) / (p(real) + p(generado)), así que tiende a ½ donde ambas se igualan.',
      collapse:
        'La pérdida minimax del artículo y un discriminador que da cinco pasos por cada uno del generador, cada paso veinte veces mayor. Donde está seguro, log(1 - D) es plana: al generador casi no le llega gradiente, y el que llega manda todos los puntos a unos pocos lugares.',
      pictures:
        'Los puntos generados sobre las respuestas del discriminador; los del colapso; ambas respuestas por época.',
    },
    conclusion:
      'En un juego equilibrado se encuentran las ocho nubes, y la respuesta a los puntos reales y a los generados es un medio: nadie puede distinguirlos. Un discriminador demasiado fuerte no enseña nada: la mayoría de las nubes queda sin cubrir.',
    settings: {
      epochs: 'número de épocas, de 32 pasos cada una',
      batchSize: 'puntos por lote',
      learningRate: 'tasa de aprendizaje del generador',
      r1: 'factor de la penalización R1 en el juego equilibrado',
      steps: 'pasos del discriminador por cada uno en el juego desigual',
      speed: 'cuántas veces más rápido aprende allí',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      modes: 'nubes que encuentra el juego equilibrado',
      share: 'parte de sus puntos a menos de tres desviaciones',
      realAnswer: 'respuesta media a puntos reales en la última época',
      fakeAnswer: 'respuesta media a puntos generados en la última época',
      collapsedModes: 'nubes que encuentra el juego desigual',
    },
  },
};
