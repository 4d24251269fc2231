import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { datesNumbers } from './numbers.js';

export const datesTexts: LessonTexts<typeof settings, typeof datesNumbers.expectations> = {
  en: {
    title: 'Dates, translated',
    question: 'How does a network translate, and where does it look while it writes each letter?',
    regions: {
      dates:
        'Every day of a hundred years, in one of thirteen formats: “29 de noviembre de 2026”, “Nov 29, 2026”, “29.11.26”. The translation is 2026-11-29. Days of the test occur in no format of the training.',
      tokens:
        'A token for each character. Sources differ in length; they are padded, and their lengths say where. The decoder reads the translation so far, which begins with a token of its own, and learns what follows.',
      model:
        'The encoder reads the source in both directions. The decoder writes: before each character, additive attention compares its state with what the encoder says about each letter, and it reads the weighted mean beside its last character.',
      training: 'While it trains, the decoder reads the right translation, not its own: teacher forcing.',
      test: 'Now it reads what it wrote, the likeliest character each time. A date counts if all ten characters are right.',
      attention:
        'Each row is a character that it writes, each column one of the source: the darker, the more it looks there.',
    },
    conclusion:
      'Nobody told it which letters are a year or a month. To write a character it looks at the few that decide it, wherever they stand: the source need not fit into one vector, which is why attention was invented.',
    settings: {
      examples: 'dates to learn from',
      heldOut: 'dates of the test',
      formats: 'how many of the formats',
      hiddenSize: 'size of the state',
      attention: 'how the decoder looks at the source: additive, general, dot or none',
      epochs: 'number of epochs',
      batchSize: 'dates of a step',
      learningRate: 'largest learning rate of the cycle',
      target: 'share of the dates that must be right',
      seed: 'same seed, same result',
    },
    numbers: {
      overTarget: 'share of right dates over the target',
      onYear: 'share of the attention that is on the year or a letter beside it while the year is written',
    },
  },
  es: {
    title: 'Fechas, traducidas',
    question: '¿Cómo traduce una red y dónde mira mientras escribe cada letra?',
    regions: {
      dates:
        'Todos los días de cien años, cada uno en uno de trece formatos: «29 de noviembre de 2026», «Nov 29, 2026», «29.11.26». La traducción es 2026-11-29. Los días de la prueba no aparecen en ningún formato del entrenamiento.',
      tokens:
        'Un token por carácter. Las fuentes tienen longitudes distintas; se rellenan (padding) y sus longitudes dicen hasta dónde. El decodificador (decoder) lee la traducción hecha hasta ahora, que empieza por un token propio, y aprende lo que sigue.',
      model:
        'El codificador (encoder) lee la fuente en ambos sentidos. El decodificador escribe: antes de cada carácter, la atención aditiva (additive attention) compara su estado con lo que el codificador dice de cada letra, y él lee la media ponderada junto a su último carácter.',
      training:
        'Mientras se entrena, el decodificador lee la traducción correcta, no la suya: entrenamiento forzado (teacher forcing).',
      test: 'Ahora lee lo que ha escrito, cada vez el carácter más probable. Una fecha cuenta si sus diez caracteres son correctos.',
      attention:
        'Cada fila es un carácter que escribe; cada columna, uno de la fuente: cuanto más oscuro, más mira ahí.',
    },
    conclusion:
      'Nadie le dijo qué letras son un año o un mes. Para escribir un carácter mira los pocos que lo deciden, estén donde estén: la fuente no tiene que caber en un solo vector, y para eso se inventó la atención.',
    settings: {
      examples: 'fechas para aprender',
      heldOut: 'fechas de la prueba',
      formats: 'cuántos de los formatos',
      hiddenSize: 'tamaño del estado',
      attention: 'cómo mira la fuente el decodificador: additive, general, dot o none',
      epochs: 'número de épocas',
      batchSize: 'fechas por paso',
      learningRate: 'mayor tasa de aprendizaje del ciclo',
      target: 'parte de las fechas que deben ser correctas',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      overTarget: 'parte de fechas correctas por encima del objetivo',
      onYear: 'parte de la atención que está en el año o en la letra de al lado mientras escribe el año',
    },
  },
};
