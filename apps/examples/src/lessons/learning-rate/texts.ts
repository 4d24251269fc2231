import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { learningRateNumbers } from './numbers.js';

export const learningRateTexts: LessonTexts<typeof settings, typeof learningRateNumbers.expectations> = {
  en: {
    title: 'The learning rate: found, and changed on the way',
    question: 'How does one choose the most important setting of all without trying dozens of trainings?',
    regions: {
      data: 'Two noisy half moons, a small network, SGD with momentum.',
      finder:
        'The finder trains for a hundred steps while the rate grows from step to step. Too small: the loss stays. Right: it falls. Too large: it explodes. The rate at which it fell fastest is a good choice; then the weights are put back.',
      training: 'First a timid rate that stays the same: safe, and slow.',
      oneCycle:
        'Then one cycle: the rate rises to the one that was found, for speed, and falls far below it at the end, for precision. The momentum goes the other way.',
    },
    conclusion:
      'In the same number of steps, one cycle at the rate that was found ends far lower. The finder costs a hundred steps and saves many trainings.',
    settings: {
      epochs: 'number of epochs',
      batchSize: 'points in a batch',
      noise: 'standard deviation of the noise',
      timidRate: 'the timid learning rate',
      seed: 'same seed, same result',
    },
    numbers: {
      suggestion: 'learning rate that was found',
      accuracy: 'test accuracy with one cycle',
      lossRatio: 'its test loss, divided by that of the timid rate',
    },
  },
  es: {
    title: 'La tasa de aprendizaje: encontrarla y cambiarla por el camino',
    question: '¿Cómo se elige el ajuste más importante de todos sin probar decenas de entrenamientos?',
    regions: {
      data: 'Dos medias lunas (moons) con ruido, una red pequeña y SGD con momento (momentum).',
      finder:
        'El buscador (learning-rate finder) entrena cien pasos mientras la tasa crece. Demasiado pequeña: la pérdida no cambia. Adecuada: baja. Demasiado grande: se dispara. La tasa con la que bajó más deprisa es una buena elección; después se restauran los pesos.',
      training: 'Primero, una tasa tímida y constante: segura y lenta.',
      oneCycle:
        'Después, un ciclo (one-cycle): la tasa sube hasta la encontrada, para ganar velocidad, y al final baja mucho más, para ganar precisión. El momento hace lo contrario.',
    },
    conclusion:
      'Con el mismo número de pasos, un ciclo con la tasa encontrada termina mucho más abajo. El buscador cuesta cien pasos y ahorra muchos entrenamientos.',
    settings: {
      epochs: 'número de épocas',
      batchSize: 'puntos por lote',
      noise: 'desviación típica del ruido',
      timidRate: 'la tasa tímida',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      suggestion: 'tasa de aprendizaje encontrada',
      accuracy: 'exactitud en la prueba con un ciclo',
      lossRatio: 'su pérdida en la prueba dividida por la de la tasa tímida',
    },
  },
};
