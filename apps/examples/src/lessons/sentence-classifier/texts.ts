import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { sentenceClassifierNumbers } from './numbers.js';

export const sentenceClassifierTexts: LessonTexts<
  typeof settings,
  typeof sentenceClassifierNumbers.expectations
> = {
  en: {
    title: 'A sentence classifier from BERT',
    question: 'What is a masked model worth to somebody who has two hundred labels?',
    regions: {
      lines:
        'The task: is a line Shakespeare’s, or were the letters of each word put into another order? Both have the same letters, all small, and the same lengths of words, so that one has to know which letters go together. Two hundred lines have labels, half of them jumbled; the lines of the test are of the last tenth of the text, which nobody trains on.',
      body: 'The model of letters of the lesson on BERT: one layer, whose attention begins at the neighbours. It is made twice: one is pre-trained, the other stays as it was drawn.',
      gaps: 'Pre-training needs no labels: the model guesses hidden letters in nine tenths of the text, as the lesson on BERT explains.',
      classify:
        'Fine-tuning: the head that guessed letters gives way to a linear map from the mean of the hidden states to two classes. All weights go on being trained, at a quarter of the learning rate.',
      compare:
        'The same lines, the same order of batches, the same head: only where the weights begin differs. Three times, with other lines each time.',
    },
    conclusion:
      'From two hundred labels the model from random weights learns next to nothing in as many steps, 55 of 100 lines where guessing has 50, and the pre-trained one 86. What it knows of letters it learned without a label, from a million letters: that is why one pre-trains once and fine-tunes for many tasks.',
    settings: {
      characters: 'how much of the text is used, in characters',
      contextLength: 'letters of a line',
      embedDim: 'size E of the vectors of letters',
      numHeads: 'heads of attention',
      steps: 'steps of pre-training',
      maskedRate: 'largest learning rate of pre-training',
      labels: 'lines with a label',
      tested: 'lines of the test',
      epochs: 'number of epochs of fine-tuning',
      batchSize: 'examples of a step',
      learningRate: 'learning rate of fine-tuning',
      repeats: 'how often the comparison is repeated, with other lines',
      seed: 'same seed, same result',
    },
    numbers: {
      accuracy: 'mean accuracy of the pre-trained model on lines that it has not seen',
      lead: 'mean lead over the same model from random weights',
      least: 'the smallest of these leads',
    },
  },
  es: {
    title: 'Un clasificador de frases a partir de BERT',
    question: '¿De qué le sirve un modelo enmascarado a quien solo tiene doscientas etiquetas?',
    regions: {
      lines:
        'La tarea: ¿una línea es de Shakespeare, o se cambió el orden de las letras de cada palabra? Las dos tienen las mismas letras, todas minúsculas, y palabras igual de largas, así que hay que saber qué letras van juntas. Doscientas líneas tienen etiqueta (label), la mitad de ellas revueltas; las líneas de prueba son de la última décima parte del texto, con la que no se entrena.',
      body: 'El modelo de letras de la lección sobre BERT: una capa cuya atención empieza en los vecinos. Se crea dos veces: uno se preentrena y el otro se queda con sus pesos aleatorios.',
      gaps: 'El preentrenamiento (pre-training) no necesita etiquetas: el modelo adivina letras ocultas en nueve décimas partes del texto, como explica la lección sobre BERT.',
      classify:
        'El ajuste fino (fine-tuning): la cabeza que adivinaba letras deja su lugar a una función lineal de la media de los estados ocultos (hidden states) a dos clases. Todos los pesos se siguen entrenando, con la cuarta parte de la tasa de aprendizaje.',
      compare:
        'Las mismas líneas, el mismo orden de los lotes y la misma cabeza: solo cambia dónde empiezan los pesos. Tres veces, cada una con otras líneas.',
    },
    conclusion:
      'Con doscientas etiquetas, el modelo con pesos aleatorios apenas aprende en los mismos pasos: acierta 55 de cada 100 líneas, cuando al azar se aciertan 50; el preentrenado, 86. Lo que sabe de las letras lo aprendió sin ninguna etiqueta, de un millón de letras: por eso se preentrena una vez y se ajusta para muchas tareas.',
    settings: {
      characters: 'cuánto texto se usa, en caracteres',
      contextLength: 'letras de una línea',
      embedDim: 'tamaño E de los vectores de las letras',
      numHeads: 'cabezas de atención',
      steps: 'pasos del preentrenamiento',
      maskedRate: 'mayor tasa de aprendizaje del preentrenamiento',
      labels: 'líneas con etiqueta',
      tested: 'líneas de prueba',
      epochs: 'número de épocas del ajuste fino',
      batchSize: 'ejemplos de un paso',
      learningRate: 'tasa de aprendizaje del ajuste fino',
      repeats: 'cuántas veces se repite la comparación, con otras líneas',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      accuracy: 'acierto (accuracy) medio del modelo preentrenado en líneas que no ha visto',
      lead: 'ventaja media sobre el mismo modelo con pesos aleatorios',
      least: 'la menor de esas ventajas',
    },
  },
};
