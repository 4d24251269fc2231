import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { shakespeareNumbers } from './numbers.js';

export const shakespeareTexts: LessonTexts<typeof settings, typeof shakespeareNumbers.expectations> = {
  en: {
    title: 'Shakespeare, letter by letter',
    question: 'How does a network that only guesses the next letter learn to write?',
    regions: {
      text: 'The plays are one long text. It is cut into parts that are read side by side, a window of each at a time: row i of a batch continues row i of the one before.',
      model:
        'Each character has a vector. An LSTM reads them one after another, and a linear map of its state scores the character that follows.',
      training:
        'Gradients reach back to the beginning of a window, while the state goes on from window to window: truncated backpropagation through time. A norm over 1 is scaled down.',
      test: 'The loss on the held-out text, in nats a character. exp(loss) says among how many equally likely characters it would have to choose.',
      samples:
        'Each character that it draws is read as the next one. A low temperature makes likely characters likelier: fewer mistakes, more repetition. The same seed writes the same text.',
      next: 'What it expects after each character of a phrase: between words anything may come, within a word little.',
    },
    conclusion:
      'Nobody told it about words, names or verses: they help to guess the next letter. More epochs spell better: `--epochs 4 --target 1.6` takes four times as long, about two and a half minutes of processor time, and ends at 1.59.',
    settings: {
      characters: 'how much of the text is used, in characters',
      hiddenSize: 'size of the state',
      streams: 'parts of the text that are read side by side',
      contextLength: 'characters of a window: how far gradients reach back',
      epochs: 'number of epochs',
      learningRate: 'largest learning rate of the cycle',
      length: 'characters of a sample',
      target: 'loss in nats that the held-out text must stay below',
      seed: 'same seed, same result',
    },
    numbers: {
      belowTarget: 'held-out loss below the target, in nats',
      different: 'different samples of three temperatures',
      repeated: 'whether a seed writes the same text again (1: yes)',
    },
  },
  es: {
    title: 'Shakespeare, letra a letra',
    question: '¿Cómo aprende a escribir una red que solo adivina la letra siguiente?',
    regions: {
      text: 'Las obras son un solo texto largo. Se corta en partes que se leen a la vez, una ventana de cada una por paso: la fila i de un lote continúa la fila i del anterior.',
      model:
        'Cada carácter tiene un vector. Una LSTM los lee uno tras otro, y una función lineal de su estado puntúa el carácter que sigue.',
      training:
        'Los gradientes llegan hasta el principio de la ventana, mientras que el estado continúa de ventana en ventana: retropropagación truncada en el tiempo (truncated backpropagation through time). Una norma mayor que 1 se reduce.',
      test: 'La pérdida en el texto apartado, en nats por carácter. exp(pérdida) dice entre cuántos caracteres igual de probables tendría que elegir.',
      samples:
        'Cada carácter que sortea se lee como el siguiente. Una temperatura baja hace más probables los caracteres probables: menos errores, más repetición. La misma semilla escribe el mismo texto.',
      next: 'Lo que espera tras cada carácter de una frase: entre palabras puede venir cualquier cosa; dentro de una palabra, poco.',
    },
    conclusion:
      'Nadie le habló de palabras, nombres ni versos: ayudan a adivinar la letra siguiente. Con más épocas escribe mejor: `--epochs 4 --target 1.6` tarda cuatro veces más, unos dos minutos y medio de procesador, y termina en 1,59.',
    settings: {
      characters: 'cuánto texto se usa, en caracteres',
      hiddenSize: 'tamaño del estado',
      streams: 'partes del texto que se leen a la vez',
      contextLength: 'caracteres de una ventana: hasta dónde llegan los gradientes',
      epochs: 'número de épocas',
      learningRate: 'mayor tasa de aprendizaje del ciclo',
      length: 'caracteres de una muestra',
      target: 'pérdida en nats por debajo de la cual debe quedar el texto apartado',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      belowTarget: 'pérdida por debajo del objetivo, en nats',
      different: 'muestras distintas de tres temperaturas',
      repeated: 'si una semilla escribe de nuevo el mismo texto (1: sí)',
    },
  },
};
