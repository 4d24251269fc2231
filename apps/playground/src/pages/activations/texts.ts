import { defineTexts } from '../../i18n/texts.js';

export const activationsTexts = defineTexts(
  {
    title: 'Activations',
    lead: 'Between two layers a network bends its numbers. Which bend it is decides how much of the gradient finds its way back.',
    question: 'What does a bend do to the gradient?',
    steps: {
      read: {
        title: 'Drag along the curve',
        text: 'The [solid curve](value) is what the function returns; the [line](tangent) touches it; its rise is the [derivative](derivative), dashed. Drag the dot to where the derivative is below 0.05: there the function is [saturated](flat).',
      },
      chain: {
        title: 'Ten layers in a row',
        text: 'Now ten [sigmoids](sigmoid) follow each other. On the way back, each layer multiplies the gradient by its derivative, and that is at most 0.25.',
        look: 'The bars show the gradient by powers of ten; the line across them is 1.',
      },
      relu: {
        title: 'Straight above zero',
        text: 'The [ReLU](relu) leaves what is above zero as it is. Then drag the dot [below zero](below).',
      },
      weights: {
        title: 'The weights count too',
        text: 'Each layer also multiplies by its weight, here [1.5](large). Gradients that grow from layer to layer explode. Find the weight at which all of the gradient arrives.',
      },
      step: {
        title: 'Why not a plain step?',
        text: 'The first neurons decided with a [step](step): 0 or 1. Compare it with its smooth relatives, [sigmoid](sigmoid) and [GELU](gelu).',
      },
    },
    predictions: {
      chain: {
        question: 'How much of the gradient arrives at the first of ten layers?',
        choices: ['About a tenth', 'About a thousandth', 'Less than a millionth'],
        because:
          'Ten factors of about 0.22 make 0.0000003. Early layers hardly learn: the gradient vanishes.',
      },
      relu: {
        question: 'And with ReLU, at x = 1?',
        choices: ['All of it', 'About half', 'Nothing'],
        because: 'Its derivative above zero is 1, and 1 times 1 stays 1.',
      },
      step: {
        question: 'What does gradient descent get from ten steps?',
        choices: ['As much as from sigmoids', 'Only what is at the jump', 'Nothing'],
        because: 'Its derivative is 0 everywhere: no weight learns which way to move.',
      },
    },
    verdict: {
      look: (derivative: string) => `Here the derivative is ${derivative}.`,
      flat: (x: string, derivative: string) =>
        `Saturated: at x = ${x} the derivative is ${derivative}. A change of x hardly changes the output.`,
      guess: 'Guess first.',
      vanishes: (gradient: string) => `The gradient vanishes: ${gradient} of it arrives at the first layer.`,
      arrives: (gradient: string) => `${gradient} of the gradient arrives at the first layer.`,
      whole: 'All of the gradient arrives. Now drag the dot below zero.',
      dead: 'Below zero nothing arrives: the unit is dead, and stays so until its input is above zero again.',
      explodes: (gradient: string) =>
        `The gradient explodes: ${gradient} times as much arrives. Lower the weight.`,
      balanced: (w: string) =>
        `With a weight of ${w} the gradient arrives almost whole. That is what initialization is for.`,
      nothing: 'The derivative of the step is 0 everywhere: nothing arrives.',
    },
    names: {
      identity: 'Identity',
      step: 'Step',
      sigmoid: 'Sigmoid',
      bipolarSigmoid: 'Bipolar sigmoid',
      tanh: 'tanh',
      relu: 'ReLU',
      leakyRelu: 'Leaky ReLU',
      prelu: 'PReLU',
      elu: 'ELU',
      selu: 'SELU',
      gelu: 'GELU',
      silu: 'SiLU',
      softplus: 'Softplus',
      softmax: 'Softmax',
    },
    about: {
      identity: 'No bend at all: any number of such layers is one linear layer.',
      step: 'The threshold of the first neurons, 1943 and 1958. It has no derivative to learn from.',
      sigmoid: 'From 0 to 1, a probability. Saturated on both sides, so today for outputs and gates.',
      bipolarSigmoid: 'The sigmoid from −1 to 1: around zero its outputs don’t push all weights one way.',
      tanh: 'The bipolar sigmoid, twice as steep: its derivative reaches 1. Common in recurrent networks.',
      relu: 'Cheap and straight above zero: what made deep networks trainable. Below zero a unit is dead.',
      leakyRelu: 'A small part passes below zero too, by a fixed factor a: no unit dies.',
      prelu: 'Leaky ReLU whose factor a is learned like a weight.',
      elu: 'Smooth below zero and bounded there, so that the mean output is nearer to zero.',
      selu: 'ELU, stretched so that outputs keep mean 0 and variance 1 from layer to layer.',
      gelu: 'Weighs x by how likely a normal number is below it. What transformers use.',
      silu: 'x times its sigmoid, also called swish: smooth, with a small dip below zero.',
      softplus: 'A smooth ReLU, always above zero. Its derivative is the sigmoid.',
      softmax:
        'Shares that add up to 1: here of x beside two others, 1 and 0. For the last layer, over classes.',
    },
    function: 'Function',
    x: 'Where one looks, x',
    at: (name: string, x: string, y: string, derivative: string) =>
      `${name} at x = ${x}: value ${y}, derivative ${derivative}`,
    saturated: 'saturated',
    value: 'Value',
    derivative: 'Derivative',
    tangent: 'Tangent',
    chain: 'Ten layers in a row',
    chainHint: 'The output of each is the input of the next.',
    weight: 'Weight between layers, w',
    factor: 'Factor below zero, a',
    chainLabel: (gradient: string, layers: string) =>
      `${layers} layers in a row. At the first, ${gradient} of the gradient arrives.`,
    forward: 'Forward: outputs →',
    backward: '← Backward: gradient that arrives',
    inside: 'Look inside',
    slow: {
      layer: 'Layer',
      forward: (layer: string) => `Forward, layer ${layer}`,
      backward: (layer: string) => `Backward, layer ${layer}`,
      play: 'Slow motion',
      pause: 'Pause',
    },
    explain: {
      chain: [
        'Why it is a product',
        'The chain rule multiplies: what a change of the first layer does to the output is the product of what each layer does to the next. Ten factors below 1 leave almost nothing, ten above 1 far too much. That is why the derivative of the bend matters more than its shape.',
      ],
      deep: [
        'What deep networks do about it',
        'Bends whose derivative is about 1 where it counts; weights that start at the right size for them (Glorot for tanh, He for ReLU); normalization that keeps numbers away from the flat parts; and connections that skip layers, so that the gradient has a way around.',
      ],
      here: [
        'How this page computes',
        'The curves and gradients come from neurona itself: each function is called on the whole axis, and its autograd returns the derivatives. Layers here have one unit each, so that every factor can be seen.',
      ],
    },
  },
  {
    title: 'Activaciones',
    lead: 'Entre dos capas, una red curva sus números. De qué curva sea depende cuánto gradiente encuentra el camino de vuelta.',
    question: '¿Qué le hace una curva al gradiente?',
    steps: {
      read: {
        title: 'Recorre la curva',
        text: 'La [curva continua](value) es lo que devuelve la función; la [recta](tangent) la toca; su subida es la [derivada](derivative), a trazos. Arrastra el punto hasta donde la derivada baje de 0,05: allí la función está [saturada](flat).',
      },
      chain: {
        title: 'Diez capas seguidas',
        text: 'Ahora se siguen diez [sigmoides](sigmoid). A la vuelta, cada capa multiplica el gradiente por su derivada, que es a lo sumo 0,25.',
        look: 'Las barras muestran el gradiente por potencias de diez; la raya que las cruza es 1.',
      },
      relu: {
        title: 'Recta sobre cero',
        text: 'La [ReLU](relu) deja como está lo que pasa de cero. Después arrastra el punto [por debajo de cero](below).',
      },
      weights: {
        title: 'Los pesos también cuentan',
        text: 'Cada capa multiplica además por su peso, aquí [1,5](large). Un gradiente que crece de capa en capa explota. Busca el peso con el que llega todo el gradiente.',
      },
      step: {
        title: '¿Por qué no un simple escalón?',
        text: 'Las primeras neuronas decidían con un [escalón](step): 0 o 1. Compáralo con sus parientes suaves, [sigmoide](sigmoid) y [GELU](gelu).',
      },
    },
    predictions: {
      chain: {
        question: '¿Cuánto gradiente llega a la primera de diez capas?',
        choices: ['Cerca de una décima', 'Cerca de una milésima', 'Menos de una millonésima'],
        because:
          'Diez factores de unos 0,22 dan 0,0000003. Las primeras capas apenas aprenden: el gradiente se desvanece.',
      },
      relu: {
        question: '¿Y con ReLU, en x = 1?',
        choices: ['Todo', 'Cerca de la mitad', 'Nada'],
        because: 'Su derivada sobre cero es 1, y 1 por 1 sigue siendo 1.',
      },
      step: {
        question: '¿Qué recibe el descenso de gradiente de diez escalones?',
        choices: ['Tanto como de sigmoides', 'Solo lo que hay en el salto', 'Nada'],
        because: 'Su derivada es 0 en todas partes: ningún peso sabe hacia dónde moverse.',
      },
    },
    verdict: {
      look: (derivative: string) => `Aquí la derivada es ${derivative}.`,
      flat: (x: string, derivative: string) =>
        `Saturada: en x = ${x} la derivada es ${derivative}. Un cambio de x apenas cambia la salida.`,
      guess: 'Primero, adivina.',
      vanishes: (gradient: string) => `El gradiente se desvanece: a la primera capa llega ${gradient}.`,
      arrives: (gradient: string) => `A la primera capa llega ${gradient} del gradiente.`,
      whole: 'Llega todo el gradiente. Ahora arrastra el punto por debajo de cero.',
      dead: 'Por debajo de cero no llega nada: la unidad está muerta mientras su entrada no pase de cero.',
      explodes: (gradient: string) => `El gradiente explota: llega ${gradient} veces. Baja el peso.`,
      balanced: (w: string) =>
        `Con un peso de ${w} el gradiente llega casi entero. Para eso sirve la inicialización.`,
      nothing: 'La derivada del escalón es 0 en todas partes: no llega nada.',
    },
    names: {
      identity: 'Identidad',
      step: 'Escalón',
      sigmoid: 'Sigmoide',
      bipolarSigmoid: 'Sigmoide bipolar',
      tanh: 'tanh',
      relu: 'ReLU',
      leakyRelu: 'Leaky ReLU',
      prelu: 'PReLU',
      elu: 'ELU',
      selu: 'SELU',
      gelu: 'GELU',
      silu: 'SiLU',
      softplus: 'Softplus',
      softmax: 'Softmax',
    },
    about: {
      identity: 'Ninguna curva: cualquier número de capas así es una sola capa lineal.',
      step: 'El umbral de las primeras neuronas, 1943 y 1958. No tiene derivada de la que aprender.',
      sigmoid: 'De 0 a 1, una probabilidad. Saturada a ambos lados: hoy, para salidas y compuertas.',
      bipolarSigmoid:
        'La sigmoide de −1 a 1: en torno a cero, sus salidas no empujan todos los pesos a un lado.',
      tanh: 'La sigmoide bipolar, el doble de empinada: su derivada llega a 1. Común en redes recurrentes.',
      relu: 'Barata y recta sobre cero: hizo entrenables las redes profundas. Bajo cero, la unidad está muerta.',
      leakyRelu: 'También bajo cero pasa una parte, por un factor fijo a: ninguna unidad muere.',
      prelu: 'Leaky ReLU cuyo factor a se aprende, como cualquier peso.',
      elu: 'Suave y acotada bajo cero, de modo que la salida media queda más cerca de cero.',
      selu: 'ELU estirada para que las salidas conserven media 0 y varianza 1 de capa en capa.',
      gelu: 'Pondera x por lo probable que es un número normal menor. La usan los transformers.',
      silu: 'x por su sigmoide, también llamada swish: suave, con un pequeño hoyo bajo cero.',
      softplus: 'Una ReLU suave, siempre sobre cero. Su derivada es la sigmoide.',
      softmax:
        'Partes que suman 1: aquí la de x junto a otras dos, 1 y 0. Para la última capa, sobre clases.',
    },
    function: 'Función',
    x: 'Dónde se mira, x',
    at: (name: string, x: string, y: string, derivative: string) =>
      `${name} en x = ${x}: valor ${y}, derivada ${derivative}`,
    saturated: 'saturada',
    value: 'Valor',
    derivative: 'Derivada',
    tangent: 'Tangente',
    chain: 'Diez capas seguidas',
    chainHint: 'La salida de cada una es la entrada de la siguiente.',
    weight: 'Peso entre capas, w',
    factor: 'Factor bajo cero, a',
    chainLabel: (gradient: string, layers: string) =>
      `${layers} capas seguidas. A la primera llega ${gradient} del gradiente.`,
    forward: 'Adelante: salidas →',
    backward: '← Atrás: gradiente que llega',
    inside: 'Mira dentro',
    slow: {
      layer: 'Capa',
      forward: (layer: string) => `Adelante, capa ${layer}`,
      backward: (layer: string) => `Atrás, capa ${layer}`,
      play: 'Cámara lenta',
      pause: 'Pausar',
    },
    explain: {
      chain: [
        'Por qué es un producto',
        'La regla de la cadena multiplica: lo que un cambio en la primera capa le hace a la salida es el producto de lo que cada capa le hace a la siguiente. Diez factores menores que 1 no dejan casi nada; diez mayores que 1, demasiado. Por eso la derivada de la curva importa más que su forma.',
      ],
      deep: [
        'Qué hacen las redes profundas',
        'Curvas con derivada cercana a 1 donde importa; pesos que empiezan con el tamaño justo para ellas (Glorot para tanh, He para ReLU); normalización, que aleja los números de las partes planas; y conexiones que saltan capas, para que el gradiente tenga otro camino.',
      ],
      here: [
        'Cómo calcula esta página',
        'Curvas y gradientes los calcula neurona misma: llama a cada función en todo el eje, y su autograd devuelve las derivadas. Aquí cada capa tiene una sola unidad, para que se vea cada factor.',
      ],
    },
  },
);
