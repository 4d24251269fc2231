import { defineTexts } from '../../i18n/texts.js';

export const digitsTexts = defineTexts(
  {
    title: 'Handwritten digits',
    lead: 'A convolutional network reads digits of 8 by 8 pixels. Look at what each of its layers makes of one.',
    question: 'How does a network read a digit?',
    steps: {
      read: {
        title: 'It reads',
        text: 'It learned from 1,437 digits that people wrote. [Show it one](example) that it has never seen: every number in the picture is computed now.',
        look: 'From the image through two layers of filters and 64 units to ten bars.',
      },
      draw: {
        title: 'Your hand',
        text: (digit: string) =>
          `Draw a ${digit} on the sheet, as large as you like. Or [begin again](clear).`,
        look: 'What you draw becomes 8 by 8 pixels first: that is all the network sees.',
      },
      filters: {
        title: 'What a filter sees',
        text: (filter: string) =>
          `Each of the 16 filters of the first layer is a kernel of 3 by 3 weights. You are looking inside filter ${filter}. Compare a [vertical stroke](upright) with a [horizontal one](level).`,
        look: 'Press another map: its kernel, the nine pixels beneath it, and the sum.',
        question: (filter: string) =>
          `Above the middle the weights of filter ${filter} are positive, beneath it negative. Turn the stroke to horizontal: does its map grow brighter?`,
        choices: ['Brighter', 'Darker'],
        because:
          'A kernel answers most where the picture changes in the direction in which its weights do: this one finds horizontal edges.',
      },
      mistakes: {
        title: 'Where it is wrong',
        text: 'Of 360 held-out digits it gets some wrong. [Show the next one](mistake): could you have read it?',
        look: 'Is it as sure as when it is right? Look at the other bars.',
        question: 'How many of the 360 does it get wrong?',
        choices: ['None', 'Fewer than 20', 'About 100'],
        because: (wrong: string, percent: string) => `It is ${wrong}: its accuracy is ${percent}.`,
      },
      scratch: {
        title: 'From nothing',
        text: 'Now with random weights, and trained before your eyes. [Begin again](scratch), or go back to the [trained network](trained).',
        look: 'The filters turn from noise into edges. Where the curves of training and test part, it is overfitting.',
      },
    },
    says: (digit: string, percent: string) => `It says ${digit}, ${percent} sure.`,
    verdict: {
      waiting: 'The network is loading.',
      draw: (digit: string) => `Waiting for your ${digit}.`,
      right: (says: string) => `${says} Right.`,
      more: (says: string, count: string) => `${says} Right: ${count} of 3.`,
      wrong: (says: string, actual: string) => `${says} It should be ${actual}.`,
      compare: (filter: string) => `Look at map ${filter} with both strokes.`,
      compared: (filter: string, upright: string, level: string) =>
        `Map ${filter} sums to ${upright} with the vertical stroke and to ${level} with the horizontal one.`,
      mistake: (says: string, actual: string) => `${says} Somebody meant a ${actual}.`,
      nextMistake: 'Show one of them.',
      learning: (percent: string, batches: string) =>
        `${percent} of the held-out digits after ${batches} batches.`,
    },
    pad: 'Sheet to draw a digit on, with the mouse, a finger, or arrow keys and the space bar',
    clear: 'Clear',
    example: 'Another real one',
    seen: 'What the network sees: 8 by 8 pixels',
    probabilities: 'How probable each digit is',
    drawFirst: 'Draw a digit',
    layers: {
      first: 'Layer 1: 16 filters',
      second: 'Layer 2: 32 filters',
      hidden: '64 units',
    },
    filter: (n: string, strongest: string) => `Filter ${n}, at most ${strongest}`,
    unit: (n: string, value: string) => `Unit ${n}: ${value}`,
    inside: {
      first: (n: string) => `Layer 1, filter ${n}`,
      second: (n: string) => `Layer 2, filter ${n}`,
      hidden: (n: string) => `Unit ${n} of 64`,
      output: (n: string) => `The answer ${n}`,
      hint: 'Press a map, a unit or a bar: its formula, with the numbers of now.',
    },
    slow: {
      start: 'In slow motion',
      image: 'Forward: the image enters, 64 numbers from 0 to 1.',
      first: (n: string) => `Layer 1: 16 kernels slide over it. Filter ${n} finds most.`,
      second: (n: string) =>
        `Pooling keeps the largest of each 2 × 2. Layer 2: 32 kernels slide over all 16 maps. Filter ${n} finds most.`,
      hidden: (on: string) =>
        `64 units weigh what was found. ${on} of them are above zero, ReLU makes the others 0.`,
      output: (says: string) => `Ten sums; softmax makes probabilities of them. ${says}`,
      compare: (target: string, loss: string) => `The target is ${target}. The loss is −log p = ${loss}.`,
      backOutput:
        'Backward: at the output the gradient is probability − target. Blue bars should grow, orange ones shrink.',
      backHidden: 'Through the weights back to the units: how much each should change.',
      backSecond: 'Back through layer 2: where its maps should have been stronger or weaker.',
      backFirst: 'Back through layer 1. Gradient × what entered is the gradient of each weight.',
      backImage:
        'And to the pixels: those in colour decide most. One step moves each weight against its gradient.',
    },
    dropoutHint: 'The fraction of hidden units that is dropped in each step.',
    begin: 'Begin with',
    begins: { trained: 'Trained weights', scratch: 'Random weights' },
    explain: {
      what: [
        'What the layers see',
        'A filter answers where it finds its pattern: an edge, a corner, the end of a stroke. The second layer looks at those answers, so it sees curves and crossings. At the end two linear layers weigh what was found.',
      ],
      yours: [
        'Your digit',
        'The box around your ink is stretched to 32 pixels and counted in blocks of four, as the scanned forms of the data set were. The network never saw your writing, so it may be wrong. Its sevens have a bar: without one it may see a 1 or a 3.',
      ],
    },
  },
  {
    title: 'Dígitos escritos a mano',
    lead: 'Una red convolucional lee dígitos de 8 por 8 píxeles. Mira qué hace con uno cada capa.',
    question: '¿Cómo lee una red un dígito?',
    steps: {
      read: {
        title: 'Lee',
        text: 'Aprendió de 1437 dígitos que escribieron personas. [Muéstrale uno](example) que nunca ha visto: cada número de la imagen se calcula ahora.',
        look: 'De la imagen, por dos capas de filtros y 64 unidades, hasta diez barras.',
      },
      draw: {
        title: 'Tu letra',
        text: (digit) =>
          `Dibuja un ${digit} en la hoja, tan grande como quieras. O [empieza otra vez](clear).`,
        look: 'Lo que dibujas se convierte primero en 8 por 8 píxeles: la red no ve nada más.',
      },
      filters: {
        title: 'Qué ve un filtro',
        text: (filter) =>
          `Cada uno de los 16 filtros de la primera capa es un núcleo (kernel) de 3 por 3 pesos. Estás viendo por dentro el filtro ${filter}. Compara un [trazo vertical](upright) con uno [horizontal](level).`,
        look: 'Pulsa otro mapa: su núcleo, los nueve píxeles de debajo y la suma.',
        question: (filter) =>
          `Los pesos del filtro ${filter} son positivos por encima del centro y negativos por debajo. Si el trazo se vuelve horizontal, ¿brilla más su mapa?`,
        choices: ['Brilla más', 'Brilla menos'],
        because:
          'Un núcleo responde más donde la imagen cambia en la dirección en que cambian sus pesos: este halla bordes horizontales.',
      },
      mistakes: {
        title: 'Dónde se equivoca',
        text: 'De 360 dígitos reservados falla algunos. [Muestra el siguiente](mistake): ¿lo habrías leído tú?',
        look: '¿Está tan segura como cuando acierta? Mira las otras barras.',
        question: '¿En cuántos de los 360 se equivoca?',
        choices: ['En ninguno', 'En menos de 20', 'En unos 100'],
        because: (wrong, percent) => `Son ${wrong}: su exactitud (accuracy) es del ${percent}.`,
      },
      scratch: {
        title: 'Desde cero',
        text: 'Ahora con pesos al azar, y entrenada ante tus ojos. [Empieza otra vez](scratch), o vuelve a la [red entrenada](trained).',
        look: 'Los filtros pasan de ruido a bordes. Donde las curvas de entrenamiento y prueba se separan hay sobreajuste (overfitting).',
      },
    },
    says: (digit, percent) => `Dice ${digit}, con un ${percent} de seguridad.`,
    verdict: {
      waiting: 'La red se está cargando.',
      draw: (digit) => `Falta tu ${digit}.`,
      right: (says) => `${says} Acierta.`,
      more: (says, count) => `${says} Acierta: ${count} de 3.`,
      wrong: (says, actual) => `${says} Debería ser ${actual}.`,
      compare: (filter) => `Mira el mapa ${filter} con los dos trazos.`,
      compared: (filter, upright, level) =>
        `El mapa ${filter} suma ${upright} con el trazo vertical y ${level} con el horizontal.`,
      mistake: (says, actual) => `${says} Alguien quiso escribir un ${actual}.`,
      nextMistake: 'Muestra uno de ellos.',
      learning: (percent, batches) => `${percent} de los dígitos reservados tras ${batches} lotes.`,
    },
    pad: 'Hoja para dibujar un dígito con el ratón, un dedo, o las flechas y la barra espaciadora',
    clear: 'Borrar',
    example: 'Otro dígito real',
    seen: 'Lo que ve la red: 8 por 8 píxeles',
    probabilities: 'Cuán probable es cada dígito',
    drawFirst: 'Dibuja un dígito',
    layers: {
      first: 'Capa 1: 16 filtros',
      second: 'Capa 2: 32 filtros',
      hidden: '64 unidades',
    },
    filter: (n, strongest) => `Filtro ${n}, como mucho ${strongest}`,
    unit: (n, value) => `Unidad ${n}: ${value}`,
    inside: {
      first: (n) => `Capa 1, filtro ${n}`,
      second: (n) => `Capa 2, filtro ${n}`,
      hidden: (n) => `Unidad ${n} de 64`,
      output: (n) => `La respuesta ${n}`,
      hint: 'Pulsa un mapa, una unidad o una barra: su fórmula, con los números de ahora.',
    },
    slow: {
      start: 'A cámara lenta',
      image: 'Hacia delante: entra la imagen, 64 números de 0 a 1.',
      first: (n) => `Capa 1: 16 núcleos (kernels) la recorren. El filtro ${n} es el que más encuentra.`,
      second: (n) =>
        `La agrupación (pooling) guarda el mayor de cada 2 × 2. Capa 2: 32 núcleos recorren los 16 mapas. El filtro ${n} es el que más encuentra.`,
      hidden: (on) => `64 unidades sopesan lo encontrado. ${on} quedan sobre cero; ReLU vuelve 0 las demás.`,
      output: (says) => `Diez sumas; softmax las convierte en probabilidades. ${says}`,
      compare: (target, loss) => `El objetivo es ${target}. La pérdida (loss) es −log p = ${loss}.`,
      backOutput:
        'Hacia atrás: en la salida el gradiente es probabilidad − objetivo. Lo azul debería crecer; lo naranja, menguar.',
      backHidden: 'Por los pesos, de vuelta a las unidades: cuánto debería cambiar cada una.',
      backSecond: 'De vuelta por la capa 2: dónde sus mapas deberían ser más o menos fuertes.',
      backFirst: 'De vuelta por la capa 1. El gradiente por lo que entró es el gradiente de cada peso.',
      backImage:
        'Y hasta los píxeles: los de color son los que más deciden. Un paso mueve cada peso contra su gradiente.',
    },
    dropoutHint: 'La fracción de las unidades ocultas que se desactiva en cada paso.',
    begin: 'Empezar con',
    begins: { trained: 'Pesos entrenados', scratch: 'Pesos al azar' },
    explain: {
      what: [
        'Qué ven las capas',
        'Un filtro responde donde encuentra su patrón: un borde, una esquina, el final de un trazo. La segunda capa mira esas respuestas, y así ve curvas y cruces. Al final, dos capas lineales sopesan lo encontrado.',
      ],
      yours: [
        'Tu dígito',
        'El recuadro de tu tinta se estira a 32 píxeles y se cuenta en bloques de cuatro, como se hizo con los formularios escaneados de los datos. La red nunca vio tu letra, así que puede equivocarse. Sus sietes llevan una barra: sin ella puede ver un 1 o un 3.',
      ],
    },
  },
);
