import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { diffusionPointsNumbers } from './numbers.js';

export const diffusionPointsTexts: LessonTexts<typeof settings, typeof diffusionPointsNumbers.expectations> =
  {
    en: {
      title: 'Diffusion: points out of noise',
      question: 'How can a network that only takes noise away draw a shape?',
      regions: {
        shapes:
          'Two shapes in the plane: a spiral, and the outline of a word from straight lines. A number from 0 to 1 says how far along a point is; a little is added to each coordinate.',
        training:
          'Each example gets the noise of a random one of 100 steps. The network is told the noisy point and the step, and predicts v, a mix of noise and point. The learning rate falls to 0, and the average of the weights is kept, as it draws better than the weights of the last step.',
        drawing:
          'Drawing begins with a thousand points of pure noise. DDIM goes from step to step: the network says what point it sees, and the noise that is left is mixed in again, less of it each time.',
        distance:
          'The sliced Wasserstein distance compares the drawn points with a sample of the shape that the network has not seen: from many sides, in sorted order.',
      },
      conclusion:
        'With twenty steps the drawn points are about 0.11 from the shape, where noise is 0.4 from it and another sample of the shape 0.04. With one step they fall together in a heap, 1.0 from it: from pure noise the best guess is the mean, and only going there bit by bit, asking again each time, parts them.',
      settings: {
        points: 'points to learn from',
        epochs: 'number of epochs',
        batchSize: 'points in a batch',
        learningRate: 'learning rate of Adam',
        steps: 'steps of DDIM',
        seed: 'same seed, same result',
      },
      numbers: {
        spiralDistance: 'distance of the drawn spiral from the spiral',
        wordDistance: 'distance of the drawn word from the word',
        oneStepDistance: 'distance of the spiral drawn in one step',
      },
    },
    es: {
      title: 'Difusión: puntos que salen del ruido',
      question: '¿Cómo puede dibujar una forma una red que solo quita ruido?',
      regions: {
        shapes:
          'Dos formas en el plano: una espiral, y el contorno de una palabra hecho de rectas. Un número de 0 a 1 dice en qué lugar del trazo está un punto; a cada coordenada se le suma un poco.',
        training:
          'Cada ejemplo recibe el ruido (noise) de uno de 100 pasos, al azar. La red recibe el punto con ruido y el paso, y predice v, una mezcla de ruido y punto. La tasa de aprendizaje baja a 0 y se guarda la media de los pesos (exponential moving average), que dibuja mejor que los pesos del último paso.',
        drawing:
          'El dibujo empieza con mil puntos de puro ruido. DDIM va de paso en paso: la red dice qué punto ve, y se le vuelve a mezclar el ruido que queda, cada vez menos.',
        distance:
          'La distancia de Wasserstein por cortes (sliced Wasserstein distance) compara los puntos dibujados con una muestra de la forma que la red no ha visto: desde muchos lados, y en orden.',
      },
      conclusion:
        'Con veinte pasos, los puntos dibujados están a unos 0,11 de la forma; el ruido está a 0,4 y otra muestra de la forma, a 0,04. Con un solo paso caen en un montón, a 1,0 de ella: desde puro ruido la mejor suposición es la media, y solo yendo poco a poco, y preguntando de nuevo cada vez, se separan.',
      settings: {
        points: 'puntos de los que se aprende',
        epochs: 'número de épocas',
        batchSize: 'puntos por lote',
        learningRate: 'tasa de aprendizaje de Adam',
        steps: 'pasos de DDIM',
        seed: 'misma semilla, mismo resultado',
      },
      numbers: {
        spiralDistance: 'distancia de la espiral dibujada a la espiral',
        wordDistance: 'distancia de la palabra dibujada a la palabra',
        oneStepDistance: 'distancia de la espiral dibujada en un solo paso',
      },
    },
  };
