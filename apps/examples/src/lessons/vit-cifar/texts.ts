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
        'Both get as many steps, whatever the number of pictures: few pictures are seen often, many seldom. Same optimizer, same cycle of the learning rate.',
      compare: 'Each number of pictures, on held-out ones. Guessing is right in one of ten.',
    },
    conclusion:
      'With 100, 400 and 1,600 pictures the residual network is right in 27, 35 and 38 of a hundred, the transformer in 21, 25 and 24. With 100 it is about as good as the transformer with 1,600. That pixels near each other belong together, and that an object is the same wherever it is, the convolution need not learn; the transformer has to see it in many pictures. In its paper it takes the lead only after hundreds of millions of them. All this is after 150 steps: with more, both get better.',
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
      steps: 'number of steps, about',
      batchSize: 'pictures of a step',
      learningRate: 'largest learning rate of the cycle',
      seed: 'same seed, same result',
    },
    numbers: {
      sizes: 'weights of the transformer, as a multiple of those of the residual network',
      resnet: 'accuracy of the residual network with most pictures',
      vit: 'accuracy of the transformer with most pictures',
      leadFew: 'lead of the residual network with fewest pictures',
      leadMany: 'the same with most pictures',
      fewAgainstMany: 'lead of the residual network with fewest pictures over the transformer with most',
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
        'Las dos reciben los mismos pasos, sea cual sea el número de imágenes: si hay pocas, se ven muchas veces; si hay muchas, pocas veces. El mismo optimizador y el mismo ciclo de la tasa de aprendizaje (learning rate).',
      compare: 'Cada número de imágenes, con imágenes reservadas. Al azar se acierta una de cada diez.',
    },
    conclusion:
      'Con 100, 400 y 1600 imágenes la red residual acierta en 27, 35 y 38 de cada cien; el transformer, en 21, 25 y 24. Con 100 es más o menos tan buena como el transformer con 1600. Que los píxeles cercanos van juntos y que un objeto es el mismo esté donde esté, la convolución no tiene que aprenderlo; el transformer tiene que verlo en muchas imágenes. En su artículo solo toma la delantera tras cientos de millones. Todo esto, tras 150 pasos: con más, las dos mejoran.',
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
      steps: 'número de pasos, aproximado',
      batchSize: 'imágenes de un paso',
      learningRate: 'mayor tasa de aprendizaje del ciclo',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      sizes: 'pesos del transformer, como múltiplo de los de la red residual',
      resnet: 'exactitud de la red residual con el mayor número de imágenes',
      vit: 'exactitud del transformer con el mayor número de imágenes',
      leadFew: 'ventaja de la red residual con el menor número de imágenes',
      leadMany: 'lo mismo con el mayor número de imágenes',
      fewAgainstMany:
        'ventaja de la red residual con el menor número de imágenes frente al transformer con el mayor',
    },
  },
};
