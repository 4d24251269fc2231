import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { autoencodersNumbers } from './numbers.js';

export const autoencodersTexts: LessonTexts<typeof settings, typeof autoencodersNumbers.expectations> = {
  en: {
    title: 'Autoencoders: into a short code and back',
    question: 'What does a network learn that has to return its input through a few numbers?',
    regions: {
      plane:
        'Points in space that lie near a plane. Two linear layers, 3 numbers into 2 and 2 into 3, learn by SGD to return them. What they can return is a plane, spanned by the rows of the decoder; we measure its angle to that of the two principal components, which are computed without any learning.',
      stacked:
        'Digits of MNIST: 784 pixels into 100 numbers, into 30, and back. The target is the image itself, so that no labels are needed. The quality is the peak signal-to-noise ratio of held-out images in decibels: ten more are a tenth of the squared error.',
      convolutional:
        'The same code made by two convolutions with stride 2 and a linear layer; transposed convolutions double the size again.',
      recurrent:
        'Digits of 8 by 8 pixels, which come with the library, as sequences of eight rows. A GRU reads them, its last state becomes a code of 16 numbers; another GRU gets the code at each step and writes the rows: sequence to vector to sequence.',
      pictures: 'Ten held-out digits of each kind, and below what the networks make of their codes.',
      compression:
        'Each of the 30 numbers is rounded to one of 64 values: 6 bits. That many bits for 784 pixels are less than a quarter of a bit a pixel, where a byte image has eight.',
    },
    conclusion:
      'Linear layers find the plane of the principal components. With nonlinear ones 30 numbers are enough to paint any digit so that one reads it, and few bits for each of them. Convolutions know that pixels have neighbours; the recurrent network writes the image from top to bottom out of its memory.',
    settings: {
      points: 'points near the plane',
      planeEpochs: 'epochs of SGD on them',
      source: 'mnist, or digits for those that need no download',
      images: 'number of images, both parts together',
      classes: 'how many digits, from 0 on',
      codeSize: 'numbers of the code',
      epochs: 'epochs of the stacked and the convolutional network',
      sequenceEpochs: 'epochs of the recurrent network',
      batchSize: 'images in a batch',
      learningRate: 'learning rate of Adam',
      sequenceRate: 'the same for the recurrent network',
      seed: 'same seed, same result',
    },
    numbers: {
      angle:
        'angle between the plane of the linear autoencoder and that of the principal components, in degrees',
      stackedQuality: 'signal-to-noise ratio of held-out images, stacked 784-100-30, in decibels',
      convQuality: 'the same of the convolutional network',
      recurrentQuality: 'the same of the recurrent network',
      bitsPerPixel: 'bits a pixel of the compressed images',
      lostByBits: 'decibels lost by rounding the code',
    },
  },
  es: {
    title: 'Autocodificadores: a un código corto y de vuelta',
    question: '¿Qué aprende una red que debe devolver su entrada pasando por unos pocos números?',
    regions: {
      plane:
        'Puntos del espacio cerca de un plano. Dos capas lineales, de 3 números a 2 y de 2 a 3, aprenden con SGD a devolverlos. Lo que pueden devolver es un plano, el que generan las filas del decodificador (decoder); medimos su ángulo con el de las dos componentes principales, que se calculan sin aprender nada.',
      stacked:
        'Dígitos de MNIST: 784 píxeles a 100 números, a 30, y de vuelta. El objetivo es la propia imagen, así que no hacen falta etiquetas. La calidad es la relación señal-ruido de pico (PSNR) de imágenes reservadas, en decibelios: diez más son una décima parte del error cuadrático.',
      convolutional:
        'El mismo código hecho con dos convoluciones de paso (stride) 2 y una capa lineal; convoluciones transpuestas vuelven a doblar el tamaño.',
      recurrent:
        'Dígitos de 8 por 8 píxeles, que vienen con la biblioteca, como secuencias de ocho filas. Una GRU las lee y su último estado se convierte en un código de 16 números; otra GRU recibe el código en cada paso y escribe las filas: de secuencia a vector y a secuencia.',
      pictures: 'Diez dígitos reservados de cada tipo y, debajo, lo que las redes hacen con sus códigos.',
      compression:
        'Cada uno de los 30 números se redondea a uno de 64 valores: 6 bits. Esos bits para 784 píxeles son menos de un cuarto de bit por píxel, frente a los ocho de una imagen de bytes.',
    },
    conclusion:
      'Las capas lineales encuentran el plano de las componentes principales. Con capas no lineales bastan 30 números, y pocos bits para cada uno, para pintar cualquier dígito de modo que se lea. Las convoluciones saben que los píxeles tienen vecinos; la red recurrente escribe la imagen de arriba abajo, de memoria.',
    settings: {
      points: 'puntos cerca del plano',
      planeEpochs: 'épocas de SGD con ellos',
      source: 'mnist, o digits para los que no necesitan descarga',
      images: 'número de imágenes, ambas partes juntas',
      classes: 'cuántos dígitos, desde el 0',
      codeSize: 'números del código',
      epochs: 'épocas de la red apilada y de la convolucional',
      sequenceEpochs: 'épocas de la red recurrente',
      batchSize: 'imágenes por lote',
      learningRate: 'tasa de aprendizaje de Adam',
      sequenceRate: 'lo mismo para la red recurrente',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      angle:
        'ángulo entre el plano del autocodificador lineal y el de las componentes principales, en grados',
      stackedQuality: 'relación señal-ruido de imágenes reservadas, red apilada 784-100-30, en decibelios',
      convQuality: 'lo mismo con la red convolucional',
      recurrentQuality: 'lo mismo con la red recurrente',
      bitsPerPixel: 'bits por píxel de las imágenes comprimidas',
      lostByBits: 'decibelios que se pierden al redondear el código',
    },
  },
};
