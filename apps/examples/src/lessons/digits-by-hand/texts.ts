import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { digitsByHandNumbers } from './numbers.js';

export const digitsByHandTexts: LessonTexts<typeof settings, typeof digitsByHandNumbers.expectations> = {
  en: {
    title: 'Digits by hand: a network without the library',
    question:
      'What is inside a library that trains networks? A 784-20-10 network in plain TypeScript, nothing hidden.',
    regions: {
      data: 'A thousand handwritten digits to learn from, and nine thousand others to be tested on.',
      linear:
        'A linear layer multiplies by a matrix and adds a bias. Its backward pass has three gradients: by the input, for the layer before; by the weights and by the bias, for the step of gradient descent.',
      activations:
        'The sigmoid makes it more than a linear map; the softmax turns scores into probabilities. Each knows its derivative.',
      model: '784 pixels, 20 hidden units, 10 classes. The forward pass goes through the layers in order.',
      training:
        'After each image: the squared error against the right digit, its gradient, and back through the layers in reverse order, each of which takes its step.',
      test: 'The answer is the class with the largest probability.',
    },
    conclusion:
      'About 86 of 100 unseen digits are right, by nothing more than loops, and the chain rule written out. The next lesson does the same with the library: read the two side by side, region by region.',
    settings: {
      epochs: 'number of epochs',
      learningRate: 'learning rate',
      images: 'digits to learn from',
      tested: 'digits to be tested on',
      seed: 'same seed, same result',
    },
    numbers: { accuracy: 'accuracy on the other digits' },
  },
  es: {
    title: 'Dígitos a mano: una red sin la biblioteca',
    question:
      '¿Qué hay dentro de una biblioteca que entrena redes? Una red de 784-20-10 en TypeScript puro, sin nada oculto.',
    regions: {
      data: 'Mil dígitos manuscritos para aprender y otros nueve mil para la prueba (test).',
      linear:
        'Una capa lineal (linear layer) multiplica por una matriz y suma un sesgo (bias). Su paso hacia atrás (backward pass) da tres gradientes: respecto a la entrada, para la capa anterior; respecto a los pesos y al sesgo, para el paso de descenso de gradiente.',
      activations:
        'La sigmoide (sigmoid) hace que la red sea más que una función lineal; softmax convierte las puntuaciones en probabilidades. Cada una conoce su derivada.',
      model:
        '784 píxeles, 20 unidades ocultas (hidden units), 10 clases. El paso hacia delante (forward pass) recorre las capas en orden.',
      training:
        'Tras cada imagen: el error cuadrático respecto al dígito correcto, su gradiente y vuelta por las capas en orden inverso; cada una da su paso.',
      test: 'La respuesta es la clase con mayor probabilidad.',
    },
    conclusion:
      'Acierta unos 86 de cada 100 dígitos que no ha visto, solo con bucles y la regla de la cadena (chain rule) escrita entera. La lección siguiente hace lo mismo con la biblioteca: conviene leer las dos en paralelo, parte por parte.',
    settings: {
      epochs: 'número de épocas',
      learningRate: 'tasa de aprendizaje',
      images: 'dígitos para aprender',
      tested: 'dígitos para la prueba',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: { accuracy: 'exactitud en los otros dígitos' },
  },
};
