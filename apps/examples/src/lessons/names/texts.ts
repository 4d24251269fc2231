import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { namesNumbers } from './numbers.js';

export const namesTexts: LessonTexts<typeof settings, typeof namesNumbers.expectations> = {
  en: {
    title: 'Names, letter by letter',
    question: 'Can a network invent names that sound right, from a list of eight hundred?',
    regions: {
      names:
        'Given names in Spanish and English, in small letters. Some are held out: the network is tested on names that it never saw.',
      counting:
        'What it has to beat: counting which letter follows the one or two before. Rare pairs are mixed with what shorter contexts say, as much as suits the held-out names best, which favours counting.',
      data: 'A name between a token that begins and one that ends it. Names of a batch differ in length: what pads them is in no loss.',
      training:
        'A GRU reads letter by letter and scores the next one. On so little data it would learn the list by heart: dropout and weight decay keep it from that.',
      test: 'The loss in nats a letter, the end included, beside those of counting.',
      samples:
        'Each letter that it draws is read as the next one, until it draws the end. A low temperature repeats what is likely, a high one dares more.',
    },
    conclusion:
      'Counting sees one letter or two; the state of the network sums up the whole beginning. What it writes is mostly in no list, and yet sounds like a name.',
    settings: {
      heldOut: 'names for the test',
      hiddenSize: 'size of the state',
      dropout: 'share of the values that are dropped in training',
      epochs: 'number of epochs',
      batchSize: 'names of a step',
      learningRate: 'largest learning rate of the cycle',
      samples: 'names that are written at each temperature',
      seed: 'same seed, same result',
    },
    numbers: {
      nats: 'loss of the network on held-out names, in nats a letter',
      underBigram: 'how far it is under counting by one letter',
      underTrigram: 'how far it is under counting by two letters',
      share: 'share of new names among those written at temperature 0.8',
    },
  },
  es: {
    title: 'Nombres, letra a letra',
    question: '¿Puede una red inventar nombres que suenen bien, a partir de una lista de ochocientos?',
    regions: {
      names:
        'Nombres de pila en español e inglés, en minúsculas. Algunos se apartan: la red se prueba con nombres que nunca vio.',
      counting:
        'Lo que tiene que superar: contar qué letra sigue a la anterior o a las dos anteriores. Los pares raros se mezclan con lo que dicen los contextos más cortos, en la medida que más conviene a los nombres apartados, lo que favorece al conteo.',
      data: 'Un nombre entre un token que lo empieza y otro que lo termina. Los nombres de un lote tienen longitudes distintas: el relleno (padding) no cuenta en la pérdida.',
      training:
        'Una GRU lee letra a letra y puntúa la siguiente. Con tan pocos datos se aprendería la lista de memoria: el dropout y el decaimiento de los pesos (weight decay) lo impiden.',
      test: 'La pérdida en nats por letra, incluido el final, junto a las del conteo.',
      samples:
        'Cada letra que sortea se lee como la siguiente, hasta que sortea el final. Una temperatura baja repite lo probable; una alta se atreve a más.',
    },
    conclusion:
      'El conteo ve una letra o dos; el estado de la red resume todo el comienzo. Lo que escribe casi nunca está en la lista y, sin embargo, suena a nombre.',
    settings: {
      heldOut: 'nombres para la prueba',
      hiddenSize: 'tamaño del estado',
      dropout: 'parte de los valores que se anulan al entrenar',
      epochs: 'número de épocas',
      batchSize: 'nombres por paso',
      learningRate: 'mayor tasa de aprendizaje del ciclo',
      samples: 'nombres que se escriben con cada temperatura',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      nats: 'pérdida de la red en los nombres apartados, en nats por letra',
      underBigram: 'cuánto queda por debajo del conteo con una letra',
      underTrigram: 'cuánto queda por debajo del conteo con dos letras',
      share: 'parte de nombres nuevos entre los escritos con temperatura 0,8',
    },
  },
};
