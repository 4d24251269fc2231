import { defineTexts } from '../../i18n/texts.js';

export const attentionTexts = defineTexts(
  {
    title: 'Attention',
    lead: 'Type a sentence. A small language model reads it, a character at a time, and shows for each one which of the others it looks at, and every number on the way there.',
    question: 'How does a network decide what to look at?',
    steps: {
      look: {
        title: 'Each character looks back',
        text: 'Below, each character; above, those that it can see. The thicker a [line](lines), the more it looks there; each colour is a head. The same numbers as a [matrix](matrix). Point at characters, and read below what the network expects next.',
        look: 'After the comma it is nearly sure of a space; after a space it is not sure of anything.',
      },
      heads: {
        title: 'Habits',
        text: 'The shares of a head come from two vectors for each character: a query (what it looks for) and a key (what it is found by). Look at the heads [one by one](each), and at the [second layer](second).',
        question: 'Is there a head in the first layer that has learned a simple rule?',
        choices: [
          'No: each looks everywhere, a little',
          'Yes: one looks at the character just before, most of the time',
        ],
        because:
          'To guess the next character, pairs matter most. Nobody asked for it: the positions that are added to the characters make such a head possible, and training found it.',
      },
      mask: {
        title: 'The mask',
        text: 'The network was trained to guess the next character, with a [mask](mask): later characters have a share of 0. Now the mask is [taken away](open): each character sees the next one, which is to be guessed.',
        question: 'Does it guess better, now that it could simply look?',
        choices: ['Better: the answer stands there', 'Worse: it has never learned to look ahead'],
        because:
          'Heads that were never shown later characters have no use for them: they only mix them in. Had it been trained without the mask it would have learned to copy the answer, and nothing else.',
      },
      own: {
        title: 'Your sentence',
        text: 'Type something of your own, in English: it has read Shakespeare. A larger network would notice that [a word repeats](banana); this one hardly does.',
        look: 'The verdict says among how many characters it chooses, on average.',
      },
      published: {
        title: 'A published model',
        text: 'In the settings, pick the files of a GPT-2, Llama or BERT model, or name one of the hub. It reads your sentence here, in your browser, in its own tokens: look through its layers and heads.',
        look: 'Many heads of the middle layers look at the first token: that is where a head looks when it finds nothing. BERT has no mask: it reads in both directions.',
      },
    },
    verdict: {
      type: 'Type a sentence.',
      met: (count: string, all: string) => `You have looked at ${count} of ${all} characters.`,
      back: (head: string, share: string) =>
        `Head ${head} of the first layer has ${share} of its attention on the character just before.`,
      nats: (masked: string, open: string) =>
        `The next character costs ${masked} nats with the mask, ${open} without it. Less is better.`,
      own: (nats: string, choices: string) =>
        `${nats} nats a character: as if it chose each time among ${choices}.`,
      load: 'None is loaded.',
      loaded: (name: string) => `${name} is loaded.`,
      ownNetwork: 'This step is about the page’s network: choose it under “Who reads”.',
    },
    text: 'Sentence',
    reader: 'Who reads',
    readers: { page: 'The page’s network', published: 'Your model' },
    picture: (text: string, layer: string) =>
      `Attention among the tokens of “${text}”, layer ${layer}. Arrow keys move what is looked at.`,
    looksAt: (token: string) => `${token} looks at`,
    expects: 'expects next',
    view: 'Attention',
    looks: { lines: 'Lines', matrix: 'Matrix' },
    layer: 'Layer',
    head: 'Head',
    allHeads: 'All',
    mask: 'Causal mask',
    maskHint: 'Characters see those before them only.',
    vectors: (head: string) => `Queries, keys and values of head ${head}`,
    query: 'Queries',
    key: 'Keys',
    value: 'Values',
    vectorNumber: (token: string, place: string, value: string) => `${token}, number ${place}: ${value}`,
    weightOf: (from: string, to: string) => `How much ${from} looks at ${to}`,
    products: (from: string, to: string) => `Query of ${from} times key of ${to}, number by number`,
    softmax: (from: string) => `Scores of ${from}, and their shares by the softmax`,
    explain: {
      vectors: [
        'Query, key, value',
        'Each layer makes three vectors of each character’s own, for each head. The score of two characters is the dot product of the query of one and the key of the other, divided by the root of their length. The softmax makes shares of a row of scores. With these shares the values are mixed, and the result is added to the character.',
      ],
      mask: [
        'Why a mask',
        'With a mask every place of a text is an example at once: what comes next after these characters? That is what makes training fast. When it writes there is nothing later to see anyway.',
      ],
      network: [
        'The network',
        'Two layers with four heads, vectors of 64 numbers, 111,000 weights. It has read Shakespeare for a minute and a half and knows 65 characters; accents are left out.',
      ],
    },
  },
  {
    title: 'Atención',
    lead: 'Escribe una frase. Un pequeño modelo de lenguaje (language model) la lee, carácter a carácter, y enseña a cuáles de los otros mira cada uno (attention), con todos los números del camino.',
    question: '¿Cómo decide una red qué mirar?',
    steps: {
      look: {
        title: 'Cada carácter mira atrás',
        text: 'Abajo, cada carácter; arriba, los que puede ver. Cuanto más gruesa es una [línea](lines), más mira ahí; cada color es una cabeza (head). Los mismos números, como [matriz](matrix). Señala caracteres y lee debajo qué espera la red después.',
        look: 'Tras la coma está casi segura de un espacio; tras un espacio, de nada.',
      },
      heads: {
        title: 'Costumbres',
        text: 'Las partes de una cabeza salen de dos vectores por carácter: una consulta (query: lo que busca) y una clave (key: por lo que se lo encuentra). Mira las cabezas [una a una](each), y la [segunda capa](second).',
        question: '¿Hay en la primera capa una cabeza que haya aprendido una regla sencilla?',
        choices: [
          'No: cada una mira a todas partes, un poco',
          'Sí: una mira casi siempre al carácter justo anterior',
        ],
        because:
          'Para adivinar el siguiente carácter, lo que más importa son las parejas. Nadie lo pidió: las posiciones que se suman a los caracteres hacen posible una cabeza así, y el entrenamiento la encontró.',
      },
      mask: {
        title: 'La máscara',
        text: 'La red se entrenó para adivinar el siguiente carácter, con una [máscara](mask) (mask): los caracteres posteriores tienen parte 0. Ahora se [quita la máscara](open): cada carácter ve el siguiente, que es el que hay que adivinar.',
        question: '¿Adivina mejor, ahora que bastaría con mirar?',
        choices: ['Mejor: la respuesta está ahí', 'Peor: nunca ha aprendido a mirar adelante'],
        because:
          'A las cabezas que nunca vieron caracteres posteriores no les sirven: solo los mezclan. Entrenada sin máscara habría aprendido a copiar la respuesta, y nada más.',
      },
      own: {
        title: 'Tu frase',
        text: 'Escribe algo tuyo, en inglés: ha leído a Shakespeare. Una red mayor notaría que [una palabra se repite](banana); esta, apenas.',
        look: 'El veredicto dice entre cuántos caracteres elige de media.',
      },
      published: {
        title: 'Un modelo publicado',
        text: 'En los ajustes, elige los archivos de un modelo GPT-2, Llama o BERT, o nombra uno del hub. Lee tu frase aquí, en tu navegador, en sus propios tokens: recorre sus capas y cabezas.',
        look: 'Muchas cabezas de las capas intermedias miran al primer token: ahí mira una cabeza que no encuentra nada. BERT no tiene máscara: lee en ambas direcciones.',
      },
    },
    verdict: {
      type: 'Escribe una frase.',
      met: (count: string, all: string) => `Has mirado ${count} de ${all} caracteres.`,
      back: (head: string, share: string) =>
        `La cabeza ${head} de la primera capa tiene el ${share} de su atención en el carácter justo anterior.`,
      nats: (masked: string, open: string) =>
        `El siguiente carácter cuesta ${masked} nats con máscara y ${open} sin ella. Menos es mejor.`,
      own: (nats: string, choices: string) =>
        `${nats} nats por carácter: como si eligiera cada vez entre ${choices}.`,
      load: 'No hay ninguno cargado.',
      loaded: (name: string) => `${name} está cargado.`,
      ownNetwork: 'Este paso trata de la red de la página: elígela en «Quién lee».',
    },
    text: 'Frase',
    reader: 'Quién lee',
    readers: { page: 'La red de la página', published: 'Tu modelo' },
    picture: (text: string, layer: string) =>
      `Atención entre los tokens de «${text}», capa ${layer}. Las flechas mueven lo que se mira.`,
    looksAt: (token: string) => `${token} mira`,
    expects: 'espera después',
    view: 'Atención',
    looks: { lines: 'Líneas', matrix: 'Matriz' },
    layer: 'Capa',
    head: 'Cabeza (head)',
    allHeads: 'Todas',
    mask: 'Máscara causal (causal mask)',
    maskHint: 'Los caracteres solo ven los anteriores.',
    vectors: (head: string) => `Consultas, claves y valores de la cabeza ${head}`,
    query: 'Consultas (queries)',
    key: 'Claves (keys)',
    value: 'Valores (values)',
    vectorNumber: (token: string, place: string, value: string) => `${token}, número ${place}: ${value}`,
    weightOf: (from: string, to: string) => `Cuánto mira ${from} a ${to}`,
    products: (from: string, to: string) => `Consulta de ${from} por clave de ${to}, número a número`,
    softmax: (from: string) => `Puntuaciones (scores) de ${from} y sus partes por la softmax`,
    explain: {
      vectors: [
        'Consulta, clave, valor',
        'Cada capa saca tres vectores del de cada carácter, para cada cabeza. La puntuación de dos caracteres es el producto escalar de la consulta de uno por la clave del otro, dividido entre la raíz de su longitud. La softmax convierte una fila de puntuaciones en partes. Con ellas se mezclan los valores, y el resultado se suma al carácter.',
      ],
      mask: [
        'Por qué una máscara',
        'Con máscara, cada lugar de un texto es a la vez un ejemplo: ¿qué sigue tras estos caracteres? Eso hace rápido el entrenamiento. Al escribir no hay de todos modos nada posterior que ver.',
      ],
      network: [
        'La red',
        'Dos capas con cuatro cabezas, vectores de 64 números, 111 000 pesos. Ha leído a Shakespeare durante minuto y medio y conoce 65 caracteres; los acentos se omiten.',
      ],
    },
  },
);
