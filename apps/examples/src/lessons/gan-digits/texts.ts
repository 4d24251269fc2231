import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { ganDigitsNumbers } from './numbers.js';

export const ganDigitsTexts: LessonTexts<typeof settings, typeof ganDigitsNumbers.expectations> = {
  en: {
    title: 'Digits on demand: a conditional GAN',
    question: 'Can a network invent the digit that one asks for, and who says whether it did?',
    regions: {
      judge:
        'Digits of MNIST, a fifth of them held out. A convolutional network learns to read them. It judges in two ways: does it read an invented digit as the one asked for, and how far are its 64 features of invented digits from those of real ones? That is the Fréchet distance of two normal distributions, which asks for variety too.',
      networks:
        'The generator gets 32 normal numbers and the class, one-hot beside them. The discriminator computes features φ(x) of an image and projects them on a vector of the class: ψ(φ(x)) + ⟨v, φ(x)⟩. A fine seven is no use to it where a three was asked for.',
      measure: 'A thousand digits, as many of each class, from the same noise each time.',
      training:
        'The non-saturating loss and an R1 penalty on the discriminator’s slope at real digits. Without it the discriminator is soon sure of itself, and the generator has nothing to follow. The average of the generator’s weights draws better than its last ones.',
      pictures: 'Digits by class; both answers of the discriminator; what the judge reads, by epoch.',
    },
    conclusion:
      'Nobody told the generator what a three looks like: it only ever learned what the discriminator doesn’t believe. That both stay in balance is what makes it work, and the penalty is what keeps them there.',
    settings: {
      source: 'mnist, or digits for those that need no download',
      images: 'number of images, both parts together',
      classes: 'how many digits, from 0 on',
      hidden: 'features of each hidden layer of both networks',
      noiseSize: 'numbers that an image is made of',
      epochs: 'number of epochs',
      batchSize: 'images in a batch',
      learningRate: 'learning rate of both networks',
      r1: 'factor of the R1 penalty',
      decay: 'decay of the average of the generator’s weights',
      judgeEpochs: 'epochs of the judge',
      every: 'epochs from one look to the next',
      samples: 'digits that are judged',
      seed: 'same seed, same result',
    },
    numbers: {
      onReal: 'share of held-out real digits that the judge reads',
      recognised: 'share of invented digits that it reads as asked',
      distance: 'Fréchet distance of its features at the end',
      falls: 'the same as a share of that of the first look',
      answerGap: 'how much more the discriminator believes real digits in the last epoch',
    },
  },
  es: {
    title: 'Cifras a la carta: una GAN condicional',
    question: '¿Puede una red inventar la cifra que se le pide, y quién dice si lo ha hecho?',
    regions: {
      judge:
        'Cifras de MNIST; una quinta parte se aparta. Una red convolucional aprende a leerlas y hace de juez de dos maneras: ¿lee la cifra inventada como la pedida?, ¿y cuánto distan sus 64 características de cifras inventadas de las de cifras reales? Esa es la distancia de Fréchet entre dos distribuciones normales, que también exige variedad.',
      networks:
        'El generador (generator) recibe 32 números normales y la clase, en codificación one-hot a su lado. El discriminador (discriminator) calcula características φ(x) de la imagen y las proyecta sobre un vector de la clase: ψ(φ(x)) + ⟨v, φ(x)⟩. Un siete perfecto no le sirve si se pedía un tres.',
      measure: 'Mil cifras, las mismas de cada clase, a partir siempre del mismo ruido.',
      training:
        'La pérdida no saturante (non-saturating) y una penalización R1 de la pendiente del discriminador en las cifras reales. Sin ella, el discriminador pronto está seguro de sí mismo y el generador no tiene nada que seguir. La media de los pesos del generador dibuja mejor que los últimos.',
      pictures: 'Cifras por clase; ambas respuestas del discriminador; lo que lee el juez, época a época.',
    },
    conclusion:
      'Nadie le ha dicho al generador cómo es un tres: solo ha aprendido qué es lo que el discriminador no se cree. Funciona porque ambos se mantienen en equilibrio, y es la penalización la que los mantiene ahí.',
    settings: {
      source: 'mnist, o digits para los que no necesitan descarga',
      images: 'número de imágenes, ambas partes juntas',
      classes: 'cuántas cifras, desde el 0',
      hidden: 'características de cada capa oculta de ambas redes',
      noiseSize: 'números de los que se hace una imagen',
      epochs: 'número de épocas',
      batchSize: 'imágenes por lote',
      learningRate: 'tasa de aprendizaje de ambas redes',
      r1: 'factor de la penalización R1',
      decay: 'decaimiento de la media de los pesos del generador',
      judgeEpochs: 'épocas del juez',
      every: 'épocas de una mirada a la siguiente',
      samples: 'cifras que se juzgan',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      onReal: 'parte de las cifras reales apartadas que lee el juez',
      recognised: 'parte de las cifras inventadas que lee como la pedida',
      distance: 'distancia de Fréchet de sus características al final',
      falls: 'la misma, como parte de la de la primera mirada',
      answerGap: 'cuánto más se cree el discriminador las cifras reales en la última época',
    },
  },
};
