import { defineTexts } from '../../i18n/texts.js';

export const regularisationTexts = defineTexts(
  {
    title: 'Regularization',
    lead: 'Six networks learn the same few noisy points from the same start. One is left to itself, five are held back. Which of them will know points that it has never seen?',
    question: 'How does one keep a network from learning by heart?',
    steps: {
      heart: {
        title: 'Left to itself',
        text: 'Each network has 1,120 weights, for [40 points](few). The [first](none) is helped by nothing. Watch its two curves: [training](train) solid, [test](test) dashed.',
        look: 'The dashed curve, once the solid one nears zero.',
      },
      ways: {
        title: 'Five ways to hold back',
        text: '[L2](l2) and [L1](l1) make weights cost something, [dropout](dropout) leaves out units, [noise](noise) moves the points a little each time, [early stopping](early) ends in time.',
        look: 'Where is the boundary wild, where is it calm?',
      },
      sparse: {
        title: 'Weights that become zero',
        text: 'Look inside of [L1](l1): it pulls each weight with the same force, however small the weight is. [L2](l2) pulls small ones less.',
        look: 'The bars of weights below the networks.',
      },
      much: {
        title: 'Too much of it',
        text: 'Now all of it is [30 times](strong) as strong. Set it back to [once](usual) afterwards.',
        look: 'Which boundaries still bend?',
      },
      data: {
        title: 'More points',
        text: '[400 points](many) instead of [40](few), and all at the usual strength.',
        look: 'The distance between the two curves.',
      },
    },
    predictions: {
      heart: {
        question: 'What will the test loss of the network without help do?',
        choices: ['Fall as the training loss does', 'Fall, then rise', 'Stay where it is'],
        because: 'It first learns what all points have in common, then what only these 40 have.',
      },
      ways: {
        question: 'Which will have the least test loss in the end?',
        because: 'Others may win with other points: try another seed.',
      },
      much: {
        question: 'What will the networks do?',
        choices: ['Do still better on test points', 'Miss training points too', 'Do as before'],
        because: 'What is held too tight cannot bend around the points: it underfits.',
      },
      data: {
        question: 'Will the network without help overfit as much?',
        choices: ['As much', 'Less', 'More'],
        because:
          'There is less to learn by heart and more to learn. Data is the best regularizer, where one can get it.',
      },
    },
    verdict: {
      learning: (train: string, test: string) => `Loss on training points ${train}, on test points ${test}.`,
      overfits: (least: string, test: string, train: string) =>
        `Overfitting: the test loss was ${least} and is ${test} now, while the training loss is ${train}.`,
      best: (name: string, loss: string, none: string) =>
        `Least test loss: ${name}, ${loss}. Without help it is ${none}.`,
      running: (epochs: string) => `They have had ${epochs} epochs: give them some more.`,
      sparse: (share: string, other: string) =>
        `With L1 ${share} of the weights are nearly zero; without help ${other}.`,
      underfits: (count: string) =>
        `Underfitting: ${count} of six networks no longer get their training points right.`,
      data: (train: string, test: string) =>
        `With more points the losses stay together: training ${train}, test ${test}.`,
    },
    kinds: { over: 'overfits', under: 'underfits', fine: 'generalizes', open: '' },
    names: {
      none: 'No help',
      l2: 'L2',
      l1: 'L1',
      dropout: 'Dropout',
      noise: 'Noise',
      early: 'Early stopping',
      elastic: 'Elastic net',
      maxNorm: 'Max-norm',
      smoothing: 'Label smoothing',
      mixup: 'Mixup',
    },
    about: {
      none: 'The cross-entropy of the training points, and nothing else.',
      l2: 'Adds the squares of all weights to the loss: large ones cost most, so that all become small.',
      l1: 'Adds the sizes of all weights: each is pulled towards zero by the same force, and many arrive there.',
      dropout: 'At each step leaves out each hidden unit by chance: no unit can count on another.',
      noise: 'Moves each training point a little, anew at each step: a point becomes a cloud.',
      early: 'Watches the loss on held-out points and keeps the weights of the best epoch.',
      elastic: 'L1 and L2 together.',
      maxNorm: 'After each step scales a unit’s weights down if their norm is above a limit.',
      smoothing: 'Asks for a little less than 0 and 1, so that no answer has to be quite sure.',
      mixup: 'Trains on mixtures of two points, and on the same mixture of their classes.',
    },
    amounts: {
      none: '',
      l2: 'λ',
      l1: 'λ',
      elastic: 'λ',
      dropout: 'p',
      noise: 'σ',
      early: 'Patience, epochs',
      maxNorm: 'Limit',
      smoothing: 'ε',
      mixup: 'α',
    },
    plane: (train: string, test: string) => `Regions and boundary: training ${train}, test ${test} right`,
    networks: 'Networks side by side',
    right: 'right on test points',
    solid: 'Loss on training points',
    dashed: 'on test points',
    inside: (name: string) => `Look inside: ${name}`,
    method: 'Method of this network',
    size: 'Mean size of a weight',
    nearZero: 'Weights that are nearly zero',
    kept: 'Stopped; weights kept from epoch',
    histogram: (share: string) => `How many weights are of which size: ${share} are nearly zero.`,
    weights: 'Weights by size, −2 to 2',
    compare: 'Test loss of all six, by factors of ten',
    points: 'Points',
    data: 'Data',
    sets: { moons: 'Moons', circles: 'Circles', blobs: 'Blobs' },
    count: 'Training points',
    noise: 'Noise of the points',
    strength: 'Strength of every method',
    times: (factor: string) => `× ${factor}`,
    explain: {
      what: [
        'Overfitting',
        'A network with more weights than points can bend its boundary around each single one, also around those that are wrong by chance. The training loss falls to zero, and the answers for other points get worse. Test points, which are never trained on, show it.',
      ],
      how: [
        'What regularizers have in common',
        'All of them make the exact answer more expensive than a simple one: by a price on weights, by noise that makes exactness useless, or by less time. That costs a little on training points, and gains more on all others.',
      ],
      fair: [
        'How this page compares',
        'All six begin with the same weights and use Adam with a learning rate of 0.01 on all training points at once. The test loss comes from 400 other points; early stopping watches 40 further ones, never the test points.',
      ],
    },
  },
  {
    title: 'Regularización',
    lead: 'Seis redes aprenden los mismos pocos puntos ruidosos desde el mismo comienzo. Una va por libre, cinco llevan freno. ¿Cuál acertará con puntos que nunca ha visto?',
    question: '¿Cómo se evita que una red aprenda de memoria?',
    steps: {
      heart: {
        title: 'Por libre',
        text: 'Cada red tiene 1.120 pesos, para [40 puntos](few). A la [primera](none) no la ayuda nada. Mira sus dos curvas: [entrenamiento](train) continua, [prueba](test) a trazos.',
        look: 'La curva a trazos, cuando la continua se acerca a cero.',
      },
      ways: {
        title: 'Cinco frenos',
        text: '[L2](l2) y [L1](l1) ponen precio a los pesos, [dropout](dropout) omite unidades, el [ruido](noise) mueve un poco los puntos cada vez, la [parada temprana](early) acaba a tiempo.',
        look: '¿Dónde es revuelta la frontera y dónde tranquila?',
      },
      sparse: {
        title: 'Pesos que se vuelven cero',
        text: 'Mira dentro de [L1](l1): tira de cada peso con la misma fuerza, por pequeño que sea. [L2](l2) tira menos de los pequeños.',
        look: 'Las barras de los pesos, bajo las redes.',
      },
      much: {
        title: 'Demasiado',
        text: 'Ahora todo es [30 veces](strong) más fuerte. Devuélvelo después a [una](usual).',
        look: '¿Qué fronteras se doblan todavía?',
      },
      data: {
        title: 'Más puntos',
        text: '[400 puntos](many) en vez de [40](few), y todo con la fuerza habitual.',
        look: 'La distancia entre las dos curvas.',
      },
    },
    predictions: {
      heart: {
        question: '¿Qué hará la pérdida de prueba de la red sin ayuda?',
        choices: ['Bajar como la de entrenamiento', 'Bajar y luego subir', 'Quedarse donde está'],
        because:
          'Primero aprende lo que todos los puntos tienen en común; después, lo que solo tienen estos 40.',
      },
      ways: {
        question: '¿Cuál tendrá al final la menor pérdida de prueba?',
        because: 'Con otros puntos puede ganar otra: prueba otra semilla.',
      },
      much: {
        question: '¿Qué harán las redes?',
        choices: ['Acertar aún más en prueba', 'Fallar también en entrenamiento', 'Lo mismo que antes'],
        because: 'Lo que está demasiado sujeto no puede doblarse en torno a los puntos: subajusta.',
      },
      data: {
        question: '¿Se sobreajustará igual la red sin ayuda?',
        choices: ['Igual', 'Menos', 'Más'],
        because:
          'Hay menos que memorizar y más que aprender. Los datos son el mejor regularizador, si se consiguen.',
      },
    },
    verdict: {
      learning: (train: string, test: string) => `Pérdida en entrenamiento ${train}, en prueba ${test}.`,
      overfits: (least: string, test: string, train: string) =>
        `Sobreajuste (overfitting): la pérdida de prueba era ${least} y ya es ${test}, mientras la de entrenamiento es ${train}.`,
      best: (name: string, loss: string, none: string) =>
        `Menor pérdida de prueba: ${name}, ${loss}. Sin ayuda es ${none}.`,
      running: (epochs: string) => `Llevan ${epochs} épocas: dales algunas más.`,
      sparse: (share: string, other: string) =>
        `Con L1, el ${share} de los pesos es casi cero; sin ayuda, el ${other}.`,
      underfits: (count: string) =>
        `Subajuste (underfitting): ${count} de las seis redes ya no aciertan sus puntos de entrenamiento.`,
      data: (train: string, test: string) =>
        `Con más puntos, las pérdidas van juntas: entrenamiento ${train}, prueba ${test}.`,
    },
    kinds: { over: 'sobreajuste', under: 'subajuste', fine: 'generaliza', open: '' },
    names: {
      none: 'Sin ayuda',
      l2: 'L2',
      l1: 'L1',
      dropout: 'Dropout',
      noise: 'Ruido',
      early: 'Parada temprana',
      elastic: 'Red elástica',
      maxNorm: 'Norma máxima',
      smoothing: 'Suavizado de etiquetas',
      mixup: 'Mixup',
    },
    about: {
      none: 'La entropía cruzada de los puntos de entrenamiento, y nada más.',
      l2: 'Suma a la pérdida los cuadrados de los pesos: los grandes cuestan más, así que todos se achican.',
      l1: 'Suma los tamaños de los pesos: la misma fuerza tira de cada uno hacia cero, y muchos llegan.',
      dropout: 'En cada paso omite al azar unidades ocultas: ninguna puede contar con otra.',
      noise: 'Mueve cada punto un poco, de nuevo en cada paso: un punto se vuelve una nube.',
      early: 'Vigila la pérdida en puntos reservados y guarda los pesos de la mejor época.',
      elastic: 'L1 y L2 a la vez.',
      maxNorm: 'Tras cada paso reduce los pesos de una unidad si su norma pasa de un límite.',
      smoothing: 'Pide algo menos que 0 y 1, para que ninguna respuesta tenga que ser del todo segura.',
      mixup: 'Entrena con mezclas de dos puntos, y con la misma mezcla de sus clases.',
    },
    amounts: {
      none: '',
      l2: 'λ',
      l1: 'λ',
      elastic: 'λ',
      dropout: 'p',
      noise: 'σ',
      early: 'Paciencia, épocas',
      maxNorm: 'Límite',
      smoothing: 'ε',
      mixup: 'α',
    },
    plane: (train: string, test: string) =>
      `Regiones y frontera: aciertos en entrenamiento ${train}, en prueba ${test}`,
    networks: 'Redes lado a lado',
    right: 'aciertos en prueba',
    solid: 'Pérdida en entrenamiento',
    dashed: 'en prueba',
    inside: (name: string) => `Mira dentro: ${name}`,
    method: 'Método de esta red',
    size: 'Tamaño medio de un peso',
    nearZero: 'Pesos casi cero',
    kept: 'Parada; pesos guardados de la época',
    histogram: (share: string) => `Cuántos pesos hay de cada tamaño: el ${share} es casi cero.`,
    weights: 'Pesos por tamaño, de −2 a 2',
    compare: 'Pérdida de prueba de las seis, por factores de diez',
    points: 'Puntos',
    data: 'Datos',
    sets: { moons: 'Lunas', circles: 'Círculos', blobs: 'Nubes' },
    count: 'Puntos de entrenamiento',
    noise: 'Ruido de los puntos',
    strength: 'Fuerza de todos los métodos',
    times: (factor: string) => `× ${factor}`,
    explain: {
      what: [
        'Sobreajuste',
        'Una red con más pesos que puntos puede doblar su frontera en torno a cada uno, también a los que están mal por azar. La pérdida de entrenamiento baja a cero y las respuestas para otros puntos empeoran. Lo muestran los puntos de prueba, con los que nunca se entrena.',
      ],
      how: [
        'Qué tienen en común',
        'Todos hacen más cara la respuesta exacta que una sencilla: con un precio a los pesos, con ruido que vuelve inútil la exactitud, o con menos tiempo. Cuesta algo en los puntos de entrenamiento y gana más en todos los demás.',
      ],
      fair: [
        'Cómo compara esta página',
        'Las seis empiezan con los mismos pesos y usan Adam con una tasa de 0,01 sobre todos los puntos a la vez. La pérdida de prueba viene de otros 400 puntos; la parada temprana vigila 40 más, nunca los de prueba.',
      ],
    },
  },
);
