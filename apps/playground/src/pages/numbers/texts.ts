import { defineTexts } from '../../i18n/texts.js';

export const numbersTexts = defineTexts(
  {
    title: 'Numbers to words',
    lead: 'A transformer reads the digits of a number and writes its name, or reads the name and writes the digits. Its attention shows where it looks for each word.',
    question: 'How does a network write, and where does it look meanwhile?',
    steps: {
      learn: {
        title: 'Learn to write',
        text: 'The network has never been told what digits mean. It sees numbers of up to four digits and their names, and learns which word comes next. It is judged by numbers that it does not learn from. Watch what it makes of 1234, or ask for [another one](other).',
        look: 'First it writes the commonest words, then the right ones.',
      },
      look: {
        title: 'Where it looks',
        text: 'For each word the decoder looks at the digits (cross-attention), with four heads; each [line](lines) is a weight, each colour a head. The same as a [matrix](matrix). Point at a word.',
        question: 'Where does the most attentive head look while a word is written?',
        choices: ['At all digits alike', 'At the digit that the word stands for'],
        because:
          'Only one digit decides the word, and looking elsewhere mixes others in. So the head goes along the digits, a word at a time, although nobody told it which digit belongs to which word.',
      },
      longer: {
        title: 'A digit more',
        text: 'It has learned numbers of up to four digits, and writes those that it has never seen. Now it reads [57683](longer).',
        question: 'Does it write a number of five digits?',
        choices: ['Yes: it knows all the words', 'No: it writes something else'],
        because:
          'It has learned what stands at each place counted from where numbers began and ended in its examples, not the rule. A fifth place is new. Let it learn [six digits](six), and it writes them.',
      },
      back: {
        title: 'Back again',
        text: 'The other way round: it reads words and writes digits. In 2008 no word names the zeros: “dos mil ocho”. Look where it looks while it writes them. In [English](english) too.',
        look: 'For the zeros it looks at “mil” and at the last word: what follows there tells that nothing comes between.',
      },
    },
    verdict: {
      start: 'It has not learned anything yet.',
      heldOut: (share: string) =>
        `${share} of the numbers that it never learned are written without an error.`,
      aligned: (head: string, share: string) =>
        `Head ${head} has ${share} of its attention on the digit of the word that is being written.`,
      longer: (share: string, written: string, isRight: boolean) =>
        `${share} of new numbers with up to four digits are right. Of the longer one it makes “${written}”: ${isRight ? 'right' : 'wrong'}.`,
    },
    picture: (from: string, to: string) =>
      `Attention while ${from} becomes ${to}. Arrow keys move what is looked at.`,
    right: 'right',
    wrong: 'wrong',
    end: '(end)',
    begin: '(start)',
    probability: (token: string, share: string) => `${token}, sure to ${share}, looks at `,
    reads: (token: string) => `${token} looks at `,
    unseen: 'never seen in training',
    seen: 'may have been seen in training',
    view: 'Attention',
    looks: { lines: 'Lines', matrix: 'Matrix' },
    kind: 'From where to where',
    kinds: { cross: 'Written → read', source: 'Among what is read', target: 'Among what is written' },
    head: 'Head',
    allHeads: 'All',
    number: 'Number',
    shown: 'Number to write',
    other: 'Another one',
    task: 'What it learns',
    direction: 'Direction',
    directions: { words: 'Digits → words', digits: 'Words → digits' },
    language: 'Words',
    languages: { es: 'Spanish', en: 'English' },
    digits: 'Most digits of a number',
    curves: 'While it learns',
    curveOf: { heldOut: 'New numbers right', loss: 'Loss' },
    explain: {
      how: [
        'How it works',
        'The encoder lets the digits look at each other, so that each knows its place. The decoder writes: a word looks at the words before it, then at the digits, and a last layer scores every word. In training it reads the right words and learns the next one, all places at once; when it writes, it reads its own.',
      ],
      weights: [
        'What the lines are',
        'Each head compares the query of a word with the keys of the digits; the softmax makes shares of that, which sum to 1. Values are mixed by these shares. Four heads can look at four places at once.',
      ],
      size: [
        'How small it is',
        'The network has some fifty thousand weights, one layer in the encoder and one in the decoder, and vectors of 48 numbers. The transformer of the paper has six and six, and vectors of 512.',
      ],
    },
  },
  {
    title: 'De números a palabras',
    lead: 'Un transformer lee las cifras de un número y escribe su nombre, o lee el nombre y escribe las cifras. Su atención (attention) enseña dónde mira para cada palabra.',
    question: '¿Cómo escribe una red y dónde mira mientras tanto?',
    steps: {
      learn: {
        title: 'Aprender a escribir',
        text: 'Nadie le ha dicho a la red qué significan las cifras. Ve números de hasta cuatro cifras con sus nombres y aprende qué palabra sigue. Se la juzga con números de los que no aprende. Observa qué hace con 1234, o pide [otro](other).',
        look: 'Primero escribe las palabras más comunes; luego, las correctas.',
      },
      look: {
        title: 'Dónde mira',
        text: 'Para cada palabra, el decodificador mira las cifras (atención cruzada, cross-attention) con cuatro cabezas (heads); cada [línea](lines) es un peso y cada color una cabeza. Lo mismo, como [matriz](matrix). Señala una palabra.',
        question: '¿Dónde mira la cabeza más atenta mientras se escribe una palabra?',
        choices: ['A todas las cifras por igual', 'A la cifra que la palabra nombra'],
        because:
          'Una sola cifra decide la palabra, y mirar a otra parte mezclaría otras. Por eso la cabeza recorre las cifras, palabra a palabra, aunque nadie le dijo qué cifra corresponde a cada una.',
      },
      longer: {
        title: 'Una cifra más',
        text: 'Ha aprendido números de hasta cuatro cifras y escribe los que nunca ha visto. Ahora lee [57683](longer).',
        question: '¿Escribe un número de cinco cifras?',
        choices: ['Sí: conoce todas las palabras', 'No: escribe otra cosa'],
        because:
          'Ha aprendido qué va en cada lugar contando desde donde empezaban y acababan los números de sus ejemplos, no la regla. Un quinto lugar es nuevo. Si aprende [seis cifras](six), los escribe.',
      },
      back: {
        title: 'De vuelta',
        text: 'Al revés: lee palabras y escribe cifras. En 2008 ninguna palabra nombra los ceros: «dos mil ocho». Fíjate dónde mira mientras los escribe. También en [inglés](english).',
        look: 'Para los ceros mira «mil» y la última palabra: lo que sigue ahí dice que en medio no hay nada.',
      },
    },
    verdict: {
      start: 'Todavía no ha aprendido nada.',
      heldOut: (share: string) => `Escribe sin error el ${share} de los números que nunca aprendió.`,
      aligned: (head: string, share: string) =>
        `La cabeza ${head} tiene el ${share} de su atención en la cifra de la palabra que se escribe.`,
      longer: (share: string, written: string, isRight: boolean) =>
        `Acierta el ${share} de los números nuevos de hasta cuatro cifras. Del más largo hace «${written}»: ${isRight ? 'bien' : 'mal'}.`,
    },
    picture: (from: string, to: string) =>
      `Atención mientras ${from} se convierte en ${to}. Las flechas mueven lo que se mira.`,
    right: 'bien',
    wrong: 'mal',
    end: '(fin)',
    begin: '(inicio)',
    probability: (token: string, share: string) => `${token}, seguro al ${share}, mira `,
    reads: (token: string) => `${token} mira `,
    unseen: 'nunca visto al entrenar',
    seen: 'quizá visto al entrenar',
    view: 'Atención',
    looks: { lines: 'Líneas', matrix: 'Matriz' },
    kind: 'De dónde a dónde',
    kinds: { cross: 'Escrito → leído', source: 'Entre lo leído', target: 'Entre lo escrito' },
    head: 'Cabeza (head)',
    allHeads: 'Todas',
    number: 'Número',
    shown: 'Número que escribe',
    other: 'Otro',
    task: 'Qué aprende',
    direction: 'Dirección',
    directions: { words: 'Cifras → palabras', digits: 'Palabras → cifras' },
    language: 'Palabras',
    languages: { es: 'Español', en: 'Inglés' },
    digits: 'Máximo de cifras de un número',
    curves: 'Mientras aprende',
    curveOf: { heldOut: 'Números nuevos bien', loss: 'Pérdida (loss)' },
    explain: {
      how: [
        'Cómo funciona',
        'El codificador (encoder) deja que las cifras se miren entre sí, para que cada una sepa su lugar. El decodificador (decoder) escribe: una palabra mira las anteriores, luego las cifras, y una última capa puntúa cada palabra. Al entrenar lee las palabras correctas y aprende la siguiente, todos los lugares a la vez; al escribir lee las suyas.',
      ],
      weights: [
        'Qué son las líneas',
        'Cada cabeza compara la consulta (query) de una palabra con las claves (keys) de las cifras; la softmax lo convierte en partes que suman 1. Con esas partes se mezclan los valores (values). Cuatro cabezas pueden mirar a cuatro sitios a la vez.',
      ],
      size: [
        'Qué pequeño es',
        'La red tiene unos cincuenta mil pesos, una capa en el codificador y otra en el decodificador, y vectores de 48 números. El transformer del artículo tiene seis y seis, y vectores de 512.',
      ],
    },
  },
);
