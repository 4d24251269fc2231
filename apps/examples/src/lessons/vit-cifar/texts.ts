import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { vitCifarNumbers } from './numbers.js';

export const vitCifarTexts: LessonTexts<typeof settings, typeof vitCifarNumbers.expectations> = {
  en: {
    title: 'A vision transformer and few pictures',
    question: 'Which needs more pictures: a network that convolves or one that attends?',
    regions: {
      networks:
        'Two networks of about the same size. The residual network looks at neighbouring pixels everywhere alike: that is built in. The vision transformer (ViT) cuts a picture into 16 patches of 8 × 8 pixels, makes a vector of each, and lets them attend to each other: what is a neighbour, it has to learn.',
      data: 'CIFAR-10: photographs of ten kinds of animals and vehicles. Those for training are flipped and shifted at random.',
      learn:
        'Both see each picture 20 times or more: few pictures are repeated until there are 300 steps. Same optimizer, same cycle of the learning rate.',
      compare: 'Each number of pictures, on held-out ones. Guessing is right in one of ten.',
    },
    conclusion:
      'With 100, 600 and 3,600 pictures the residual network is right in 27, 40 and 60 of a hundred, the transformer in 22, 28 and 38. Both gain with pictures, but what the transformer learns from 3,600 the residual network learns from about 450: an eighth. That pixels near each other belong together, and that an object is the same wherever it is, the convolution need not learn; the transformer has to see it in many pictures. In its paper it takes the lead only after hundreds of millions of them.',
    settings: {
      few: 'the smallest number of pictures',
      some: 'the second number of pictures',
      many: 'the largest number of pictures',
      tested: 'held-out pictures',
      width: 'channels of the first convolution',
      embedDim: 'size of the vectors of patches',
      numLayers: 'layers of the transformer',
      numHeads: 'heads of attention in each',
      patchSize: 'side of a patch, in pixels',
      steps: 'least number of steps, about',
      leastEpochs: 'times that each picture is seen at least',
      batchSize: 'pictures of a step',
      learningRate: 'largest learning rate of the cycle',
      seed: 'same seed, same result',
    },
    numbers: {
      sizes: 'weights of the transformer, as a multiple of those of the residual network',
      resnet: 'accuracy of the residual network with most pictures',
      vit: 'accuracy of the transformer with most pictures',
      resnetGain: 'what the residual network gains from fewest to most pictures',
      vitGain: 'the same of the transformer',
      leadMany: 'lead of the residual network with most pictures',
      times:
        'times as many pictures as the residual network the transformer needs to be right as often as with most',
    },
  },
  es: {
    title: 'Un transformer de visión y pocas imágenes',
    question: '¿Qué necesita más imágenes: una red que convoluciona o una que atiende?',
    regions: {
      networks:
        'Dos redes de tamaño parecido. La red residual (residual network) mira píxeles vecinos igual en todas partes: eso viene de fábrica. El transformer de visión (vision transformer, ViT) corta la imagen en 16 parches (patches) de 8 × 8 píxeles, hace de cada uno un vector y deja que se atiendan entre sí: qué es un vecino lo tiene que aprender.',
      data: 'CIFAR-10: fotografías de diez clases de animales y vehículos. Las de entrenamiento se reflejan y desplazan al azar.',
      learn:
        'Las dos ven cada imagen 20 veces o más: si hay pocas, se repiten hasta los 300 pasos. El mismo optimizador y el mismo ciclo de la tasa de aprendizaje (learning rate).',
      compare: 'Cada número de imágenes, con imágenes reservadas. Al azar se acierta una de cada diez.',
    },
    conclusion:
      'Con 100, 600 y 3600 imágenes la red residual acierta en 27, 40 y 60 de cada cien; el transformer, en 22, 28 y 38. Las dos mejoran con más imágenes, pero lo que el transformer aprende de 3600 la red residual lo aprende de unas 450: la octava parte. Que los píxeles cercanos van juntos y que un objeto es el mismo esté donde esté, la convolución no tiene que aprenderlo; el transformer tiene que verlo en muchas imágenes. En su artículo solo toma la delantera tras cientos de millones.',
    settings: {
      few: 'el menor número de imágenes',
      some: 'el segundo número de imágenes',
      many: 'el mayor número de imágenes',
      tested: 'imágenes reservadas',
      width: 'canales de la primera convolución',
      embedDim: 'tamaño de los vectores de los parches',
      numLayers: 'capas del transformer',
      numHeads: 'cabezas de atención en cada una',
      patchSize: 'lado de un parche, en píxeles',
      steps: 'número mínimo de pasos, aproximado',
      leastEpochs: 'veces que se ve cada imagen, como mínimo',
      batchSize: 'imágenes de un paso',
      learningRate: 'mayor tasa de aprendizaje del ciclo',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      sizes: 'pesos del transformer, como múltiplo de los de la red residual',
      resnet: 'exactitud de la red residual con el mayor número de imágenes',
      vit: 'exactitud del transformer con el mayor número de imágenes',
      resnetGain: 'lo que gana la red residual del menor al mayor número de imágenes',
      vitGain: 'lo mismo del transformer',
      leadMany: 'ventaja de la red residual con el mayor número de imágenes',
      times:
        'cuántas veces más imágenes que la red residual necesita el transformer para acertar tanto como con el mayor número',
    },
  },
};
