import { defineTexts } from '../../i18n/texts.js';

export const neuronTexts = defineTexts(
  {
    title: 'A neuron',
    lead: 'A neuron weighs its inputs, adds a bias and decides: that draws a line through the plane. What can a single line learn, and what needs more?',
    question: 'Can one neuron learn every rule?',
    steps: {
      and: {
        title: 'Watch it learn AND',
        text: 'Only (1; 1) is class 1. The [perceptron rule](perceptron) moves the line after each point that is wrong. Watch the ringed points: when the last ring is gone, it is done.',
      },
      mend: {
        title: 'Break it, then mend it',
        text: 'This is OR. Take hold of a number in the network and drag it until a point is wrong. Then mend it: by hand, or press start and let it learn.',
      },
      xor: {
        title: 'Give it XOR',
        text: 'Class 1 is where the inputs differ. Neither [gradient descent](rule) nor the [perceptron rule](perceptron) nor a [larger rate](large) gets further than this.',
        question: 'Will one neuron get all four right?',
        choices: ['Yes', 'No'],
        because: 'The two ones lie across from each other: no single line parts them from the zeros.',
      },
      hidden: {
        title: 'Add a hidden layer',
        text: 'Three neurons draw a line each, dashed in the plane; the last one combines them. Try it with [two](two) or [four](four) of them, and with other seeds: two often get stuck.',
        question: 'And with three hidden units?',
        choices: ['Yes', 'No'],
        because: 'Two lines are enough to cut the strip of the ones out of the plane.',
      },
      ten: {
        title: 'Ten points, not corners',
        text: 'The same rule for points anywhere in the plane. Follow one of them in slow motion, below the network.',
      },
    },
    data: 'What to learn',
    sets: { and: 'AND', or: 'OR', nand: 'NAND', xor: 'XOR', ten: 'Ten points' },
    rule: 'Rule',
    rules: { perceptron: 'Perceptron', gradient: 'Gradient descent' },
    ruleHints: {
      perceptron: 'After each point that is wrong, the line moves a step towards it. From zero weights.',
      gradient: 'A sigmoid in place of the step; all points pull at the line, the wrong ones hardest.',
      hidden: 'With a hidden layer, only gradient descent can train the weights.',
    },
    plane: (data: string, wrong: string, total: string) =>
      `The plane with the points of ${data}: ${wrong} of ${total} on the wrong side.`,
    hiddenLines: 'Hidden units’ lines',
    look: 'What to look at',
    answers: 'Answers',
    target: 'Target',
    answer: 'Answer',
    verdictOf: 'Right or wrong',
    rightAnswer: 'right',
    wrong: 'wrong',
    ringed: 'Ringed: on the wrong side',
    errors: 'Misclassified',
    curvesOf: { errors: 'Misclassified points per epoch', loss: 'Loss per epoch' },
    verdict: {
      waiting: 'Press start: the network has not seen a point yet. Or set its numbers by hand.',
      right: 'Every point is on its side.',
      solved: (epochs: string) => `Solved after ${epochs} epochs: every point is on its side.`,
      sure: (wrong: string) => `${wrong} on the wrong side.`,
      becoming: 'Every point is on its side; the network is becoming surer.',
      xor: 'XOR is not linearly separable: wherever the line is, at least one point of XOR stays on the wrong side. Add a hidden layer.',
      stuck: 'Stuck: from here no small step helps. Another seed, or one more unit, often does.',
    },
    explain: {
      line: [
        'What a neuron does',
        'It multiplies each input with a weight, adds them up with its bias b and asks: is w₁x₁ + w₂x₂ + b at least 0? The points where the sum is exactly 0 form a line. On one side it answers 1, on the other 0. The weights turn the line, the bias shifts it.',
      ],
      rules: [
        'Two ways to learn',
        'The perceptron rule of 1958 looks at one point after the other. If the answer is wrong, it moves the weights towards the point, or away from it, by the learning rate. If a line exists that parts the points, it finds one. Gradient descent makes the step smooth, measures the loss over all points, and follows its negative gradient.',
      ],
      xor: [
        'Why XOR fails',
        'The ones of XOR lie across from each other, and so do the zeros: no single line parts them. Two neurons draw two lines, and a third one combines them. That is a hidden layer, and the reason why networks are deep.',
      ],
    },
  },
  {
    title: 'Una neurona',
    lead: 'Una neurona pondera sus entradas, suma un sesgo (bias) y decide: eso traza una recta en el plano. ¿Qué puede aprender una sola recta y qué pide más?',
    question: '¿Puede una neurona aprender cualquier regla?',
    steps: {
      and: {
        title: 'Mira cómo aprende AND',
        text: 'Solo (1; 1) es de clase 1. La [regla del perceptrón](perceptron) mueve la recta tras cada punto mal clasificado. Mira los puntos con anillo: cuando no queda ninguno, está resuelto.',
      },
      mend: {
        title: 'Rómpela y arréglala',
        text: 'Esto es OR. Toma un número de la red y arrástralo hasta que falle un punto. Luego arréglalo: a mano, o pulsa iniciar y deja que aprenda.',
      },
      xor: {
        title: 'Dale XOR',
        text: 'La clase 1 está donde las entradas difieren. Ni el [descenso de gradiente](rule) ni la [regla del perceptrón](perceptron) ni una [tasa mayor](large) pasan de aquí.',
        question: '¿Acertará una sola neurona los cuatro?',
        choices: ['Sí', 'No'],
        because: 'Los dos unos están en esquinas opuestas: ninguna recta los separa de los ceros.',
      },
      hidden: {
        title: 'Añade una capa oculta',
        text: 'Tres neuronas trazan una recta cada una, a trazos en el plano; la última las combina. Prueba con [dos](two) o con [cuatro](four), y con otras semillas: dos se atascan a menudo.',
        question: '¿Y con tres unidades ocultas?',
        choices: ['Sí', 'No'],
        because: 'Dos rectas bastan para recortar del plano la franja de los unos.',
      },
      ten: {
        title: 'Diez puntos, no esquinas',
        text: 'La misma regla para puntos en cualquier lugar del plano. Sigue uno a cámara lenta, debajo de la red.',
      },
    },
    data: 'Qué aprender',
    sets: { and: 'AND', or: 'OR', nand: 'NAND', xor: 'XOR', ten: 'Diez puntos' },
    rule: 'Regla',
    rules: { perceptron: 'Perceptrón', gradient: 'Descenso de gradiente' },
    ruleHints: {
      perceptron: 'Tras cada punto mal clasificado, la recta da un paso hacia él. Parte de pesos cero.',
      gradient:
        'Una sigmoide en lugar del escalón; todos los puntos tiran de la recta, los mal clasificados con más fuerza.',
      hidden: 'Con una capa oculta, solo el descenso de gradiente puede entrenar los pesos.',
    },
    plane: (data: string, wrong: string, total: string) =>
      `El plano con los puntos de ${data}: ${wrong} de ${total} en el lado equivocado.`,
    hiddenLines: 'Rectas de las unidades ocultas',
    look: 'Qué mirar',
    answers: 'Respuestas',
    target: 'Objetivo',
    answer: 'Respuesta',
    verdictOf: 'Acierta o no',
    rightAnswer: 'acierta',
    wrong: 'falla',
    ringed: 'Con anillo: en el lado equivocado',
    errors: 'Mal clasificados',
    curvesOf: { errors: 'Puntos mal clasificados por época', loss: 'Pérdida por época' },
    verdict: {
      waiting: 'Pulsa iniciar: la red aún no ha visto ningún punto. O pon tú sus números.',
      right: 'Cada punto está en su lado.',
      solved: (epochs: string) => `Resuelto tras ${epochs} épocas: cada punto está en su lado.`,
      sure: (wrong: string) => `${wrong} en el lado equivocado.`,
      becoming: 'Cada punto está en su lado; la red gana seguridad.',
      xor: 'XOR no es linealmente separable: esté donde esté la recta, al menos un punto de XOR queda en el lado equivocado. Añade una capa oculta.',
      stuck: 'Atascada: desde aquí ningún paso pequeño ayuda. Otra semilla, o una unidad más, suele bastar.',
    },
    explain: {
      line: [
        'Qué hace una neurona',
        'Multiplica cada entrada por un peso, las suma con su sesgo b y pregunta: ¿es w₁x₁ + w₂x₂ + b al menos 0? Los puntos donde la suma es exactamente 0 forman una recta. De un lado responde 1, del otro 0. Los pesos giran la recta, el sesgo la desplaza.',
      ],
      rules: [
        'Dos maneras de aprender',
        'La regla del perceptrón, de 1958, mira un punto tras otro. Si la respuesta es errónea, mueve los pesos hacia el punto, o los aleja de él, según la tasa de aprendizaje. Si existe una recta que separa los puntos, encuentra una. El descenso de gradiente suaviza el escalón, mide la pérdida (loss) sobre todos los puntos y sigue el gradiente negativo.',
      ],
      xor: [
        'Por qué falla XOR',
        'Los unos de XOR están en esquinas opuestas, y los ceros también: ninguna recta los separa. Dos neuronas trazan dos rectas y una tercera las combina. Eso es una capa oculta, y la razón de que las redes sean profundas.',
      ],
    },
  },
);
