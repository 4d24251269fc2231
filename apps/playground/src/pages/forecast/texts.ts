import { defineTexts } from '../../i18n/texts.js';

export const forecastTexts = defineTexts(
  {
    title: 'Forecast',
    lead: 'A network reads the last thirty steps of a curve and says what the next thirty will be, and how sure it is. It learns from the curve itself.',
    question: 'What can be forecast, and how far?',
    steps: {
      sine: {
        title: 'It continues the curve',
        text: 'To the left is the past, a noisy sine. To the right the network’s [median](median), in a [band](band) that should hold eight of ten values. The [held-out end](truth) was never trained on.',
        look: 'Point at a step ahead for its numbers.',
      },
      season: {
        title: 'Is it better than nothing?',
        text: 'A season with a trend. Nothing is as cheap as saying [what was one season before](naive): the seasonal naive forecast. A model must beat it.',
        question: 'Who comes nearer to the held-out end?',
        choices: ['The network', 'What was one season before'],
        because:
          'What was one season before knows nothing of the trend, and repeats the noise of that season.',
      },
      walk: {
        title: 'Where it must fail',
        text: 'A [random walk](walk): each step is the one before and a random number. Where it goes cannot be known; how far it may go, can.',
        question: 'What does the band do after training?',
        choices: ['It is as wide at each step', 'It widens from step to step'],
        because:
          'Random steps add up: the width should grow by the square root of the steps. An honest forecast says that it doesn’t know.',
      },
      own: {
        title: 'Your curve',
        text: 'Draw [your own](own): press and drag on the picture, from left to right. It is continued while you draw. What you draw to the right of the line is held out, to check with.',
        look: 'With the keyboard, arrows move the pen.',
      },
    },
    verdict: {
      start: 'It has not learned anything yet.',
      errors: (network: string, naive: string) =>
        `Mean error on the held-out end: network ${network}, one season before ${naive}.`,
      unknown: 'Nothing is drawn to the right of the line, so nothing can be checked.',
      band: (times: string, inside: string) =>
        `At its end the band is ${times} times as wide as at its beginning; it holds ${inside} of what came.`,
      draw: 'Draw a curve over some half of the past.',
    },
    chart: (curve: string, network: string, naive: string) =>
      `${curve}: the past, and the forecast of thirty steps. Mean error ${network}, of the seasonal naive forecast ${naive}.`,
    legend: {
      past: 'Past',
      median: 'Median',
      band: '10 to 90%',
      naive: 'One season before',
      truth: 'What came',
    },
    curve: 'Curve',
    curves: {
      sine: 'Sine',
      season: 'Season and trend',
      saw: 'Sawtooth',
      walk: 'Random walk',
      own: 'Your own',
    },
    slow: {
      start: 'Read in slow motion',
      states: 'The state: a row for each unit, a column for each value that was read',
      gradients: 'The gradient of the median by each value that was read',
      read: (k: string, count: string, value: string, change: string) =>
        `Value ${k} of ${count} is read: ${value}. Units of the state change by ${change} on average: the next column.`,
      forecast:
        'The last column, the state, is all that stays of the values. A linear layer makes the whole forecast out of it.',
      backward: (ahead: string, back: string, gradient: string) =>
        `Backward: which values move the median ${ahead} ahead? The row above the state is its gradient. The value ${back} before the end counts most: ${gradient}.`,
    },
    drawHere: 'Draw here',
    clear: 'Clear',
    showTruth: 'Show what came',
    hidden: 'Units of the state',
    inside: (step: string) => `Look inside: ${step} ahead`,
    stepAhead: 'Steps ahead',
    quantile: (share: string) => `Quantile ${share}`,
    came: 'What came',
    before: (period: string) => `One season before (period ${period})`,
    loss: 'Quantile loss (pinball) of the median',
    lossCurve: 'Quantile loss, on the past',
    explain: {
      how: [
        'How it forecasts',
        'A GRU reads thirty values, scaled by their own mean and deviation, and ends in a state. A linear layer makes three quantiles for each of the thirty steps ahead out of it, all at once.',
      ],
      loss: [
        'What it minimizes',
        'For the quantile q the loss is q · d where the value lies d above it, and (1 − q) · d where it lies d below. So the line for 0.9 rises until nine of ten values lie below it.',
      ],
      fair: [
        'How to judge it',
        'Hold the end out, compare with the seasonal naive forecast, and count how many values lie in the band. A band that holds far less than 80% is too sure of itself: it knows its past by heart.',
      ],
    },
  },
  {
    title: 'Pronóstico',
    lead: 'Una red lee los últimos treinta pasos de una curva y dice cómo serán los treinta siguientes, y cuán segura está. Aprende de la propia curva.',
    question: '¿Qué se puede pronosticar y hasta dónde?',
    steps: {
      sine: {
        title: 'Continúa la curva',
        text: 'A la izquierda está el pasado, un seno con ruido. A la derecha, la [mediana](median) de la red en una [banda](band) que debería contener ocho de cada diez valores. Con el [final reservado](truth) (held out) nunca se entrena.',
        look: 'Señala un paso futuro para ver sus números.',
      },
      season: {
        title: '¿Es mejor que nada?',
        text: 'Una serie estacional con tendencia. Nada es tan barato como decir [lo que hubo un periodo antes](naive): el pronóstico ingenuo estacional (seasonal naive). Un modelo tiene que ganarle.',
        question: '¿Quién se acerca más al final reservado?',
        choices: ['La red', 'Lo que hubo un periodo antes'],
        because:
          'Lo que hubo un periodo antes no sabe nada de la tendencia y repite el ruido de aquel periodo.',
      },
      walk: {
        title: 'Donde tiene que fallar',
        text: 'Un [paseo aleatorio](walk) (random walk): cada paso es el anterior y un número al azar. Adónde va no se puede saber; cuán lejos puede llegar, sí.',
        question: '¿Qué hace la banda tras el entrenamiento?',
        choices: ['Es igual de ancha en cada paso', 'Se ensancha de paso en paso'],
        because:
          'Los pasos al azar se suman: la anchura debería crecer con la raíz cuadrada de los pasos. Un pronóstico honrado dice que no sabe.',
      },
      own: {
        title: 'Tu curva',
        text: 'Dibuja [la tuya](own): pulsa y arrastra en la imagen, de izquierda a derecha. Se continúa mientras dibujas. Lo que dibujes a la derecha de la línea queda reservado, para comprobar.',
        look: 'Con el teclado, las flechas mueven el lápiz.',
      },
    },
    verdict: {
      start: 'Todavía no ha aprendido nada.',
      errors: (network: string, naive: string) =>
        `Error medio en el final reservado: la red, ${network}; un periodo antes, ${naive}.`,
      unknown: 'No hay nada dibujado a la derecha de la línea, así que nada se puede comprobar.',
      band: (times: string, inside: string) =>
        `Al final la banda es ${times} veces tan ancha como al principio; contiene el ${inside} de lo que vino.`,
      draw: 'Dibuja una curva en la mitad del pasado o más.',
    },
    chart: (curve: string, network: string, naive: string) =>
      `${curve}: el pasado y el pronóstico de treinta pasos. Error medio ${network}, del pronóstico ingenuo estacional ${naive}.`,
    legend: {
      past: 'Pasado',
      median: 'Mediana',
      band: '10 a 90 %',
      naive: 'Un periodo antes',
      truth: 'Lo que vino',
    },
    curve: 'Curva',
    curves: {
      sine: 'Seno',
      season: 'Estacional con tendencia',
      saw: 'Diente de sierra',
      walk: 'Paseo aleatorio',
      own: 'La tuya',
    },
    slow: {
      start: 'Leer a cámara lenta',
      states: 'El estado: una fila por unidad, una columna por valor leído',
      gradients: 'El gradiente de la mediana respecto a cada valor leído',
      read: (k: string, count: string, value: string, change: string) =>
        `Se lee el valor ${k} de ${count}: ${value}. Las unidades del estado (state) cambian ${change} de media: la columna siguiente.`,
      forecast:
        'La última columna, el estado, es todo lo que queda de los valores. Una capa lineal saca de ella el pronóstico entero.',
      backward: (ahead: string, back: string, gradient: string) =>
        `Hacia atrás (backward): ¿qué valores mueven la mediana ${ahead} por delante? La fila sobre el estado es su gradiente. El que más cuenta es el valor ${back} antes del final: ${gradient}.`,
    },
    drawHere: 'Dibuja aquí',
    clear: 'Borrar',
    showTruth: 'Mostrar lo que vino',
    hidden: 'Unidades del estado',
    inside: (step: string) => `Mira dentro: ${step} por delante`,
    stepAhead: 'Pasos por delante',
    quantile: (share: string) => `Cuantil ${share}`,
    came: 'Lo que vino',
    before: (period: string) => `Un periodo antes (periodo ${period})`,
    loss: 'Pérdida del cuantil (pinball) de la mediana',
    lossCurve: 'Pérdida del cuantil (quantile loss), en el pasado',
    explain: {
      how: [
        'Cómo pronostica',
        'Una GRU lee treinta valores, escalados por su propia media y desviación, y acaba en un estado. Una capa lineal saca de él tres cuantiles para cada uno de los treinta pasos siguientes, todos a la vez.',
      ],
      loss: [
        'Qué minimiza',
        'Para el cuantil q la pérdida es q · d donde el valor queda d por encima y (1 − q) · d donde queda d por debajo. Así la línea de 0,9 sube hasta que nueve de cada diez valores quedan debajo.',
      ],
      fair: [
        'Cómo juzgarlo',
        'Reserva el final, compara con el pronóstico ingenuo estacional y cuenta cuántos valores caen en la banda. Una banda que contiene mucho menos del 80 % está demasiado segura: se sabe su pasado de memoria.',
      ],
    },
  },
);
