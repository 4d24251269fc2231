import { defineTexts } from '../../i18n/texts.js';

export const memoryTexts = defineTexts(
  {
    title: 'Memory',
    lead: 'A network that reads step by step keeps what it has read in a state. Each step multiplies that state by the same weight, and with it the gradient on its way back.',
    question: 'Why do plain recurrent networks forget?',
    steps: {
      count: {
        title: 'The smallest memory',
        text: 'It reads zeros and ones and is to count the ones. Each step adds [U](u) times what comes in to [W](w) times what was there. Drag W until the [bars](forward) end where the dotted line of the true count ends.',
        look: 'The upper axis goes by powers of ten: with W a little above 1 the state runs away.',
      },
      explode: {
        title: 'The way back',
        text: 'Fifty steps, [W = 1.5](high). To learn from the first step, the gradient has to come back through all of them, times W at each.',
        question: 'How much larger is the gradient at the first step than at the last?',
        choices: ['About 75 times', 'About a thousand times', 'More than a hundred million times'],
        because: 'It is W⁴⁹ = 1.5⁴⁹ = 4 · 10⁸. A step by such a gradient throws the weights away.',
      },
      vanish: {
        title: 'Below 1',
        text: 'Now [W = 0.5](low). What is learned at the end no longer reaches the beginning.',
        question: 'At how many of the 50 steps does a thousandth of the gradient or more arrive?',
        choices: ['About 40', '10', 'At the last alone'],
        because:
          '0.5⁹ is still 0.002, 0.5¹⁰ is not a thousandth any more. What was earlier is forgotten: nothing is learned from it.',
      },
      cliff: {
        title: 'The cliff, and what to do about it',
        text: 'The map shows the error for each U and W: a flat valley and a wall. Three start near the wall: [plain](plain) gradient descent, one that [clips](clip) its gradient to a length of 1, and [Rprop](rprop), which looks at signs alone.',
        look: 'The double ring is U = W = 1. A press on the map sets where they start.',
        question: 'Who reaches it?',
        choices: ['All three', 'The clipped one and Rprop', 'None'],
        because:
          'At the wall the gradient is thousands long: one plain step leaves the map. Bounded steps stay and find the valley.',
      },
      cell: {
        title: 'A cell that adds',
        text: 'An [LSTM](lstm) reads the same row. Its cell is not multiplied by W but by a gate f between 0 and 1, and what is new is added: c′ = f · c + i · g. Open the gate: a [bias of 5](open) makes f = 0.993. With [−1](shut) it forgets.',
        look: 'The purple line below is what arrives of its gradient. Start, and it learns to count too.',
      },
    },
    verdict: {
      look: 'One moment.',
      counts: (count: string, state: string) => `It counts: ${count} ones, and the state ends at ${state}.`,
      miscounts: (count: string, state: string) => `There are ${count} ones; the state ends at ${state}.`,
      guess: 'Guess first.',
      explodes: (size: string, steps: string) =>
        `After ${steps} steps back, ${size} times the gradient arrives: it explodes.`,
      vanishes: (size: string, steps: string) =>
        `${size} of the gradient arrives at the first step: it vanishes. A thousandth or more arrives at ${steps} steps.`,
      arrives: (size: string) => `${size} of the gradient arrives at the first step.`,
      running: 'They are on their way.',
      methods: { plain: 'Plain descent', clip: 'The clipped one', rprop: 'Rprop' },
      states: { underway: 'is on its way.', arrived: 'is at U = W = 1.', left: 'was thrown out of the map.' },
      state: (method: string, state: string) => `${method} ${state}`,
      noLSTM: 'Show the LSTM, in the settings.',
      both: (plain: string, lstm: string) =>
        `At the first step arrives: ${plain} of the plain network’s gradient, ${lstm} of the LSTM’s.`,
    },
    picture: (state: string, count: string, share: string) =>
      `The network over time. The state ends at ${state}, there are ${count} ones. At the first step ${share} of the gradient arrives.`,
    pictureLSTM: (share: string) => `Of the LSTM’s gradient ${share} arrives.`,
    map: (u: string, w: string, words: string) =>
      `Map of the error over U, to the right, and W, upward. Start at U = ${u}, W = ${w}. ${words}`,
    mapNote: 'To the right U, upward W, from −2 to 2. A press sets the start.',
    view: 'First',
    views: { steps: 'Steps of time', map: 'Map of the error' },
    state: 'State s',
    ones: 'ones so far',
    arrives: 'gradient that arrives',
    inside: (step: string) => `Look inside: step ${step}`,
    stepOfTime: 'Step of time',
    gradientLength: 'Length of the gradient',
    afterClipping: 'After clipping',
    slow: 'Forward and back in slow motion',
    forward: (step: string) =>
      `Forward, step ${step}: the state takes in what comes and keeps W of what was.`,
    backward: (step: string) => `Back, step ${step}: the gradient is multiplied by W once more.`,
    weights: 'Weights',
    u: 'U, of what comes in',
    w: 'W, of what was there',
    row: 'Row',
    length: 'Steps of time',
    follow: 'Whose weights one sees',
    methods: { plain: 'Plain', clip: 'Clipped', rprop: 'Rprop' },
    clip: 'Longest gradient of the clipped one',
    rateHint: 'Of plain and clipped descent. It falls to 0 until step 600.',
    showLSTM: 'LSTM beside it',
    showBack: 'Show the way back',
    forget: 'Bias of the forget gate',
    forgetHint: (gate: string) => `At first the gate lets ${gate} of the cell through at each step.`,
    losses: 'Loss',
    explain: {
      product: [
        'Why it is a power',
        'Backpropagation through time goes back step by step, and each step has the same weight. After k steps the gradient has been multiplied by Wᵏ. Only W = 1 keeps it, and that is a point, not a region: in larger networks the matrix’s greatest eigenvalue takes W’s place.',
      ],
      mend: [
        'What helps',
        'Exploding: clip the length of the gradient, its direction stays; or use signs alone, as Rprop does with a step size for each weight. Vanishing: no step size brings back what is not there. LSTM and GRU change the network: a gate near 1 lets state and gradient pass.',
      ],
      here: [
        'How this page computes',
        'States, gradients and the map come from neurona’s own operations and autograd. The two weights learn from 20 rows of zeros and ones by three optimizers at once; the LSTM has 8 units and learns from the same rows with Adam.',
      ],
    },
  },
  {
    title: 'Memoria',
    lead: 'Una red que lee paso a paso guarda lo leído en un estado. Cada paso multiplica ese estado por el mismo peso y, con él, el gradiente en su camino de vuelta.',
    question: '¿Por qué olvidan las redes recurrentes simples?',
    steps: {
      count: {
        title: 'La memoria más pequeña',
        text: 'Lee ceros y unos y debe contar los unos. Cada paso suma [U](u) por lo que entra y [W](w) por lo que había. Arrastra W hasta que las [barras](forward) acaben donde acaba la línea de puntos de la cuenta verdadera.',
        look: 'El eje de arriba va por potencias de diez: con W algo mayor que 1 el estado se escapa.',
      },
      explode: {
        title: 'El camino de vuelta',
        text: 'Cincuenta pasos, [W = 1,5](high). Para aprender del primer paso, el gradiente (gradient) tiene que volver por todos, y en cada uno se multiplica por W.',
        question: '¿Cuántas veces mayor es el gradiente en el primer paso que en el último?',
        choices: ['Unas 75 veces', 'Unas mil veces', 'Más de cien millones de veces'],
        because: 'Es W⁴⁹ = 1,5⁴⁹ = 4 · 10⁸. Un paso con un gradiente así arroja los pesos lejos.',
      },
      vanish: {
        title: 'Por debajo de 1',
        text: 'Ahora [W = 0,5](low). Lo que se aprende al final ya no llega al principio.',
        question: '¿En cuántos de los 50 pasos llega una milésima del gradiente o más?',
        choices: ['En unos 40', 'En 10', 'Solo en el último'],
        because:
          '0,5⁹ aún es 0,002; 0,5¹⁰ ya no llega a una milésima. Lo anterior se olvida: de ello no se aprende nada.',
      },
      cliff: {
        title: 'El acantilado y su remedio',
        text: 'El mapa muestra el error para cada U y W: un valle llano y una pared. Tres salen cerca de la pared: el descenso de gradiente [simple](plain), uno que [recorta](clip) su gradiente a una longitud de 1 (gradient clipping) y [Rprop](rprop), que solo mira los signos.',
        look: 'El anillo doble es U = W = 1. Una pulsación en el mapa fija la salida.',
        question: '¿Quién lo alcanza?',
        choices: ['Los tres', 'El recortado y Rprop', 'Ninguno'],
        because:
          'Junto a la pared el gradiente mide miles: un paso simple sale del mapa. Los pasos limitados se quedan y encuentran el valle.',
      },
      cell: {
        title: 'Una celda que suma',
        text: 'Una [LSTM](lstm) lee la misma fila. Su celda (cell) no se multiplica por W, sino por una puerta f entre 0 y 1, y lo nuevo se suma: c′ = f · c + i · g. Abre la puerta: un [sesgo de 5](open) da f = 0,993. Con [−1](shut) olvida.',
        look: 'La línea morada de abajo es lo que llega de su gradiente. Inicia, y también aprende a contar.',
      },
    },
    verdict: {
      look: 'Un momento.',
      counts: (count: string, state: string) => `Cuenta: hay ${count} unos y el estado acaba en ${state}.`,
      miscounts: (count: string, state: string) => `Hay ${count} unos; el estado acaba en ${state}.`,
      guess: 'Primero adivina.',
      explodes: (size: string, steps: string) =>
        `Tras ${steps} pasos hacia atrás llega ${size} veces el gradiente: explota (exploding gradient).`,
      vanishes: (size: string, steps: string) =>
        `Al primer paso llega ${size} del gradiente: se desvanece (vanishing gradient). Una milésima o más llega a ${steps} pasos.`,
      arrives: (size: string) => `Al primer paso llega ${size} del gradiente.`,
      running: 'Están en camino.',
      methods: { plain: 'El descenso simple', clip: 'El recortado', rprop: 'Rprop' },
      states: {
        underway: 'está en camino.',
        arrived: 'está en U = W = 1.',
        left: 'salió despedido del mapa.',
      },
      state: (method: string, state: string) => `${method} ${state}`,
      noLSTM: 'Muestra la LSTM, en los ajustes.',
      both: (plain: string, lstm: string) =>
        `Al primer paso llega ${plain} del gradiente de la red simple y ${lstm} del de la LSTM.`,
    },
    picture: (state: string, count: string, share: string) =>
      `La red en el tiempo. El estado acaba en ${state}, hay ${count} unos. Al primer paso llega ${share} del gradiente.`,
    pictureLSTM: (share: string) => `Del gradiente de la LSTM llega ${share}.`,
    map: (u: string, w: string, words: string) =>
      `Mapa del error según U, hacia la derecha, y W, hacia arriba. Salida en U = ${u}, W = ${w}. ${words}`,
    mapNote: 'Hacia la derecha U, hacia arriba W, de −2 a 2. Una pulsación fija la salida.',
    view: 'Primero',
    views: { steps: 'Pasos del tiempo', map: 'Mapa del error' },
    state: 'Estado s',
    ones: 'unos hasta aquí',
    arrives: 'gradiente que llega',
    inside: (step: string) => `Mira dentro: paso ${step}`,
    stepOfTime: 'Paso del tiempo',
    gradientLength: 'Longitud del gradiente',
    afterClipping: 'Recortado',
    slow: 'Adelante y atrás a cámara lenta',
    forward: (step: string) =>
      `Adelante, paso ${step}: el estado toma lo que entra y conserva W de lo que había.`,
    backward: (step: string) => `Atrás, paso ${step}: el gradiente se multiplica una vez más por W.`,
    weights: 'Pesos',
    u: 'U, de lo que entra',
    w: 'W, de lo que había',
    row: 'Fila',
    length: 'Pasos del tiempo',
    follow: 'De quién son los pesos que se ven',
    methods: { plain: 'Simple', clip: 'Recortado', rprop: 'Rprop' },
    clip: 'Gradiente más largo del recortado',
    rateHint: 'Del descenso simple y del recortado. Baja a 0 hasta el paso 600.',
    showLSTM: 'LSTM al lado',
    showBack: 'Mostrar el camino de vuelta',
    forget: 'Sesgo de la puerta de olvido (forget gate)',
    forgetHint: (gate: string) => `Al principio la puerta deja pasar ${gate} de la celda en cada paso.`,
    losses: 'Pérdida (loss)',
    explain: {
      product: [
        'Por qué es una potencia',
        'La retropropagación en el tiempo (BPTT) vuelve paso a paso, y cada paso tiene el mismo peso. Tras k pasos el gradiente se ha multiplicado por Wᵏ. Solo W = 1 lo conserva, y eso es un punto, no una región: en redes mayores ocupa el lugar de W el mayor valor propio de la matriz.',
      ],
      mend: [
        'Qué ayuda',
        'Si explota: recortar la longitud del gradiente, cuya dirección queda; o usar solo los signos, como Rprop, con un tamaño de paso para cada peso. Si se desvanece, ningún tamaño de paso devuelve lo que no está. LSTM y GRU cambian la red: una puerta cercana a 1 deja pasar estado y gradiente.',
      ],
      here: [
        'Cómo calcula esta página',
        'Estados, gradientes y mapa salen de las operaciones y del autograd de neurona. Los dos pesos aprenden de 20 filas de ceros y unos con tres optimizadores a la vez; la LSTM tiene 8 unidades y aprende de las mismas filas con Adam.',
      ],
    },
  },
);
