import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { contractiveNumbers } from './numbers.js';

export const contractiveTexts: LessonTexts<typeof settings, typeof contractiveNumbers.expectations> = {
  en: {
    title: 'Codes that hold still: the contractive autoencoder',
    question: 'Can codes ignore what no digit does, and still follow what digits do?',
    regions: {
      learn:
        'Two autoencoders of digits of 8 by 8 pixels, with the same weights at the start. One has a penalty besides: the squared derivatives of its codes by its pixels. Both use the encoder’s weights, transposed, in the decoder; else small weights in front and large ones behind would satisfy the penalty.',
      directions:
        'Two ways to leave a held-out digit by a step of the same length: to the digit that is most like it, or in a random direction, where there are no digits.',
      moves: 'How far a step moves the code, on average over the held-out digits.',
      picture: 'The same by the length of the step.',
    },
    conclusion:
      'The penalty pulls all derivatives down, the reconstruction holds those that tell digits apart. What is left points along the digits: the code has learned in which directions they vary.',
    settings: {
      units: 'numbers of the code',
      weight: 'weight of the penalty',
      epochs: 'number of epochs',
      batchSize: 'digits in a batch',
      learningRate: 'learning rate of Adam',
      seed: 'same seed, same result',
    },
    numbers: {
      contracted: 'how far a random step moves a code, as a share of that without the penalty',
      freeChoice:
        'without the penalty: how much farther a step to the nearest digit moves it than a random one',
      choice: 'the same with the penalty',
      cost: 'error of the reconstruction as a multiple of that without the penalty',
    },
  },
  es: {
    title: 'Códigos que no se inmutan: el autocodificador contractivo',
    question: '¿Pueden los códigos ignorar lo que ninguna cifra hace y seguir lo que hacen las cifras?',
    regions: {
      learn:
        'Dos autocodificadores de cifras de 8 por 8 píxeles, con los mismos pesos al principio. Uno tiene además una penalización: las derivadas de sus códigos respecto a los píxeles, al cuadrado (contractive autoencoder). Ambos usan en el decodificador los pesos del codificador, traspuestos; si no, bastaría con pesos pequeños delante y grandes detrás para contentar a la penalización.',
      directions:
        'Dos maneras de alejarse de una cifra apartada con un paso de la misma longitud: hacia la cifra que más se le parece, o en una dirección al azar, donde no hay cifras.',
      moves: 'Cuánto mueve el paso al código, de media en las cifras apartadas.',
      picture: 'Lo mismo según la longitud del paso.',
    },
    conclusion:
      'La penalización tira de todas las derivadas hacia abajo y la reconstrucción sujeta las que distinguen unas cifras de otras. Las que quedan apuntan a lo largo de las cifras: el código ha aprendido en qué direcciones varían.',
    settings: {
      units: 'números del código',
      weight: 'peso de la penalización',
      epochs: 'número de épocas',
      batchSize: 'cifras por lote',
      learningRate: 'tasa de aprendizaje de Adam',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      contracted: 'cuánto mueve a un código un paso al azar, como parte de lo que lo mueve sin penalización',
      freeChoice: 'sin penalización: cuánto más lo mueve un paso hacia la cifra más cercana que uno al azar',
      choice: 'lo mismo con penalización',
      cost: 'error de la reconstrucción, como múltiplo del que hay sin penalización',
    },
  },
};
