import { defineTexts } from '../../i18n/texts.js';

export const ganDigitsTexts = defineTexts(
  {
    title: 'Digits on demand',
    lead: 'A generator draws the digit that one asks for, out of noise. It never sees a real one: all it learns from is what a discriminator believes.',
    question: 'How does a network learn to draw what it never sees?',
    steps: {
      learn: {
        title: 'Nobody shows it how',
        text: 'The [top row](real) is real. Below, the generator draws each class six times. The [bars](answers) are the discriminator’s answers: how real is this 3? The generator changes so that they grow. A judge that learned to read real digits marks what it [reads as another one](misread).',
        look: 'Grey smears become strokes, strokes become digits, and the dashed frames go.',
      },
      copies: {
        title: 'Copies?',
        text: 'Tap a digit: below stands the real one most like it, of the 1,437 that the discriminator learned from.',
        question: 'How far are made digits from the nearest of those?',
        choices: ['Hardly at all: they are copies', 'About as far as real digits that nobody learned from'],
        because:
          'The generator only gets gradients through the discriminator, from new noise each time. To repeat one image exactly it would have to be led there by all of them.',
        look: 'The distance beside the pair, and what differs between both.',
      },
      hand: {
        title: 'Noise is handwriting',
        text: 'Each row has noise of its own, the same in all ten columns; the class alone says which digit it becomes. Here the noise [goes step by step](walk) from the first row’s to the last’s. Or take [other noise](other).',
        look: 'Down a column the digit stays and its slant, width and weight change, in all columns alike.',
      },
      penalty: {
        title: 'What the judge doesn’t see',
        text: 'The R1 penalty keeps the discriminator flat at real digits. Begin again [without it](none): the discriminator gets ahead. Then [with it](some).',
        question: 'What becomes of the digits without the penalty?',
        choices: ['They can’t be read', 'Nearly all can be read, but those of a class look alike'],
        because:
          'A sure discriminator sends the generator to the few drawings that it still believes. The judge counts only what can be read: a single 3, drawn a hundred times, would satisfy it.',
        look: 'Compare the rows: how much do the digits of a column differ?',
      },
    },
    verdict: {
      start: 'It has not learned anything yet.',
      recognised: (made: string, real: string) =>
        `The judge reads ${made} of 200 made digits as the class asked for; of held-out real ones ${real}.`,
      novelty: (novelty: string) =>
        `A made digit is ${novelty} times as far from the nearest one learned from as a held-out real one is.`,
      walked: (share: string) => `The judge reads ${share} of this sheet as the class of the column.`,
      variety: (made: string, variety: string) =>
        `${made} are read as asked, and digits of a class differ ${variety} as much as real ones do.`,
    },
    sheet: (share: string) =>
      `A row of real digits and six of made ones, a class each column. The judge reads ${share} of the made ones as asked.`,
    place: (asked: string, read: string, answer: string) =>
      `Asked for ${asked}, read as ${read}; the discriminator finds it ${answer} real.`,
    legend: {
      real: 'Above: real',
      answer: 'How real the discriminator finds it',
      misread: 'The judge reads another digit',
    },
    inside: {
      title: (digit: string) => `A made ${digit}`,
      made: (digit: string) => `The made ${digit}.`,
      answer: (share: string) => `Discriminator: ${share} real`,
      nearest: 'The real digit that is most like it.',
      distance: (distance: string) => `Nearest real one: ${distance} a pixel`,
      judge: 'What the judge takes it for',
    },
    drawing: 'Drawing',
    walk: 'Noise goes from the first row to the last',
    other: 'Other noise',
    r1: 'R1 penalty: keeps the discriminator flat at real digits',
    quality: 'How good they are',
    recognised: 'Read as asked',
    variety: 'Variety, real ones 100%',
    answers: 'Mean answer of the discriminator',
    toReal: 'To real digits',
    toFake: 'To made digits',
    explain: {
      how: [
        'How they learn',
        'Both networks have two hidden layers of 128. A step shows the discriminator 64 real digits and as many made ones, each with its class, and lowers its cross-entropy. Then the generator, which gets 16 normal numbers and the class, is changed so that the answers to what it draws rise. Drawn is with the average of its last weights, which is steadier.',
      ],
      class: [
        'Where the class comes in',
        'The discriminator computes features of an image and adds to its score their product with a vector of the class (projection). A fine 7 gains nothing where a 3 was asked for.',
      ],
      judge: [
        'Who says how good it is',
        'The loss doesn’t: both networks’ losses stay near where they were, as both get better. So somebody else has to look: a classifier of real digits here, a Fréchet distance or people elsewhere. And each sees only a part.',
      ],
    },
  },
  {
    title: 'Dígitos a la carta',
    lead: 'Un generador (generator) dibuja el dígito que se le pide, a partir de ruido. Nunca ve uno real: solo aprende de lo que se cree un discriminador (discriminator).',
    question: '¿Cómo aprende una red a dibujar lo que nunca ve?',
    steps: {
      learn: {
        title: 'Nadie le enseña cómo',
        text: 'La [fila de arriba](real) es real. Debajo, el generador dibuja cada clase seis veces. Las [barras](answers) son las respuestas del discriminador: ¿cuánto tiene de real este 3? El generador cambia para que crezcan. Un juez, que aprendió a leer dígitos reales, marca los que [lee como otro](misread).',
        look: 'Las manchas grises se vuelven trazos, los trazos dígitos, y los marcos discontinuos desaparecen.',
      },
      copies: {
        title: '¿Copias?',
        text: 'Toca un dígito: debajo aparece el real que más se le parece, entre los 1437 de los que aprendió el discriminador.',
        question: '¿Cuánto distan los dígitos fabricados del más cercano de ellos?',
        choices: [
          'Casi nada: son copias',
          'Más o menos lo mismo que dígitos reales de los que nadie aprendió',
        ],
        because:
          'Al generador solo le llegan gradientes a través del discriminador, y cada vez con ruido nuevo. Para repetir exactamente una imagen, todos ellos tendrían que llevarlo allí.',
        look: 'La distancia junto a la pareja, y en qué difieren ambos.',
      },
      hand: {
        title: 'El ruido es la letra',
        text: 'Cada fila tiene su propio ruido (noise), el mismo en las diez columnas; solo la clase dice en qué dígito se convierte. Aquí el ruido [va paso a paso](walk) del de la primera fila al de la última. O toma [otro ruido](other).',
        look: 'Al bajar por una columna el dígito se mantiene y cambian la inclinación, la anchura y el grosor, igual en todas las columnas.',
      },
      penalty: {
        title: 'Lo que el juez no ve',
        text: 'La penalización R1 mantiene plano el discriminador en los dígitos reales. Empieza de nuevo [sin ella](none): el discriminador se adelanta. Después, [con ella](some).',
        question: '¿Qué ocurre con los dígitos sin la penalización?',
        choices: ['No se pueden leer', 'Se leen casi todos, pero los de una clase se parecen entre sí'],
        because:
          'Un discriminador muy seguro lleva al generador a los pocos dibujos que todavía se cree (mode collapse). El juez solo cuenta lo que se puede leer: le bastaría un único 3 dibujado cien veces.',
        look: 'Compara las filas: ¿cuánto se diferencian los dígitos de una columna?',
      },
    },
    verdict: {
      start: 'Todavía no ha aprendido nada.',
      recognised: (made: string, real: string) =>
        `El juez lee el ${made} de 200 dígitos fabricados como la clase pedida; de los reales reservados, el ${real}.`,
      novelty: (novelty: string) =>
        `Un dígito fabricado dista del más cercano de los aprendidos ${novelty} veces lo que uno real reservado.`,
      walked: (share: string) => `El juez lee el ${share} de esta hoja como la clase de la columna.`,
      variety: (made: string, variety: string) =>
        `El ${made} se lee como lo pedido, y los dígitos de una clase varían un ${variety} de lo que varían los reales.`,
    },
    sheet: (share: string) =>
      `Una fila de dígitos reales y seis de fabricados, una clase por columna. El juez lee el ${share} de los fabricados como lo pedido.`,
    place: (asked: string, read: string, answer: string) =>
      `Se pidió un ${asked}, se lee un ${read}; para el discriminador es real al ${answer}.`,
    legend: {
      real: 'Arriba: reales',
      answer: 'Cuánto tiene de real para el discriminador',
      misread: 'El juez lee otro dígito',
    },
    inside: {
      title: (digit: string) => `Un ${digit} fabricado`,
      made: (digit: string) => `El ${digit} fabricado.`,
      answer: (share: string) => `Discriminador: real al ${share}`,
      nearest: 'El dígito real que más se le parece.',
      distance: (distance: string) => `El real más cercano: ${distance} por píxel`,
      judge: 'Por qué dígito lo toma el juez',
    },
    drawing: 'Dibujo',
    walk: 'El ruido va de la primera fila a la última',
    other: 'Otro ruido',
    r1: 'Penalización R1: mantiene plano el discriminador en los dígitos reales',
    quality: 'Cómo de buenos son',
    recognised: 'Leídos como lo pedido',
    variety: 'Variedad (los reales, 100 %)',
    answers: 'Respuesta media del discriminador',
    toReal: 'A dígitos reales',
    toFake: 'A dígitos fabricados',
    explain: {
      how: [
        'Cómo aprenden',
        'Ambas redes tienen dos capas ocultas de 128. En cada paso el discriminador ve 64 dígitos reales y otros tantos fabricados, cada uno con su clase, y reduce su entropía cruzada (cross-entropy). Después el generador, que recibe 16 números normales y la clase, cambia para que suban las respuestas a lo que dibuja. Se dibuja con la media de sus últimos pesos, que es más estable.',
      ],
      class: [
        'Dónde entra la clase',
        'El discriminador calcula características (features) de la imagen y suma a su puntuación el producto de estas por un vector de la clase (projection). Un 7 perfecto no gana nada si se pedía un 3.',
      ],
      judge: [
        'Quién dice si es bueno',
        'La pérdida no: las de ambas redes apenas se mueven, porque las dos mejoran a la vez. Alguien más tiene que mirar: aquí un clasificador de dígitos reales, en otros sitios una distancia de Fréchet o personas. Y cada uno solo ve una parte.',
      ],
    },
  },
);
