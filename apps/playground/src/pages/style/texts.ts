import { defineTexts } from '../../i18n/texts.js';

export const styleTexts = defineTexts(
  {
    title: 'Style transfer',
    lead: 'Nothing is learned here but a picture: its pixels are the parameters, and a trained network tells how far they are from what is wanted.',
    question: 'Where in a network is the style of a picture?',
    steps: {
      paint: {
        title: 'A house in swirls',
        text: 'The network looks at three pictures. What it finds in the content is to stay, how it is painted comes from the style: try [glass](glass) or [hatching](hatching). A [style weight](styleWeight) of 1,000 lets little of the things through.',
        look: 'The picture changes while it is trained. House, tree and sun stay where they are.',
      },
      texture: {
        title: 'Style alone',
        text: 'Now the picture begins as noise, and the [content weight](contentWeight) is 0. All that is asked is that the [Gram matrices](grams) become those of the style: which filters are active together, wherever in the picture.',
        look: 'The matrices of both pictures, which become alike.',
        question: 'What becomes of the noise?',
        choices: ['The style picture, pixel by pixel', 'Something like it, with nothing in its place'],
        because: 'A Gram matrix is a mean over all places: it knows what there is, and not where.',
      },
      depth: {
        title: 'Content alone',
        text: 'From noise again, by the content’s features alone, of one layer. From the [first layer](shallow) nearly every pixel comes back; a [deep one](deep) keeps what is there and lets go of how it looks.',
        look: 'How far a pixel is from the content’s, with a shallow layer and with a deep one.',
      },
      grain: {
        title: 'From grain to strokes',
        text: 'With the [first layer](first) alone, colours and the finest grain are taken over. With [all three](all), longer strokes come too: deeper layers see larger pieces of a picture.',
        look: 'The size of what is repeated in the sky.',
      },
      yours: {
        title: 'Yours',
        text: 'Take a picture with the camera or open one, as content or as style. Nothing leaves this machine. A [face](face) is there too.',
        look: 'Even areas take the style best; fine things need a lower style weight.',
      },
    },
    verdict: {
      painted: (style: string, content: string, layers: string) =>
        `Style loss at ${style} of the content picture’s, by ${layers} layers; content loss at ${content} of the style picture’s.`,
      texture: (style: string, far: string) =>
        `Style loss at ${style}; a pixel is ${far} away from the style picture’s.`,
      depth: (layer: string, content: string, far: string) =>
        `${layer}: content loss at ${content}; a pixel is ${far} away from the content’s.`,
      none: 'Open a picture or use the camera.',
    },
    content: 'Content',
    style: 'Style',
    of: (what: string, name: string) => `${what}: ${name}`,
    made: (content: string, style: string) => `${content} in the style of ${style}`,
    shares: (style: string, content: string) => `Style loss ${style} · content loss ${content}`,
    live: 'What the camera sees',
    take: 'Take it',
    yours: 'yours',
    contentCard: 'Content: what is to be seen',
    styleCard: 'Style: how it is painted',
    weights: 'What counts',
    contentWeight: 'Content weight',
    styleWeight: 'Style weight',
    variation: 'Total variation: how smooth',
    layers: 'Layers',
    contentLayer: 'Features of the content',
    styleLayers: 'Gram matrices of the style',
    beginning: 'The picture',
    start: 'It begins as',
    starts: { content: 'Content', noise: 'Noise' },
    side: 'Pixels on a side',
    small:
      'A small VGG of six convolutions, which came with this page. It was trained to tell ten kinds of photographs apart.',
    own: (name: string) => `Your ${name}. Its layers are in the list above.`,
    openWeights: 'Open a VGG',
    reading: 'Reading …',
    backToSmall: 'The small one',
    noVgg: 'That file does not hold the weights of a VGG',
    whatFits:
      'What fits are VGG-11, 13, 16 and 19, with batch norm or without, as torchvision and timm publish them: .pth or .safetensors. Larger ones paint better, and take longer.',
    grams: 'Gram matrices',
    gramHint:
      'Row and column are filters; the darker, the more strongly both are active together, on average over all places. Layers with more channels show their first 64.',
    ofStyle: 'of the style',
    ofPicture: 'of the picture',
    channels: (count: string) => `${count} channels`,
    losses: 'Losses',
    explain: {
      how: [
        'How it works',
        'The picture goes through the network, and two losses are computed: how far its features are from the content’s at one layer, and how far its Gram matrices are from the style’s at several. Backpropagation goes through the network down to the pixels; Adam changes them. The network stays as it is.',
      ],
      gram: [
        'Why a Gram matrix is a style',
        'Its entries are products of two feature maps, averaged over all places. So it tells which filters are active together, blue with slanted lines say, and forgets where. Gatys, Ecker and Bethge found in 2015 that what is left of a painting then is its manner.',
      ],
      measures: [
        'What the per cents mean',
        'The style loss is compared with that of the content picture as it is, the content loss with that of the style picture, in which nothing of the content is left. At 0% nothing is left to do.',
      ],
    },
  },
  {
    title: 'Transferencia de estilo',
    lead: 'Aquí solo se aprende una imagen: sus píxeles son los parámetros, y una red ya entrenada dice cuánto les falta para ser lo que se busca.',
    question: '¿En qué parte de una red está el estilo de una imagen?',
    steps: {
      paint: {
        title: 'Una casa en remolinos',
        text: 'La red mira tres imágenes. Lo que encuentra en el contenido (content) debe quedar; cómo está pintado viene del estilo (style): prueba la [vidriera](glass) o el [rayado](hatching). Con un [peso del estilo](styleWeight) de 1000 apenas se ven las cosas.',
        look: 'La imagen cambia mientras se entrena. La casa, el árbol y el sol siguen en su lugar.',
      },
      texture: {
        title: 'Solo el estilo',
        text: 'Ahora la imagen empieza como ruido y el [peso del contenido](contentWeight) es 0. Solo se pide que las [matrices de Gram](grams) lleguen a ser las del estilo: qué filtros se activan juntos, en cualquier lugar de la imagen.',
        look: 'Las matrices de ambas imágenes, que se van pareciendo.',
        question: '¿En qué se convierte el ruido?',
        choices: ['En la imagen del estilo, píxel a píxel', 'En algo parecido, con nada en su lugar'],
        because: 'Una matriz de Gram es una media sobre todos los lugares: sabe qué hay, pero no dónde.',
      },
      depth: {
        title: 'Solo el contenido',
        text: 'Otra vez desde ruido, solo con las características del contenido en una capa. Desde la [primera capa](shallow) vuelve casi cada píxel; una [profunda](deep) guarda qué hay y olvida qué aspecto tiene.',
        look: 'Cuánto se aleja un píxel del contenido, con una capa poco profunda y con una profunda.',
      },
      grain: {
        title: 'Del grano al trazo',
        text: 'Solo con la [primera capa](first) se toman los colores y el grano más fino. Con [las tres](all) llegan también trazos más largos: las capas profundas ven trozos mayores de la imagen.',
        look: 'El tamaño de lo que se repite en el cielo.',
      },
      yours: {
        title: 'La tuya',
        text: 'Toma una imagen con la cámara o abre una, como contenido o como estilo. Nada sale de este equipo. También hay una [cara](face).',
        look: 'Las zonas lisas toman mejor el estilo; los detalles piden menos peso del estilo.',
      },
    },
    verdict: {
      painted: (style, content, layers) =>
        `Pérdida de estilo: ${style} de la que tiene el contenido, con ${layers} capas; de contenido: ${content} de la que tiene el estilo.`,
      texture: (style, far) =>
        `Pérdida de estilo: ${style}; un píxel se aleja un ${far} del de la imagen del estilo.`,
      depth: (layer, content, far) =>
        `${layer}: pérdida de contenido, ${content}; un píxel se aleja un ${far} del contenido.`,
      none: 'Abre una imagen o usa la cámara.',
    },
    content: 'Contenido',
    style: 'Estilo',
    of: (what, name) => `${what}: ${name}`,
    made: (content, style) => `${content} al estilo de ${style}`,
    shares: (style, content) => `Pérdida de estilo ${style} · de contenido ${content}`,
    live: 'Lo que ve la cámara',
    take: 'Tomarla',
    yours: 'la tuya',
    contentCard: 'Contenido: qué se verá',
    styleCard: 'Estilo: cómo se pinta',
    weights: 'Qué cuenta',
    contentWeight: 'Peso del contenido (content)',
    styleWeight: 'Peso del estilo (style)',
    variation: 'Variación total (total variation): lisura',
    layers: 'Capas',
    contentLayer: 'Características del contenido',
    styleLayers: 'Matrices de Gram del estilo',
    beginning: 'La imagen',
    start: 'Empieza como',
    starts: { content: 'Contenido', noise: 'Ruido' },
    side: 'Píxeles por lado',
    small:
      'Una VGG pequeña de seis convoluciones, que vino con esta página. Se entrenó para distinguir diez clases de fotografías.',
    own: (name) => `Tu ${name}. Sus capas están en la lista de arriba.`,
    openWeights: 'Abrir una VGG',
    reading: 'Leyendo …',
    backToSmall: 'La pequeña',
    noVgg: 'Ese archivo no contiene los pesos de una VGG',
    whatFits:
      'Sirven VGG-11, 13, 16 y 19, con normalización por lotes (batch norm) o sin ella, como las publican torchvision y timm: .pth o .safetensors. Las grandes pintan mejor y tardan más.',
    grams: 'Matrices de Gram (Gram matrices)',
    gramHint:
      'Fila y columna son filtros; cuanto más oscuro, con más fuerza se activan ambos juntos, en promedio sobre todos los lugares. De las capas con más canales se muestran los primeros 64.',
    ofStyle: 'del estilo',
    ofPicture: 'de la imagen',
    channels: (count) => `${count} canales`,
    losses: 'Pérdidas (losses)',
    explain: {
      how: [
        'Cómo funciona',
        'La imagen pasa por la red y se calculan dos pérdidas: cuánto distan sus características de las del contenido en una capa, y cuánto sus matrices de Gram de las del estilo en varias. La retropropagación (backpropagation) recorre la red hasta los píxeles, y Adam los cambia. La red queda como está.',
      ],
      gram: [
        'Por qué una matriz de Gram es un estilo',
        'Sus valores son productos de dos mapas de características, promediados sobre todos los lugares. Así dice qué filtros se activan juntos, por ejemplo azul con líneas inclinadas, y olvida dónde. Gatys, Ecker y Bethge vieron en 2015 que lo que queda entonces de un cuadro es su manera.',
      ],
      measures: [
        'Qué dicen los porcentajes',
        'La pérdida de estilo se compara con la que tiene la imagen del contenido tal como es; la de contenido, con la que tiene la imagen del estilo, en la que no queda nada del contenido. Con 0 % no queda nada por hacer.',
      ],
    },
  },
);
