import { defineTexts } from '../../i18n/texts.js';

export const planeTexts = defineTexts(
  {
    title: 'Points in the plane',
    lead: 'A small network bends its boundary until it parts the two classes. Each unit is drawn as the picture it makes of the plane: add and remove units and layers, and look inside.',
    question: 'What do hidden layers add to a line?',
    steps: {
      moons: {
        title: 'Watch it bend',
        text: 'Six units cut the plane, four combine the cuts. Light is the region where it is unsure. Is the accuracy on the test points as high as on the others?',
      },
      line: {
        title: 'A line against XOR',
        text: 'No hidden layer: the boundary is a straight line. A layer without an activation [does not help](linear), one with [tanh](tanh) does.',
        question: 'How many of the four corners can one line get right?',
        choices: ['All four', 'Three at most'],
        because: 'Opposite corners belong together, and a line cannot go round.',
      },
      rings: {
        title: 'Three units close a ring',
        text: 'Each unit cuts the plane once, see its picture in the network. Three cuts make an island. Are [two](two) enough?',
      },
      spirals: {
        title: 'Depth winds a spiral',
        text: 'The first layer sees slanted halves, the second bends them, the last nearly has the spiral. Beside it, [one layer](one) of eight gets less far, and with [ReLU](relu) the boundary has corners. A [rate of 30](fast) does not learn at all.',
      },
      overfit: {
        title: 'Too much for sixty points',
        text: 'Noisy points, few of them, and a large network. Watch the two losses, solid for training and dashed for test. Where the second one turns up, overfitting begins. Then train the same network [with L2](l2) beside it: small weights, a smooth boundary. [L1](l1) makes whole units go out.',
        question: 'What will the loss on the test points do?',
        choices: ['Fall like the other', 'Fall, then rise'],
        because: 'The network learns the noise of the training points, which the test points do not share.',
      },
    },
    plane: (data: string, train: string, test: string) =>
      `The plane with ${data}: ${train} training points, ${test} test points, and the regions of the network’s answers.`,
    planeOfUnit: (unit: string) => `The plane with the answers of ${unit}.`,
    data: 'Points',
    sets: {
      moons: 'Moons',
      circles: 'Circles',
      spirals: 'Spirals',
      xor: 'XOR',
      blobs: 'Blobs',
      own: 'Your own',
    },
    noise: 'Noise',
    testShare: 'Held out for testing',
    showTest: 'Show test points',
    firstTen: 'The first ten points are all trained on.',
    hollow: 'Hollow: test',
    compare: 'Compare with',
    compareHint: 'It trains beside this one, from the same beginning on the same points.',
    asSet: 'As set',
    rivals: {
      nothing: 'Nothing',
      l2: 'With L2 of 0.01',
      unregularized: 'Without regularizer',
      relu: 'With ReLU',
      linear: 'Without activation',
      shallow: 'With one hidden layer',
    },
    caption: (name: string, test: string) => `${name}: test ${test}`,
    networkHint:
      'Point at a unit, or tap it, to see its picture in the plane. Lines: weights, thick where large; dashed below zero.',
    verdict: {
      waiting: 'Press start: the weights are random, and so is the boundary.',
      fewPoints: 'Tap in the plane to place points of both classes.',
      learning: (train: string, test: string) =>
        `${train} of the training points are on their side, and ${test} of the test points.`,
      learningOnly: (train: string) => `${train} of the training points are on their side.`,
      good: (test: string) =>
        `${test} of the test points are on their side: points that the network was not trained on.`,
      byHeart: (train: string, test: string) =>
        `It overfits: ${train} of the training points, but ${test} of the test points, and the test loss rises.`,
      line: 'Without hidden layers the boundary is a straight line. Give the network a layer.',
      linear: 'Without an activation, layers upon layers are still one straight line.',
      tooFast: 'Each step overshoots, and the loss jumps: the learning rate is too large.',
      stuck: 'The loss hardly changes. Another learning rate, more units or another seed may help.',
    },
    explain: {
      layers: [
        'What a hidden layer does',
        'A unit of the first layer cuts the plane along one line, softly. The next layer adds such cuts up, each by its weight, and bends them again: corners, islands, spirals. Start with one layer of two units and see which sets they can part.',
      ],
      test: [
        'Why some points are held out',
        'A network with many weights can overfit a few noisy points: the training loss falls, and the boundary winds around single points. Only points that it was not trained on show whether it generalizes.',
      ],
      look: [
        'What to look for',
        'With ReLU the boundary has corners, with tanh it is round. With L1 whole units lose their lines. In the spirals the first layer sees only slanted halves; the last one sees nearly the whole. Place a single point of class 1 amid class 0 and watch how much the network gives for it.',
      ],
    },
  },
  {
    title: 'Puntos en el plano',
    lead: 'Una red pequeña curva su frontera hasta separar las dos clases. Cada unidad aparece como la imagen que se hace del plano: añade y quita unidades y capas, y mira por dentro.',
    question: '¿Qué añaden las capas ocultas a una recta?',
    steps: {
      moons: {
        title: 'Mira cómo se curva',
        text: 'Seis unidades cortan el plano, cuatro combinan los cortes. Clara es la región donde duda. ¿Acierta tanto en los puntos de prueba como en los demás?',
      },
      line: {
        title: 'Una recta contra XOR',
        text: 'Sin capa oculta la frontera es una recta. Una capa sin activación [no ayuda](linear); una con [tanh](tanh), sí.',
        question: '¿Cuántas de las cuatro esquinas puede acertar una recta?',
        choices: ['Las cuatro', 'Tres como mucho'],
        because: 'Las esquinas opuestas van juntas, y una recta no da la vuelta.',
      },
      rings: {
        title: 'Tres unidades cierran un anillo',
        text: 'Cada unidad corta el plano una vez, mira su imagen en la red. Tres cortes hacen una isla. ¿Bastan [dos](two)?',
      },
      spirals: {
        title: 'La profundidad enrolla una espiral',
        text: 'La primera capa ve mitades inclinadas, la segunda las curva, la última casi tiene la espiral. A su lado, [una capa](one) de ocho llega menos lejos, y con [ReLU](relu) la frontera tiene esquinas. Una [tasa de 30](fast) no aprende nada.',
      },
      overfit: {
        title: 'Demasiado para sesenta puntos',
        text: 'Puntos con ruido, pocos, y una red grande. Mira las dos pérdidas, continua la de entrenamiento y a trazos la de prueba. Donde la segunda vuelve a subir empieza el sobreajuste (overfitting). Entrena después a su lado la misma red [con L2](l2): pesos pequeños y una frontera suave. [L1](l1) apaga unidades enteras.',
        question: '¿Qué hará la pérdida en los puntos de prueba?',
        choices: ['Bajar como la otra', 'Bajar y luego subir'],
        because: 'La red aprende el ruido de los puntos de entrenamiento, que los de prueba no comparten.',
      },
    },
    plane: (data: string, train: string, test: string) =>
      `El plano con ${data}: ${train} puntos de entrenamiento, ${test} de prueba, y las regiones de las respuestas de la red.`,
    planeOfUnit: (unit: string) => `El plano con las respuestas de ${unit}.`,
    data: 'Puntos',
    sets: {
      moons: 'Lunas',
      circles: 'Círculos',
      spirals: 'Espirales',
      xor: 'XOR',
      blobs: 'Nubes',
      own: 'Propios',
    },
    noise: 'Ruido',
    testShare: 'Reservados para la prueba',
    showTest: 'Mostrar puntos de prueba',
    firstTen: 'Los diez primeros puntos son todos de entrenamiento.',
    hollow: 'Huecos: prueba (test)',
    compare: 'Comparar con',
    compareHint: 'Se entrena al lado de esta, desde el mismo comienzo y con los mismos puntos.',
    asSet: 'Esta red',
    rivals: {
      nothing: 'Nada',
      l2: 'Con L2 de 0,01',
      unregularized: 'Sin regularizador',
      relu: 'Con ReLU',
      linear: 'Sin activación',
      shallow: 'Con una sola capa oculta',
    },
    caption: (name: string, test: string) => `${name}: prueba ${test}`,
    networkHint:
      'Señala una unidad, o tócala, para ver su imagen en el plano. Líneas: pesos, gruesas si son grandes; a trazos si son negativos.',
    verdict: {
      waiting: 'Pulsa iniciar: los pesos son aleatorios, y la frontera también.',
      fewPoints: 'Toca el plano para colocar puntos de ambas clases.',
      learning: (train: string, test: string) =>
        `El ${train} de los puntos de entrenamiento está en su lado, y el ${test} de los de prueba.`,
      learningOnly: (train: string) => `El ${train} de los puntos de entrenamiento está en su lado.`,
      good: (test: string) =>
        `El ${test} de los puntos de prueba está en su lado: puntos con los que la red no se entrenó.`,
      byHeart: (train: string, test: string) =>
        `Hay sobreajuste (overfitting): el ${train} de los puntos de entrenamiento, pero el ${test} de los de prueba, y la pérdida de prueba sube.`,
      line: 'Sin capas ocultas la frontera es una recta. Dale una capa a la red.',
      linear: 'Sin activación, capa sobre capa sigue siendo una sola recta.',
      tooFast: 'Cada paso se pasa de largo y la pérdida salta: la tasa de aprendizaje es demasiado alta.',
      stuck: 'La pérdida apenas cambia. Quizá ayuden otra tasa de aprendizaje, más unidades u otra semilla.',
    },
    explain: {
      layers: [
        'Qué hace una capa oculta',
        'Una unidad de la primera capa corta el plano por una recta, con suavidad. La capa siguiente suma esos cortes, cada uno con su peso, y los vuelve a curvar: esquinas, islas, espirales. Empieza con una capa de dos unidades y mira qué conjuntos puede separar.',
      ],
      test: [
        'Por qué se reservan puntos',
        'Una red con muchos pesos puede sobreajustarse (overfitting) a unos pocos puntos con ruido: la pérdida de entrenamiento baja y la frontera rodea puntos sueltos. Solo los puntos con los que no se entrenó muestran si generaliza.',
      ],
      look: [
        'En qué fijarse',
        'Con ReLU la frontera tiene esquinas, con tanh es redonda. Con L1 hay unidades que pierden todas sus líneas. En las espirales la primera capa solo ve mitades inclinadas; la última ve casi todo. Coloca un solo punto de clase 1 en medio de la clase 0 y mira cuánto cede la red por él.',
      ],
    },
  },
);
