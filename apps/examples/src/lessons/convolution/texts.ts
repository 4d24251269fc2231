import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { convolutionNumbers } from './numbers.js';

export const convolutionTexts: LessonTexts<typeof settings, typeof convolutionNumbers.expectations> = {
  en: {
    title: 'Convolution: by hand and in layers',
    question: 'What does a convolution compute, and why does it need so few weights?',
    regions: {
      byHand:
        'A convolution moves a small kernel over the image. In each place it multiplies kernel and pixels and adds up: four loops.',
      kernels:
        'What it finds depends on the kernel. Equal numbers blur, opposite ones find edges. The layer computes the same as the loops.',
      weights:
        'A neuron that sees a whole image has a weight for every pixel and channel, and a bias. A filter has one for each place of its kernel, and uses it everywhere.',
      sizes:
        'Stride, padding and dilation decide how many places there are: ⌊(size + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1.',
      receptive:
        'Behind two 3 × 3 convolutions an output depends on 5 × 5 pixels, as behind one 5 × 5 convolution, with fewer weights and a nonlinearity more between them.',
      kinds:
        'Groups split the channels. Depthwise is a group for each channel; separable adds a 1 × 1 convolution that mixes them. A transposed convolution makes images larger.',
      pooling:
        'Pooling takes the largest value or the mean of each window. Adaptive pooling has a fixed result, global pooling one value for each channel.',
    },
    conclusion:
      'Weights that are shared between places make the difference: 364 instead of 154,588. Small kernels in sequence see as far as a large one, for less.',
    settings: {
      digit: 'which digit of the data set is convolved',
      imageSize: 'height and width of the image',
      channels: 'channels of the compared layers',
    },
    numbers: {
      byHandError: 'largest difference between loops and layer',
      denseWeights: 'weights of a dense neuron',
      filterWeights: 'weights of an 11 × 11 filter',
      sizes: 'output size with stride 4, padding 1, dilation 2',
      seen: 'pixels seen by two 3 × 3, by one 5 × 5',
      costs: 'weights of two 3 × 3, of one 5 × 5',
      kinds: 'weights: full, 4 groups, depthwise, separable, transposed',
    },
  },
  es: {
    title: 'Convolución: a mano y en capas',
    question: '¿Qué calcula una convolución y por qué necesita tan pocos pesos?',
    regions: {
      byHand:
        'Una convolución desplaza un núcleo (kernel) pequeño sobre la imagen. En cada lugar multiplica núcleo y píxeles y suma: cuatro bucles.',
      kernels:
        'Lo que encuentra depende del núcleo. Los números iguales desenfocan, los opuestos encuentran bordes. La capa calcula lo mismo que los bucles.',
      weights:
        'Una neurona que ve la imagen entera tiene un peso para cada píxel y canal, y un sesgo (bias). Un filtro tiene uno para cada lugar de su núcleo, y lo usa en todas partes.',
      sizes:
        'El paso (stride), el relleno (padding) y la dilatación (dilation) deciden cuántos lugares hay: ⌊(tamaño + 2 relleno - dilatación (núcleo - 1) - 1) / paso⌋ + 1.',
      receptive:
        'Tras dos convoluciones de 3 × 3, una salida depende de 5 × 5 píxeles, como tras una de 5 × 5, con menos pesos y una no linealidad más entre ambas.',
      kinds:
        'Los grupos dividen los canales. La convolución en profundidad (depthwise) tiene un grupo por canal; la separable añade una de 1 × 1 que los mezcla. La transpuesta agranda las imágenes.',
      pooling:
        'El agrupamiento (pooling) toma el mayor valor o la media de cada ventana. El adaptativo tiene un resultado fijo; el global, un valor por canal.',
    },
    conclusion:
      'La diferencia está en compartir los pesos entre lugares: 364 en vez de 154.588. Varios núcleos pequeños seguidos ven tan lejos como uno grande, por menos.',
    settings: {
      digit: 'qué dígito del conjunto de datos se convoluciona',
      imageSize: 'alto y ancho de la imagen',
      channels: 'canales de las capas que se comparan',
    },
    numbers: {
      byHandError: 'mayor diferencia entre los bucles y la capa',
      denseWeights: 'pesos de una neurona densa',
      filterWeights: 'pesos de un filtro de 11 × 11',
      sizes: 'tamaño de salida con paso 4, relleno 1, dilatación 2',
      seen: 'píxeles que ven dos de 3 × 3 y una de 5 × 5',
      costs: 'pesos de dos de 3 × 3 y de una de 5 × 5',
      kinds: 'pesos: completa, 4 grupos, en profundidad, separable, transpuesta',
    },
  },
};
