import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { hittersNumbers } from './numbers.js';

export const hittersTexts: LessonTexts<typeof settings, typeof hittersNumbers.expectations> = {
  en: {
    title: 'Hitters: three models for one table',
    question: 'What do baseball players earn? Linear regression, lasso and a network on 263 of them.',
    regions: {
      data: 'Statistics of the players of 1986 and their salaries. Numbers are standardised, categories become columns; every third player is kept for the test.',
      error: 'The mean absolute error on the test players, in thousands of dollars.',
      linear: 'Linear regression: a single layer, and the minimum of its squared error.',
      lasso:
        'The lasso also penalises the sum of the magnitudes of the weights. Weight by weight, each is set to its best value, and small ones to zero.',
      network: 'A hidden layer of 50 units with dropout, trained for some epochs.',
    },
    conclusion:
      'The network is ahead here, whichever third is the test (`third`). The lasso sets about half of the weights to zero; it loses a little to linear regression with the first third, and beats it with the other two. None of this is a law: in the textbook that made these data known, with another split and another network, the three came out close and the network last. So measure, on data held back, and try the simple models first.',
    settings: {
      epochs: 'number of epochs of the network',
      learningRate: 'learning rate of the network',
      lambda: 'strength of the lasso',
      hiddenUnits: 'units of the hidden layer',
      dropout: 'probability of dropout',
      third: 'which third of the players is the test: 0, 1 or 2',
      seed: 'same seed, same result',
    },
    numbers: {
      linearError: 'linear regression: mean error',
      lassoError: 'lasso: mean error',
      networkError: 'network: mean error',
      zeroWeights: 'weights that the lasso sets to zero',
    },
  },
  es: {
    title: 'Hitters: tres modelos para una tabla',
    question: '¿Cuánto ganan los jugadores de béisbol? Regresión lineal, lasso y una red con 263 de ellos.',
    regions: {
      data: 'Estadísticas de los jugadores de 1986 y sus salarios. Los números se estandarizan y las categorías se convierten en columnas (one-hot); uno de cada tres jugadores se reserva para la prueba (test).',
      error: 'El error absoluto medio (mean absolute error) en los jugadores de prueba, en miles de dólares.',
      linear: 'Regresión lineal (linear regression): una sola capa y el mínimo de su error cuadrático.',
      lasso:
        'El lasso penaliza además la suma de los valores absolutos de los pesos. Peso a peso, cada uno toma su mejor valor y los pequeños se hacen cero.',
      network: 'Una capa oculta (hidden layer) de 50 unidades con dropout, entrenada durante unas épocas.',
    },
    conclusion:
      'Aquí gana la red, sea cual sea el tercio de prueba (`third`). El lasso anula más o menos la mitad de los pesos; con el primer tercio pierde un poco frente a la regresión lineal y con los otros dos la supera. Nada de esto es una ley: en el libro que dio a conocer estos datos, con otra división y otra red, los tres quedaron cerca y la red, la última. Conviene medir con datos reservados y probar primero los modelos sencillos.',
    settings: {
      epochs: 'número de épocas de la red',
      learningRate: 'tasa de aprendizaje de la red',
      lambda: 'fuerza del lasso',
      hiddenUnits: 'unidades de la capa oculta',
      dropout: 'probabilidad de dropout',
      third: 'qué tercio de los jugadores es la prueba: 0, 1 o 2',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      linearError: 'regresión lineal: error medio',
      lassoError: 'lasso: error medio',
      networkError: 'red: error medio',
      zeroWeights: 'pesos que el lasso anula',
    },
  },
};
