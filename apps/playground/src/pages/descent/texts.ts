import { formatNumber } from '../../i18n/numbers.js';
import { defineTexts, inLanguage } from '../../i18n/texts.js';
import { terms } from '../../signs/terms.js';
import type { ContestantName } from './settings.js';

export const descentTexts = defineTexts(
  {
    title: 'Gradient descent',
    lead: 'To train is to go downhill: compute the gradient, take a step against it, repeat. Let optimizers race across a loss surface, then find out what the learning rate does to a single parameter.',
    question: 'How large should a step be, and in which direction?',
    steps: {
      race: {
        title: 'A race down a narrow valley',
        text: 'Six optimizers start at the same place. [SGD](sgd) bounces from wall to wall; [Momentum](momentum) flies past the goal and has to come back. Who is there first, and who stays?',
      },
      thrown: {
        title: 'Twice the learning rate',
        text: 'All rates are doubled. Across the valley the curvature is 4: above a rate of 2/4 each step of [SGD](sgd) lands higher than the one before.',
      },
      ripples: {
        title: 'Hollows on the way',
        text: 'Every ripple has a local minimum of its own. Try a momentum of [0.5](half), then [0.95](most).',
        question: 'Who gets over the ripples?',
        choices: ['Nobody', 'Momentum', 'Adam'],
        because: 'Its velocity carries it up the far side of a hollow; Adam divides it by how steep it was.',
      },
      huge: {
        title: 'One parameter, one rate',
        text: 'A parabola and its gradient, with a rate of 2.2. Compare [0.03](small), [0.8](good) and [1.8](swings).',
        question: 'What will it do?',
        choices: ['Converge', 'Oscillate forever', 'Diverge'],
        because: 'The distance to the minimum is multiplied by 1 − 2.2 = −1.2 at each step.',
      },
      best: {
        title: 'Find the best rate',
        text: 'Which rate is at the minimum in one step? Move it, and look at the bars below the curve: they show the loss after 20 steps.',
      },
    },
    view: 'What to see',
    views: { race: 'Race on a loss surface', slope: 'One parameter' },
    surface: 'Landscape',
    surfaces: {
      bowl: 'Bowl',
      valley: 'Narrow valley',
      rosenbrock: 'Rosenbrock’s banana',
      beale: 'Beale’s plateau',
      himmelblau: 'Himmelblau’s four pits',
      saddle: 'Saddle',
      ripples: 'Ripples',
    },
    formulas: {
      bowl: 'x² + y². Equally steep on all sides: everyone finds the way.',
      valley: 'x²/20 + 2y². Forty times steeper across than along: plain descent bounces from wall to wall.',
      rosenbrock:
        '(1 − x)² + 100 (y − x²)². Into the valley is easy; along its flat, bent floor takes patience.',
      beale: '(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)². Steep corners around a plain.',
      himmelblau: '(x² + y − 11)² + (x + y² − 7)². Four minima: a small change of the start decides which.',
      saddle: 'x² − y² + y⁴/10. On the ridge the gradient is nearly zero: who leaves it first?',
      ripples: '(x² + y²)/10 + 2 − cos 2x − cos 2y. A hollow at every ripple; momentum carries over some.',
    },
    map: (surface: string, x: string, y: string, runs: string) =>
      `Map of ${surface}, start at ${x}, ${y}. ${runs}`,
    run: (name: string, state: string, steps: string, height: string) =>
      `${name}: ${state} after ${steps} steps, at height ${height}.`,
    mapHint: 'Tap the map: the race begins there.',
    contestants: 'Contestants',
    columns: { rate: 'Rate', height: 'Height', state: 'Steps' },
    states: { underway: 'on its way', arrived: 'there', left: 'off', still: 'at rest' },
    factor: 'All learning rates',
    factorHint: 'Each begins with a rate that suits it here.',
    momentum: 'Momentum β',
    momentumHint: 'The fraction of the velocity that Momentum and Nesterov keep.',
    heights: 'Loss above the minimum',
    curve: 'Curve',
    curves: { parabola: 'Parabola', hollows: 'Two hollows' },
    begin: 'Initial value',
    beginHint: 'Or tap the curve.',
    slopeView: (curve: string, w: string, loss: string, slope: string) =>
      `${curve}: the parameter is ${w}, its loss ${loss}, the gradient there ${slope}.`,
    sweep: {
      title: 'Loss after 20 steps, by learning rate',
      label: (rates: string) => `Loss after 20 steps with each learning rate. ${rates}`,
      at: (rate: string, loss: string) => `At ${rate}: ${loss}.`,
      more: 'more than at the start',
      legend: 'Orange: higher than at the start.',
    },
    rate: 'Try a rate',
    tries: { small: 'Too small', good: 'Just right', large: 'Oscillating', huge: 'Too large' },
    verdict: {
      waiting: 'Press start, or tap the map to choose where from.',
      leading: (name: string) => `${name} is lowest.`,
      first: (name: string, steps: string) =>
        `${name} is there first, after ${steps} steps: from then on its loss stays within 0.01 of the minimum.`,
      left: (names: string) => `Off the map: ${names}. The learning rate is too large for these gradients.`,
      allStill: 'All are in a local minimum that is not the lowest: from here every direction leads up.',
      none: 'Nobody takes part.',
      new: 'Press start, or make one step after the other.',
      creeps:
        'It converges slowly: the learning rate is too small. Each step has the right direction, and hardly moves.',
      descends: 'It converges; where the gradient gets smaller, so do the steps.',
      swings:
        'It oscillates across the minimum, each time a little lower: the learning rate is large, but not too large.',
      cycles: 'It oscillates forever: each step lands exactly as high on the other side.',
      diverges: 'It diverges: each step lands higher than the one before. The learning rate is too large.',
      there: (steps: string) => `It reached the minimum after ${steps} steps.`,
    },
    explain: {
      race: [
        'Why not straight down?',
        'The steepest way down rarely points at the goal. In a narrow valley it points at the opposite wall. Momentum adds up what steps have in common and cancels the to and fro; Nesterov looks ahead before it steps. RMSprop, AdaDelta and Adam divide each direction by how steep it has been, so that the flat one counts as much.',
      ],
      rate: [
        'The learning rate',
        'A step is the learning rate times the gradient. On the parabola, whose curvature is 1, the distance to the bottom is multiplied by 1 − rate at each step: at 1 it converges in one step, above 1 it oscillates, at 2 it oscillates forever, beyond it diverges. Steeper walls lower the limit: it is 2 divided by the curvature.',
      ],
      look: [
        'What to try',
        'In the valley, double all learning rates: plain descent is thrown out at once. On the saddle, start at y = 0, on the ridge itself: nobody finds down, as nothing tips them over. In the ripples, give momentum 0.5, then 0.95. In two hollows, start at 3.8 and look for a rate that jumps into the deeper one.',
      ],
    },
  },
  {
    title: 'Descenso de gradiente',
    lead: 'Entrenar es ir cuesta abajo: calcular el gradiente, dar un paso en sentido contrario y repetir. Haz competir a los optimizadores por una superficie de pérdida (loss) y descubre después qué hace la tasa de aprendizaje (learning rate) con un solo parámetro.',
    question: '¿Cómo de grande debe ser un paso, y hacia dónde?',
    steps: {
      race: {
        title: 'Una carrera por un valle estrecho',
        text: 'Seis optimizadores salen del mismo lugar. [SGD](sgd) rebota de pared en pared; [Momento](momentum) se pasa de la meta y tiene que volver. ¿Quién llega primero y quién se queda?',
      },
      thrown: {
        title: 'El doble de tasa',
        text: 'Todas las tasas se doblan. A lo ancho del valle la curvatura es 4: por encima de una tasa de 2/4 cada paso de [SGD](sgd) cae más alto que el anterior.',
      },
      ripples: {
        title: 'Hoyos en el camino',
        text: 'Cada onda tiene su propio mínimo local. Prueba un momento de [0,5](half) y luego de [0,95](most).',
        question: '¿Quién pasa las ondas?',
        choices: ['Nadie', 'Momento', 'Adam'],
        because: 'Su velocidad lo lleva por la otra ladera del hoyo; Adam la divide por lo empinada que fue.',
      },
      huge: {
        title: 'Un parámetro, una tasa',
        text: 'Una parábola y su gradiente, con una tasa de 2,2. Compara [0,03](small), [0,8](good) y [1,8](swings).',
        question: '¿Qué hará?',
        choices: ['Converger', 'Oscilar siempre', 'Divergir'],
        because: 'La distancia al mínimo se multiplica en cada paso por 1 − 2,2 = −1,2.',
      },
      best: {
        title: 'Encuentra la mejor tasa',
        text: '¿Qué tasa llega al mínimo en un solo paso? Muévela y mira las barras bajo la curva: muestran la pérdida tras 20 pasos.',
      },
    },
    view: 'Qué ver',
    views: { race: 'Carrera en una superficie de pérdida', slope: 'Un parámetro' },
    surface: 'Paisaje',
    surfaces: {
      bowl: 'Cuenco',
      valley: 'Valle estrecho',
      rosenbrock: 'Plátano de Rosenbrock',
      beale: 'Meseta de Beale',
      himmelblau: 'Cuatro pozos de Himmelblau',
      saddle: 'Silla de montar',
      ripples: 'Ondas',
    },
    formulas: {
      bowl: 'x² + y². Igual de empinado por todos lados: todos encuentran el camino.',
      valley:
        'x²/20 + 2y². Cuarenta veces más empinado a lo ancho que a lo largo: el descenso simple rebota de pared en pared.',
      rosenbrock:
        '(1 − x)² + 100 (y − x²)². Entrar al valle es fácil; recorrer su fondo plano y curvo pide paciencia.',
      beale:
        '(1,5 − x + xy)² + (2,25 − x + xy²)² + (2,625 − x + xy³)². Esquinas empinadas en torno a un llano.',
      himmelblau: '(x² + y − 11)² + (x + y² − 7)². Cuatro mínimos: mover un poco la salida decide cuál.',
      saddle: 'x² − y² + y⁴/10. En la cresta el gradiente es casi cero: ¿quién la deja primero?',
      ripples: '(x² + y²)/10 + 2 − cos 2x − cos 2y. Un hoyo en cada onda; el momento salta algunos.',
    },
    map: (surface: string, x: string, y: string, runs: string) =>
      `Mapa: ${surface}, salida en ${x}; ${y}. ${runs}`,
    run: (name: string, state: string, steps: string, height: string) =>
      `${name}: ${state} tras ${steps} pasos, a la altura ${height}.`,
    mapHint: 'Toca el mapa: la carrera empieza ahí.',
    contestants: 'Participantes',
    columns: { rate: 'Tasa', height: 'Altura', state: 'Pasos' },
    states: { underway: 'en camino', arrived: 'llegó', left: 'fuera', still: 'quieto' },
    factor: 'Todas las tasas',
    factorHint: 'Cada uno empieza con una tasa que aquí le va bien.',
    momentum: 'Momento β',
    momentumHint: 'La parte de la velocidad que Momento y Nesterov conservan.',
    heights: 'Pérdida sobre el mínimo',
    curve: 'Curva',
    curves: { parabola: 'Parábola', hollows: 'Dos hoyos' },
    begin: 'Valor inicial',
    beginHint: 'O toca la curva.',
    slopeView: (curve: string, w: string, loss: string, slope: string) =>
      `${curve}: el parámetro vale ${w}, su pérdida ${loss}, el gradiente allí ${slope}.`,
    sweep: {
      title: 'Pérdida tras 20 pasos, según la tasa',
      label: (rates: string) => `Pérdida tras 20 pasos con cada tasa de aprendizaje. ${rates}`,
      at: (rate: string, loss: string) => `Con ${rate}: ${loss}.`,
      more: 'más que al empezar',
      legend: 'Naranja: más alta que al empezar.',
    },
    rate: 'Prueba una tasa',
    tries: { small: 'Demasiado baja', good: 'En su punto', large: 'Oscila', huge: 'Demasiado alta' },
    verdict: {
      waiting: 'Pulsa iniciar, o toca el mapa para elegir desde dónde.',
      leading: (name: string) => `${name} es quien está más abajo.`,
      first: (name: string, steps: string) =>
        `${name} llega primero, tras ${steps} pasos: desde entonces su pérdida no se aleja más de 0,01 del mínimo.`,
      left: (names: string) =>
        `Fuera del mapa: ${names}. La tasa de aprendizaje es demasiado alta para estos gradientes.`,
      allStill: 'Todos están en un mínimo local que no es el más bajo: desde aquí todo sube.',
      none: 'No participa nadie.',
      new: 'Pulsa iniciar, o da un paso tras otro.',
      creeps:
        'Converge muy despacio: la tasa de aprendizaje es demasiado baja. Cada paso va en la dirección correcta, y casi no avanza.',
      descends: 'Converge; donde el gradiente es menor, también los pasos.',
      swings: 'Oscila en torno al mínimo, cada vez un poco más abajo: la tasa es alta, pero no demasiado.',
      cycles: 'Oscila para siempre: cada paso cae igual de alto al otro lado.',
      diverges: 'Diverge: cada paso cae más alto que el anterior. La tasa de aprendizaje es demasiado alta.',
      there: (steps: string) => `Alcanzó el mínimo tras ${steps} pasos.`,
    },
    explain: {
      race: [
        '¿Por qué no directo abajo?',
        'El camino más empinado rara vez apunta a la meta. En un valle estrecho apunta a la pared de enfrente. El momento suma lo que los pasos tienen en común y cancela el vaivén; Nesterov mira hacia delante antes de dar el paso. RMSprop, AdaDelta y Adam dividen cada dirección por lo empinada que ha sido, para que la plana cuente lo mismo.',
      ],
      rate: [
        'La tasa de aprendizaje',
        'Un paso es la tasa de aprendizaje (learning rate) por el gradiente. En la parábola, de curvatura 1, la distancia al fondo se multiplica en cada paso por 1 − tasa: con 1 converge en un paso, por encima de 1 oscila, con 2 oscila para siempre, y más allá diverge. Las paredes más empinadas bajan el límite: es 2 dividido por la curvatura.',
      ],
      look: [
        'Qué probar',
        'En el valle, dobla todas las tasas: el descenso simple sale despedido. En la silla, empieza en y = 0, en la cresta misma: nadie encuentra la bajada, pues nada los inclina. En las ondas, da un momento de 0,5 y luego de 0,95. En los dos hoyos, empieza en 3,8 y busca una tasa que salte al más hondo.',
      ],
    },
  },
);

/** What a contestant is called. */
export const nameOf = (name: ContestantName): string =>
  name === 'momentum' ? inLanguage(terms).momentum : inLanguage(terms).optimizers[name];

/** A height with three digits that count. */
export const writeHeight = (value: number): string =>
  formatNumber(value, value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3);
