import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { bertShakespeareNumbers } from './numbers.js';

export const bertShakespeareTexts: LessonTexts<typeof settings, typeof bertShakespeareNumbers.expectations> =
  {
    en: {
      title: 'BERT and Shakespeare',
      question: 'What does a model gain that reads a gap from both sides?',
      regions: {
        gaps: 'A masked language model guesses what is hidden. Of each window three of ten letters, drawn anew each time, become a mask. BERT hides 15 of 100, which needn’t be best (Wettig et al., “Should You Mask 15% in Masked Language Modeling?”, 2022): more gaps are more to learn from in a step. The last tenth of the text is held out.',
        model:
          'One layer of BERT. With weights of standard deviation 0.02, as published, so narrow a model learns slowly; here they are drawn with 1/√E. Attention begins at the neighbours: positions are sines and cosines, and the queries of each head are its keys turned by one or two places. All of it is trained on.',
        learn:
          'The cross-entropy counts hidden places alone: elsewhere the target is -100, which is ignored. The learning rate rises first, as each layer is normalised behind its sum.',
        compare:
          'Two guesses by counting, at the same gaps of the held-out text: how frequent a letter is, and how frequent it is after its left neighbour. The latter sees that neighbour even where it is hidden from BERT.',
        guess: 'A held-out line of which each letter is hidden in turn, and what the model thinks it was.',
      },
      conclusion:
        'With 1.76 nats a hidden letter it is far below the 2.50 of counted pairs: what follows counts as much as what went before. What a masked model has to find first is where to look: with random queries and keys (`--around false`) it is hardly better than frequencies for two hundred steps, until attention has found the neighbours; after 500 of 600 steps it is at 2.7 nats, in place of less than 2.',
      settings: {
        characters: 'how much of the text is used, in characters',
        contextLength: 'letters that it reads at once',
        embedDim: 'size E of the vectors of letters',
        numLayers: 'number of layers',
        numHeads: 'heads of attention in each',
        steps: 'number of steps',
        batchSize: 'windows of a step',
        share: 'share of the letters that are hidden in training',
        learningRate: 'largest learning rate of the cycle',
        around: 'whether attention begins at the neighbours',
        line: 'a line to guess',
        seed: 'same seed, same result',
      },
      numbers: {
        belowSingle: 'loss below that of frequencies, in nats a hidden letter',
        belowPair: 'loss below that of frequencies after the left neighbour',
        right: 'share of the line’s letters that it guesses',
      },
    },
    es: {
      title: 'BERT y Shakespeare',
      question: '¿Qué gana un modelo que lee un hueco desde los dos lados?',
      regions: {
        gaps: 'Un modelo de lenguaje enmascarado (masked language model) adivina lo que está oculto. En cada ventana, tres de cada diez letras, sorteadas de nuevo cada vez, se convierten en una máscara. BERT oculta 15 de cada 100, lo que no tiene por qué ser lo mejor (Wettig et al., «Should You Mask 15% in Masked Language Modeling?», 2022): con más huecos hay más que aprender en cada paso. La última décima parte del texto se reserva.',
        model:
          'Una capa de BERT. Con pesos de desviación típica 0,02, como los publicados, un modelo tan estrecho aprende despacio; aquí se sortean con 1/√E. La atención (attention) empieza en los vecinos: las posiciones son senos y cosenos, y las consultas (queries) de cada cabeza son sus claves (keys) giradas uno o dos lugares. Todo ello se sigue entrenando.',
        learn:
          'La entropía cruzada (cross-entropy) cuenta solo los lugares ocultos: en los demás, el objetivo es -100, que se ignora. La tasa de aprendizaje sube primero, porque cada capa se normaliza después de su suma.',
        compare:
          'Dos maneras de adivinar contando, en los mismos huecos del texto reservado: cuán frecuente es una letra, y cuán frecuente es tras su vecina de la izquierda. Esta última ve a esa vecina aunque BERT la tenga oculta.',
        guess:
          'Un verso reservado del que se oculta cada letra por turno, y lo que el modelo cree que había allí.',
      },
      conclusion:
        'Con 1,76 nats por letra oculta queda muy por debajo de los 2,50 de los pares contados: lo que sigue cuenta tanto como lo anterior. Lo primero que un modelo enmascarado tiene que encontrar es adónde mirar: con consultas y claves aleatorias (`--around false`) apenas mejora a las frecuencias durante doscientos pasos, hasta que la atención encuentra a los vecinos; tras 500 de 600 pasos va por 2,7 nats, en vez de menos de 2.',
      settings: {
        characters: 'cuánto texto se usa, en caracteres',
        contextLength: 'letras que lee a la vez',
        embedDim: 'tamaño E de los vectores de las letras',
        numLayers: 'número de capas',
        numHeads: 'cabezas de atención en cada una',
        steps: 'número de pasos',
        batchSize: 'ventanas de un paso',
        share: 'parte de las letras que se oculta al entrenar',
        learningRate: 'mayor tasa de aprendizaje del ciclo',
        around: 'si la atención empieza en los vecinos',
        line: 'un verso para adivinar',
        seed: 'misma semilla, mismo resultado',
      },
      numbers: {
        belowSingle: 'pérdida por debajo de la de las frecuencias, en nats por letra oculta',
        belowPair: 'pérdida por debajo de la de las frecuencias tras la vecina izquierda',
        right: 'parte de las letras del verso que adivina',
      },
    },
  };
