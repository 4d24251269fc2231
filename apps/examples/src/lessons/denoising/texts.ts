import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { denoisingNumbers } from './numbers.js';

export const denoisingTexts: LessonTexts<typeof settings, typeof denoisingNumbers.expectations> = {
  en: {
    title: 'Denoising: learning to restore images',
    question: 'Can a network take noise away that it has never seen on images that it has never seen?',
    regions: {
      data: 'Digits of MNIST, a fifth held out. The clean images are all that is needed: damage is made by the computer, anew in each step.',
      training:
        'A convolutional autoencoder gets the damaged image and is compared with the clean one. One network sees normal noise as strong as half the range from black to white; the other one loses half of the pixels. Damage is done in training only.',
      restored:
        'Held-out digits, damaged by other random numbers, before and after. The peak signal-to-noise ratio says in decibels how near they are to the clean ones: noise of deviation 0.5 leaves 10 log₁₀(1 / 0.25) = 6 dB.',
      pictures:
        'For each network three rows: damaged, clean, restored. The restored ones were made from the damaged ones alone.',
    },
    conclusion:
      'The network has learned what digits look like, and returns the most probable one. A gain of ten decibels is a tenth of the squared error. It never saw these images, nor this noise.',
    settings: {
      source: 'mnist, or digits for those that need no download',
      images: 'number of images, both parts together',
      classes: 'how many digits, from 0 on',
      noise: 'standard deviation of the noise',
      dropout: 'share of the pixels that are lost',
      width: 'channels of the first level, twice as many in the second',
      epochs: 'number of epochs',
      batchSize: 'images in a batch',
      learningRate: 'learning rate of Adam',
      tested: 'held-out images that are restored, at most',
      seed: 'same seed, same result',
    },
    numbers: {
      noisy: 'signal-to-noise ratio of the noisy images, in decibels',
      noiseGain: 'decibels gained by the network that sees noise',
      dropoutGain: 'decibels gained by the network that sees half of the pixels',
    },
  },
  es: {
    title: 'Quitar el ruido: aprender a restaurar imágenes',
    question: '¿Puede una red quitar un ruido que nunca vio de imágenes que nunca vio?',
    regions: {
      data: 'Dígitos de MNIST, una quinta parte reservada. Basta con las imágenes limpias: el daño lo hace el ordenador, de nuevo en cada paso.',
      training:
        'Un autocodificador convolucional recibe la imagen dañada y se compara con la limpia. Una red ve ruido (noise) normal tan fuerte como la mitad de la distancia de negro a blanco; la otra pierde la mitad de los píxeles. Solo se daña durante el entrenamiento.',
      restored:
        'Dígitos reservados, dañados con otros números al azar, antes y después. La relación señal-ruido de pico (PSNR) dice en decibelios cuán cerca están de los limpios: un ruido de desviación 0,5 deja 10 log₁₀(1 / 0,25) = 6 dB.',
      pictures:
        'Por cada red, tres filas: dañadas, limpias, restauradas. Las restauradas se hicieron solo a partir de las dañadas.',
    },
    conclusion:
      'La red ha aprendido cómo son los dígitos y devuelve el más probable. Ganar diez decibelios es quedarse con una décima parte del error cuadrático. Nunca vio estas imágenes ni este ruido.',
    settings: {
      source: 'mnist, o digits para los que no necesitan descarga',
      images: 'número de imágenes, ambas partes juntas',
      classes: 'cuántos dígitos, desde el 0',
      noise: 'desviación típica del ruido',
      dropout: 'parte de los píxeles que se pierde',
      width: 'canales del primer nivel, el doble en el segundo',
      epochs: 'número de épocas',
      batchSize: 'imágenes por lote',
      learningRate: 'tasa de aprendizaje de Adam',
      tested: 'imágenes reservadas que se restauran, como mucho',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      noisy: 'relación señal-ruido de las imágenes con ruido, en decibelios',
      noiseGain: 'decibelios que gana la red que ve ruido',
      dropoutGain: 'decibelios que gana la red que ve la mitad de los píxeles',
    },
  },
};
