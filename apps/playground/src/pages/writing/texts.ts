import { defineTexts } from '../../i18n/texts.js';

export const writingTexts = defineTexts(
  {
    title: 'Writing',
    lead: 'A recurrent network reads a text letter by letter and guesses which one comes next. Let it choose among its guesses, read what it chose, and it writes.',
    question: 'What does a network know that writes letter by letter?',
    steps: {
      temperature: {
        title: 'It writes already',
        text: 'Its weights were trained on the text. Each letter is drawn by the [probabilities](bars) of its logits divided by the [temperature](temperature). Raise it to [1.5](hot), lower it to [0.2](cold).',
        look: 'Point at a letter to see what it was drawn from. A press on a bar writes on with another letter.',
      },
      scratch: {
        title: 'From nothing',
        text: 'With [random weights](random) each of its characters is as likely as any other. Watch what it writes while it trains.',
        question: 'What does it learn first?',
        choices: ['Which letters are frequent, and spaces', 'Whole words', 'Sentences'],
        because:
          'Frequencies lower the loss at once. Spelling comes next, then words; what takes many letters of memory comes last.',
      },
      heart: {
        title: 'By heart, or by rule?',
        text: 'A tenth of the text is held out: it is never trained on. Begin with the [trained weights](trained) and train on.',
        question: 'What does the loss on the held-out part do?',
        choices: ['It falls with that of training', 'It stays above, or rises'],
        because:
          'Some thousand characters are little for sixty thousand weights: it learns the text by heart, which is overfitting. Larger texts make it learn rules.',
      },
      unit: {
        title: 'A unit that knows',
        text: 'The [colour of the text](unit) is one of 96 units of the state: above zero one hue, below another. Nobody told them what to do. Look for one that knows [where a word goes on](word), [when a space comes](space) or [where the line ends](line).',
        look: 'The number is the correlation of its value with what it follows, over a part of the text.',
      },
      own: {
        title: 'Your text',
        text: 'Paste [your own text](own) in the settings, and train. The more it repeats its words, the sooner you see them.',
      },
    },
    verdict: {
      look: 'It is writing.',
      words: (temperature: string, share: string) =>
        `At temperature ${temperature}, ${share} of its words stand in the text.`,
      start: 'Start the training.',
      losses: (loss: string, heldOut: string) =>
        `Loss ${loss} nats a character in training, ${heldOut} on what is held out.`,
      search: 'Look for a unit.',
      unit: (unit: string, correlation: string) => `Unit ${unit}: correlation ${correlation}.`,
      paste: (count: string) => `A text of at least ${count} characters is needed.`,
    },
    written: 'What the network writes',
    next: 'Next character',
    probabilities: 'Probabilities of the next character',
    formula: (temperature: string) =>
      `P = softmax(logits / T), T = ${temperature}. ␣ is a space, ↵ the end of a line.`,
    at: 'Character',
    inside: (unit: string) => `Look inside: unit ${unit}`,
    unit: 'Unit that colours the text',
    units: 'Values of all 96 units',
    knowledge: { space: 'A space comes', line: 'The line ends', word: 'Inside a word' },
    found: (unit: string, knowledge: string, correlation: string) =>
      `“${knowledge}”: unit ${unit} follows it best, correlation ${correlation}.`,
    temperature: 'Temperature',
    slow: 'Slow motion',
    slowHint: 'Letter by letter, with the odds of each.',
    again: 'Write again',
    text: 'Text',
    names: { quijote: 'Don Quijote', sonnets: 'Shakespeare', own: 'Your own' },
    about: {
      quijote: 'Cervantes, from the first chapter, 1605.',
      sonnets: 'Six sonnets, 1609.',
      own: 'Up to 4,000 characters. They stay on this device, and in the link that you share.',
    },
    from: 'Begins with',
    froms: { trained: 'Trained weights', random: 'Random ones' },
    size: (length: string, weights: string) => `${length} characters to train on, ${weights} weights.`,
    losses: 'Loss in nats a character',
    explain: {
      how: [
        'How it writes',
        'The network keeps a state of 96 numbers. A letter comes in, the state changes, and a linear layer makes a score for each character out of it. Softmax turns scores into probabilities; one character is drawn and read next.',
      ],
      loss: [
        'What the number means',
        'A loss of 4.6 nats is a blind guess among 97 characters. At 2.3 it is as if it chose among ten, at 1 among three. What it gets on the held-out part counts; the rest may be memory.',
      ],
      units: [
        'What units know',
        'Some follow a rule that one can name, most take part in many. Karpathy found units that open with a quotation mark and close with the next. In a network as small as this one, look for spaces and words.',
      ],
    },
  },
  {
    title: 'Escribir',
    lead: 'Una red recurrente lee un texto letra a letra y adivina cuál viene después. Deja que elija entre lo que adivina y lea lo elegido: así escribe.',
    question: '¿Qué sabe una red que escribe letra a letra?',
    steps: {
      temperature: {
        title: 'Ya escribe',
        text: 'Sus pesos se entrenaron con el texto. Cada letra se sortea según las [probabilidades](bars) de sus logits divididos por la [temperatura](temperature). Súbela a [1,5](hot), bájala a [0,2](cold).',
        look: 'Señala una letra para ver de qué se sorteó. Una pulsación en una barra sigue con otra letra.',
      },
      scratch: {
        title: 'Desde cero',
        text: 'Ahora, [pesos al azar](random): cada carácter es tan probable como cualquier otro. Mira qué escribe mientras se entrena.',
        question: '¿Qué aprende primero?',
        choices: ['Qué letras son frecuentes, y los espacios', 'Palabras enteras', 'Frases'],
        because:
          'Las frecuencias bajan la pérdida enseguida. Después viene la ortografía, luego las palabras; lo que pide memoria de muchas letras llega al final.',
      },
      heart: {
        title: '¿De memoria o por reglas?',
        text: 'Una décima parte del texto está reservada (held out): nunca se entrena con ella. Empieza con los [pesos entrenados](trained) y sigue entrenando.',
        question: '¿Qué hace la pérdida (loss) en la parte reservada?',
        choices: ['Baja con la de entrenamiento', 'Queda por encima o sube'],
        because:
          'Unos miles de caracteres son poco para sesenta mil pesos: se aprende el texto de memoria, y eso es sobreajuste (overfitting). Textos mayores le hacen aprender reglas.',
      },
      unit: {
        title: 'Una unidad que sabe',
        text: 'El [color del texto](unit) es una de las 96 unidades del estado: sobre cero un tono, bajo cero otro. Nadie les dijo qué hacer. Busca una que sepa [dónde sigue una palabra](word), [cuándo viene un espacio](space) o [dónde acaba la línea](line).',
        look: 'El número es la correlación de su valor con lo que sigue, en una parte del texto.',
      },
      own: {
        title: 'Tu texto',
        text: 'Pega [tu propio texto](own) en los ajustes y entrena. Cuanto más repite sus palabras, antes las verás.',
      },
    },
    verdict: {
      look: 'Está escribiendo.',
      words: (temperature: string, share: string) =>
        `Con temperatura ${temperature}, el ${share} de sus palabras está en el texto.`,
      start: 'Inicia el entrenamiento.',
      losses: (loss: string, heldOut: string) =>
        `Pérdida de ${loss} nats por carácter en entrenamiento y ${heldOut} en lo reservado.`,
      search: 'Busca una unidad.',
      unit: (unit: string, correlation: string) => `Unidad ${unit}: correlación ${correlation}.`,
      paste: (count: string) => `Hace falta un texto de al menos ${count} caracteres.`,
    },
    written: 'Lo que escribe la red',
    next: 'Carácter siguiente',
    probabilities: 'Probabilidades del carácter siguiente',
    formula: (temperature: string) =>
      `P = softmax(logits / T), T = ${temperature}. ␣ es un espacio, ↵ el final de una línea.`,
    at: 'Carácter',
    inside: (unit: string) => `Mira dentro: unidad ${unit}`,
    unit: 'Unidad que colorea el texto',
    units: 'Valores de las 96 unidades',
    knowledge: { space: 'Viene un espacio', line: 'Acaba la línea', word: 'Dentro de palabra' },
    found: (unit: string, knowledge: string, correlation: string) =>
      `«${knowledge}»: la unidad ${unit} es la que mejor lo sigue, con correlación ${correlation}.`,
    temperature: 'Temperatura (temperature)',
    slow: 'Cámara lenta',
    slowHint: 'Letra a letra, con las probabilidades de cada una.',
    again: 'Escribir otra vez',
    text: 'Texto',
    names: { quijote: 'Don Quijote', sonnets: 'Shakespeare', own: 'Tuyo' },
    about: {
      quijote: 'Cervantes, del primer capítulo, 1605.',
      sonnets: 'Seis sonetos en inglés, 1609.',
      own: 'Hasta 4000 caracteres. Se quedan en este aparato y en el enlace que compartas.',
    },
    from: 'Empieza con',
    froms: { trained: 'Pesos entrenados', random: 'Al azar' },
    size: (length: string, weights: string) => `${length} caracteres para entrenar, ${weights} pesos.`,
    losses: 'Pérdida (loss) en nats por carácter',
    explain: {
      how: [
        'Cómo escribe',
        'La red guarda un estado de 96 números. Entra una letra, el estado cambia y una capa lineal saca de él una puntuación (logit) para cada carácter. Softmax convierte puntuaciones en probabilidades; se sortea un carácter, que es el siguiente en leerse.',
      ],
      loss: [
        'Qué dice el número',
        'Una pérdida de 4,6 nats es adivinar a ciegas entre 97 caracteres. Con 2,3 es como elegir entre diez; con 1, entre tres. Cuenta lo que logra en la parte reservada: el resto puede ser memoria.',
      ],
      units: [
        'Qué saben las unidades',
        'Algunas siguen una regla con nombre; la mayoría participa en muchas. Karpathy encontró unidades que se encienden con unas comillas y se apagan con las siguientes. En una red tan pequeña como esta, busca espacios y palabras.',
      ],
    },
  },
);
