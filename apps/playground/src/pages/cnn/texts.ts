import { defineTexts } from '../../i18n/texts.js';

export const cnnTexts = defineTexts(
  {
    title: 'Inside a CNN',
    lead: 'Draw a digit and see at once what each filter answers to it, and which pixels made the network decide as it does.',
    question: 'What did the network look at?',
    steps: {
      heat: {
        title: 'Warm where it counts',
        text: 'On the right is the digit as the network sees it, 8 by 8 pixels. [Grad-CAM](cam) warms the places where the last filters see what speaks for the answer. Compare with [saliency](saliency) and [occlusion](occlusion).',
        look: 'Do the three agree on the same strokes?',
      },
      cover: {
        title: 'Cover what counts',
        text: 'Press pixels of the warm picture to cover them, or cover the [three warmest](warmest). Go on until it changes its mind.',
        look: 'The bars of the ten digits.',
      },
      other: {
        title: 'Ask for another digit',
        text: 'Press one of the ten bars: the heat then shows what speaks for that digit, say for an [8](eight).',
        look: 'Even for a wrong digit there is something in the picture.',
      },
      filters: {
        title: 'Sixteen small filters',
        text: 'Each filter of the first layer has nine weights and answers to one small pattern. Choose one of its [maps](maps) below: where do its weights fit the digit?',
        look: 'Edges that lie, stand or slant.',
      },
      draw: {
        title: 'Draw your own',
        text: 'Draw a digit on the left. All of it is computed anew at each stroke.',
        look: 'When does it become sure?',
      },
    },
    prediction: {
      question: 'It is covered at its three warmest pixels. Will it keep to its answer?',
      choices: ['Yes', 'No'],
      because: 'How surely it holds on shows how many strokes it relies on.',
    },
    verdict: {
      sure: (digit: string, share: string, half: string) =>
        `It says ${digit}, ${share} sure. Half of what counts lies in ${half} of 64 pixels.`,
      kept: (digit: string, share: string, count: string) =>
        `With ${count} pixels covered it still says ${digit}, ${share} sure.`,
      changed: (before: string, now: string, count: string) =>
        `With ${count} pixels covered it says ${now} in place of ${before}.`,
      other: (digit: string, answer: string) => `This is what speaks for ${digit}; the answer is ${answer}.`,
      same: 'The heat is of its answer. Press another digit.',
      filter: (filter: string, most: string) => `Filter ${filter} answers with up to ${most}.`,
      empty: 'Nothing is drawn yet.',
      drawn: (digit: string, share: string) => `It reads your drawing as ${digit}, ${share} sure.`,
      unsure: (digit: string, share: string) =>
        `Perhaps ${digit}, only ${share} sure. Draw it larger, or start anew.`,
    },
    pad: 'Sheet to draw a digit on. Arrow keys move, the space bar puts the pen down and up.',
    heat: (digit: string) => `What speaks for ${digit}, pixel by pixel. Press to cover a pixel.`,
    method: 'Way of asking',
    methods: { cam: 'Grad-CAM', saliency: 'Saliency', occlusion: 'Occlusion' },
    about: {
      cam: 'Weighs the maps of the second layer by their gradients: coarse, but of what the filters see.',
      saliency: 'The gradient of the score for each pixel: fine, and restless.',
      occlusion: 'Covers a small window place by place, and measures what the score loses.',
    },
    probabilities: 'How probable each digit is',
    first: 'First layer: 16 maps of 8 × 8',
    second: 'Second layer: 32 maps of 4 × 4',
    map: (filter: string, most: string) => `Filter ${filter}, at most ${most}`,
    inside: (filter: string) => `Look inside: filter ${filter}`,
    kernel: 'Its nine weights',
    formula: 'map(x, y) = ReLU(Σ wᵢⱼ · image(x + i, y + j) + b)',
    sources: 'Digit',
    example: 'Another digit',
    clear: 'Empty sheet',
    uncover: 'Uncover all',
    explain: {
      cam: [
        'Grad-CAM',
        'It asks how the score of a class changes with each map of the last convolution, averages that over the map, and adds up the maps with these weights. What is below zero speaks against the class and is left out.',
      ],
      others: [
        'Saliency and occlusion',
        'Saliency goes one step further back, to the pixels: a gradient tells what a very small change would do. Occlusion makes a large change, a covered window, and looks what happens; it needs many passes.',
      ],
      care: [
        'With care',
        'Such a picture shows what this network uses, not what is right to use. It can look plausible and be wrong: covering pixels is a test that one can make.',
      ],
    },
  },
  {
    title: 'Dentro de una CNN',
    lead: 'Dibuja un dígito y mira al momento qué responde cada filtro, y qué píxeles hicieron que la red decida como decide.',
    question: '¿En qué se fijó la red?',
    steps: {
      heat: {
        title: 'Cálido donde cuenta',
        text: 'A la derecha está el dígito como lo ve la red, 8 por 8 píxeles. [Grad-CAM](cam) calienta los lugares donde los últimos filtros ven lo que habla por la respuesta. Compara con [saliencia](saliency) y [oclusión](occlusion).',
        look: '¿Coinciden las tres en los mismos trazos?',
      },
      cover: {
        title: 'Tapa lo que cuenta',
        text: 'Pulsa píxeles de la imagen cálida para taparlos, o tapa los [tres más cálidos](warmest). Sigue hasta que cambie de opinión.',
        look: 'Las barras de los diez dígitos.',
      },
      other: {
        title: 'Pregunta por otro dígito',
        text: 'Pulsa una de las diez barras: el calor muestra entonces qué habla por ese dígito, por ejemplo por un [8](eight).',
        look: 'Hasta por un dígito falso habla algo de la imagen.',
      },
      filters: {
        title: 'Dieciséis filtros pequeños',
        text: 'Cada filtro de la primera capa tiene nueve pesos y responde a un pequeño patrón. Elige uno de sus [mapas](maps) abajo: ¿dónde encajan sus pesos con el dígito?',
        look: 'Bordes tumbados, de pie o inclinados.',
      },
      draw: {
        title: 'Dibuja el tuyo',
        text: 'Dibuja un dígito a la izquierda. Todo se calcula de nuevo con cada trazo.',
        look: '¿Cuándo se vuelve segura?',
      },
    },
    prediction: {
      question: 'Se tapan sus tres píxeles más cálidos. ¿Mantendrá su respuesta?',
      choices: ['Sí', 'No'],
      because: 'Lo firme que se mantiene muestra en cuántos trazos se apoya.',
    },
    verdict: {
      sure: (digit: string, share: string, half: string) =>
        `Dice ${digit}, segura al ${share}. La mitad de lo que cuenta está en ${half} de 64 píxeles.`,
      kept: (digit: string, share: string, count: string) =>
        `Con ${count} píxeles tapados sigue diciendo ${digit}, segura al ${share}.`,
      changed: (before: string, now: string, count: string) =>
        `Con ${count} píxeles tapados dice ${now} en vez de ${before}.`,
      other: (digit: string, answer: string) => `Esto habla por ${digit}; la respuesta es ${answer}.`,
      same: 'El calor es el de su respuesta. Pulsa otro dígito.',
      filter: (filter: string, most: string) => `El filtro ${filter} responde con hasta ${most}.`,
      empty: 'Aún no hay nada dibujado.',
      drawn: (digit: string, share: string) => `Lee tu dibujo como ${digit}, segura al ${share}.`,
      unsure: (digit: string, share: string) =>
        `Quizá ${digit}, segura solo al ${share}. Dibújalo más grande, o empieza de nuevo.`,
    },
    pad: 'Hoja para dibujar un dígito. Las flechas mueven, la barra espaciadora baja y sube el lápiz.',
    heat: (digit: string) => `Lo que habla por ${digit}, píxel a píxel. Pulsa para tapar un píxel.`,
    method: 'Manera de preguntar',
    methods: { cam: 'Grad-CAM', saliency: 'Saliencia', occlusion: 'Oclusión' },
    about: {
      cam: 'Pondera los mapas de la segunda capa por sus gradientes: basto, pero de lo que ven los filtros.',
      saliency: 'El gradiente de la puntuación para cada píxel: fino e inquieto.',
      occlusion: 'Tapa una pequeña ventana lugar a lugar y mide cuánto pierde la puntuación.',
    },
    probabilities: 'Cuán probable es cada dígito',
    first: 'Primera capa: 16 mapas de 8 × 8',
    second: 'Segunda capa: 32 mapas de 4 × 4',
    map: (filter: string, most: string) => `Filtro ${filter}, a lo sumo ${most}`,
    inside: (filter: string) => `Mira dentro: filtro ${filter}`,
    kernel: 'Sus nueve pesos',
    formula: 'mapa(x, y) = ReLU(Σ wᵢⱼ · imagen(x + i, y + j) + b)',
    sources: 'Dígito',
    example: 'Otro dígito',
    clear: 'Hoja vacía',
    uncover: 'Destapar todo',
    explain: {
      cam: [
        'Grad-CAM',
        'Pregunta cómo cambia la puntuación de una clase con cada mapa de la última convolución, lo promedia en el mapa y suma los mapas con esos pesos. Lo que queda bajo cero habla en contra de la clase y se omite.',
      ],
      others: [
        'Saliencia y oclusión',
        'La saliencia va un paso más atrás, hasta los píxeles: un gradiente dice qué haría un cambio muy pequeño. La oclusión hace un cambio grande, una ventana tapada, y mira qué pasa; necesita muchas pasadas.',
      ],
      care: [
        'Con cuidado',
        'Una imagen así muestra qué usa esta red, no qué es correcto usar. Puede parecer plausible y ser falsa: tapar píxeles es una prueba que uno puede hacer.',
      ],
    },
  },
);
