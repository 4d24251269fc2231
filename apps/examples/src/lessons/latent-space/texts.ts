import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { latentSpaceNumbers } from './numbers.js';

export const latentSpaceTexts: LessonTexts<typeof settings, typeof latentSpaceNumbers.expectations> = {
  en: {
    title: 'The space of digits: a variational autoencoder',
    question: 'What does a network know of digits that can draw them, and how many bits is that worth?',
    regions: {
      data: 'Digits of MNIST as black and white, so that a pixel is one of two values and a probability has a meaning.',
      training:
        'An encoder that says where a digit is among twenty numbers, and how sure it is; a decoder that says how probable each pixel is to be ink. The loss is the bound on -log p(x): reconstruction plus divergence, times beta.',
      bits: 'With fifty draws for each digit the bound gets tight. In bits for each pixel it is what a lossless code of unseen digits would need. A code that takes each pixel by itself is the measure.',
      interpolation:
        'On a straight line from one digit to another every place is a digit, or nearly. The ink of both mixed is not: the model finds it less probable by many nats.',
      arithmetic:
        'The mean code of bold digits minus that of thin ones is a direction. Whoever adds it to the code of any digit gets a bolder one.',
      sweep:
        'From the same network, trained further with other betas. A small one uses more of the variables and redraws better, but samples fall into gaps; a large one costs bits and gives variables up.',
    },
    conclusion:
      'A good bound and good samples are not the same, and beta trades one for the other. The bound at beta 1 alone is a statement about probabilities, which one can compare between models.',
    settings: {
      images: 'digits to learn from',
      heldOut: 'digits for the test',
      hiddenSize: 'units of the hidden layers',
      latentSize: 'latent variables',
      epochs: 'number of epochs',
      tuneEpochs: 'further epochs with each beta',
      batchSize: 'digits of a step',
      learningRate: 'learning rate of Adam',
      draws: 'draws of the importance-weighted bound',
      seed: 'same seed, same result',
    },
    numbers: {
      bits: 'bits a pixel of held-out digits',
      underPixels: 'how far that is under a code of single pixels',
      halfway: 'nats between digits half-way in the latent space and the ink of both',
      bold: 'ink with the direction "bold" over ink with its opposite',
      cost: 'bits a pixel that beta 16 costs beside beta 1',
      inUse: 'variables that beta 16 gives up beside beta 0.25',
    },
  },
  es: {
    title: 'El espacio de las cifras: un autocodificador variacional',
    question: '¿Qué sabe de las cifras una red que puede dibujarlas, y cuántos bits vale eso?',
    regions: {
      data: 'Cifras de MNIST en blanco y negro, para que un píxel sea uno de dos valores y una probabilidad signifique algo.',
      training:
        'Un codificador (encoder) que dice dónde está una cifra entre veinte números y cuán seguro está; un decodificador (decoder) que dice cuán probable es que haya tinta en cada píxel. La pérdida es la cota de -log p(x): reconstrucción más divergencia, por beta.',
      bits: 'Con cincuenta sorteos por cifra la cota se ajusta. En bits por píxel es lo que necesitaría un código sin pérdida para cifras nunca vistas. La medida es un código que toma cada píxel por separado.',
      interpolation:
        'En una recta de una cifra a otra cada lugar es una cifra, o casi. La tinta de ambas mezclada no lo es: al modelo le parece menos probable en muchos nats.',
      arithmetic:
        'El código medio de las cifras gruesas menos el de las finas es una dirección. Quien la suma al código de cualquier cifra obtiene una más gruesa.',
      sweep:
        'Desde la misma red, entrenada un poco más con otras betas. Una pequeña usa más variables y redibuja mejor, pero las muestras caen en huecos; una grande cuesta bits y renuncia a variables.',
    },
    conclusion:
      'Una buena cota y buenas muestras no son lo mismo, y beta cambia una por otras. Solo la cota con beta 1 dice algo de probabilidades, que se pueden comparar entre modelos.',
    settings: {
      images: 'cifras para aprender',
      heldOut: 'cifras para la prueba',
      hiddenSize: 'unidades de las capas ocultas',
      latentSize: 'variables latentes',
      epochs: 'número de épocas',
      tuneEpochs: 'épocas adicionales con cada beta',
      batchSize: 'cifras por paso',
      learningRate: 'tasa de aprendizaje de Adam',
      draws: 'sorteos de la cota ponderada por importancia',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      bits: 'bits por píxel de las cifras apartadas',
      underPixels: 'cuánto queda por debajo de un código de píxeles sueltos',
      halfway: 'nats entre las cifras a medio camino en el espacio latente y la tinta de ambas',
      bold: 'tinta con la dirección «gruesa» entre tinta con la contraria',
      cost: 'bits por píxel que cuesta beta 16 frente a beta 1',
      inUse: 'variables a las que renuncia beta 16 frente a beta 0,25',
    },
  },
};
