import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { layerwiseNumbers } from './numbers.js';

export const layerwiseTexts: LessonTexts<typeof settings, typeof layerwiseNumbers.expectations> = {
  en: {
    title: 'Layer by layer',
    question: 'Can the layers of a deep network learn one after the other?',
    regions: {
      data: 'Digits of MNIST without their labels, and an autoencoder of two levels, 784-128-40 and back. The error is the mean squared one of held-out images.',
      joint: 'Both levels at once, as one trains any network.',
      greedy:
        'Greedy: first the outer level alone learns to return images; then the inner one learns to return the codes of the outer one. At last the whole is fine-tuned. An epoch of each level alone multiplies as often as one of both together, so that both ways cost the same. So deep networks were first trained, in 2006.',
    },
    conclusion:
      'Levels that were trained alone don’t know what the others make of their codes, and their error is larger. A few epochs together make up for it: then they are at least as good as those that learned together from the start.',
    settings: {
      source: 'mnist, or digits for those that need no download',
      images: 'number of images, both parts together',
      classes: 'how many digits, from 0 on',
      hidden: 'features of the hidden layer',
      codeSize: 'numbers of the code',
      epochs: 'epochs of each level and of fine-tuning; twice as many of joint training',
      batchSize: 'images in a batch',
      learningRate: 'learning rate of Adam',
    },
    numbers: {
      alone: 'error after layer-wise training alone, as a multiple of that of joint training',
      ratio: 'the same after fine-tuning',
    },
  },
  es: {
    title: 'Capa a capa',
    question: '¿Pueden aprender una tras otra las capas de una red profunda?',
    regions: {
      data: 'Dígitos de MNIST sin sus etiquetas, y un autocodificador de dos niveles, 784-128-40 y de vuelta. El error es el cuadrático medio de imágenes reservadas.',
      joint: 'Ambos niveles a la vez, como se entrena cualquier red.',
      greedy:
        'Capa a capa (greedy layer-wise): primero el nivel exterior solo aprende a devolver imágenes; luego el interior aprende a devolver los códigos del exterior. Al final, un ajuste fino (fine-tuning) de toda la red. Una época de cada nivel por separado multiplica tanto como una de ambos a la vez, así que los dos caminos cuestan lo mismo. Así se entrenaron las primeras redes profundas, en 2006.',
    },
    conclusion:
      'Los niveles entrenados por separado no saben qué hacen los demás con sus códigos, y su error es mayor. Unas épocas juntos lo arreglan: entonces son al menos tan buenos como los que aprendieron juntos desde el principio.',
    settings: {
      source: 'mnist, o digits para los que no necesitan descarga',
      images: 'número de imágenes, ambas partes juntas',
      classes: 'cuántos dígitos, desde el 0',
      hidden: 'características de la capa oculta',
      codeSize: 'números del código',
      epochs: 'épocas de cada nivel y del ajuste fino; el doble al entrenar todo a la vez',
      batchSize: 'imágenes por lote',
      learningRate: 'tasa de aprendizaje de Adam',
    },
    numbers: {
      alone: 'error tras entrenar solo capa a capa, como múltiplo del de entrenar todo a la vez',
      ratio: 'lo mismo tras el ajuste fino',
    },
  },
};
