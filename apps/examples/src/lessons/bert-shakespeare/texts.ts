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
          'One layer of BERT. With weights of standard deviation 0.02, as published, so narrow a model learns slowly; here they are drawn with 1/√E. Attention begins at the neighbours: positions are sines and cosines, and the queries of each head are its keys turned by one or two places. All of it goes on being trained.',
        learn:
          'The cross-entropy counts hidden places alone: elsewhere the target is -100, which is ignored. The learning rate rises first, as each layer is normalised after its sum.',
        compare:
          'Held-out windows with one gap in the middle, and three guesses by counting at the same gaps: how frequent a letter is, after its left neighbour, and between both neighbours. The last one knows what BERT knows at the least.',
        guess: 'A held-out line of which each letter is hidden in turn, and what the model thinks it was.',
      },
      conclusion:
        'Counting says what both sides are worth: 2.49 nats a letter after the left neighbour, 1.62 between both. With 1.53 BERT is below that, as it reads more than two letters. What a masked model has to find first is where to look: with random queries and keys (`--around false`) the same thousand steps end at 1.94.',
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
        belowBoth: 'loss below that of frequencies between both neighbours',
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
          'Ventanas del texto reservado con un hueco en el medio, y tres maneras de adivinar contando en los mismos huecos: con qué frecuencia aparece una letra, con qué frecuencia tras su vecina de la izquierda y con cuál entre las dos vecinas. La última sabe lo mínimo que sabe BERT.',
        guess:
          'Una línea reservada de la que se oculta cada letra por turno, y lo que el modelo cree que había allí.',
      },
      conclusion:
        'Contar dice cuánto valen los dos lados: 2,49 nats por letra tras la vecina izquierda y 1,62 entre las dos. Con 1,53, BERT queda por debajo, porque lee más que dos letras. Lo primero que un modelo enmascarado tiene que encontrar es dónde mirar: con consultas y claves aleatorias (`--around false`) los mismos mil pasos acaban en 1,94.',
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
        line: 'una línea para adivinar',
        seed: 'misma semilla, mismo resultado',
      },
      numbers: {
        belowSingle: 'pérdida por debajo de la de las frecuencias, en nats por letra oculta',
        belowPair: 'pérdida por debajo de la de las frecuencias tras la vecina izquierda',
        belowBoth: 'pérdida por debajo de la de las frecuencias entre las dos vecinas',
        right: 'parte de las letras de la línea que adivina',
      },
    },
  };
