import { defineTexts } from '../../i18n/texts.js';

export const ganTexts = defineTexts(
  {
    title: 'Two networks, one game',
    lead: 'A generator makes points out of noise. A discriminator tells them from real ones. Each learns from the other, and in the end the made points lie where the real ones do.',
    question: 'How does a network learn to invent?',
    step: 'Step',
    steps: {
      duel: {
        title: 'A forger and a detective',
        text: 'Squares are real, circles are made by the generator. The colour is what the [discriminator](field) answers; the [arrows](arrows) say where it finds the made points more real, and the generator moves them there. The [net](net) is the plane of noise, as the generator bends it.',
        look: 'Watch the net: it gathers in the eight clouds and is thin between them.',
      },
      half: {
        title: 'Nobody wins',
        text: 'Two moons. At first the discriminator is right nearly always. Then the generator catches up.',
        question: 'What does the discriminator answer when the made points lie on the moons?',
        choices: ['Near 100% to real ones, near 0% to made ones', 'About 50% to both'],
        because:
          'Where real and made points are equally frequent there is nothing to tell them by: the best answer is one half.',
        look: 'The curves of both answers meet at 50%.',
      },
      collapse: {
        title: 'Too good a detective',
        text: 'Now the discriminator takes ten steps for one of the generator, learns five times as fast, and the loss is the [first one](minimax) of the paper. With the [loss used today](saturating) or a [fair game](fair) it recovers.',
        question: 'Does a stronger teacher help the generator?',
        choices: ['Yes: it learns faster', 'No: it leaves clouds out'],
        because:
          'Where the discriminator is sure, log(1 − D) is flat: nearly no gradient reaches the generator, and what reaches it leads all points to the same places.',
        look: 'The colour is saturated, the arrows no longer help.',
      },
      own: {
        title: 'Your own points',
        text: 'Draw [what it shall imitate](own) in the plane: a letter, a heart. It learns while you draw.',
        look: 'With the keyboard, arrows move a cross and Enter puts a point; Shift+Enter erases.',
      },
    },
    verdict: {
      waiting: 'It has not learned anything yet.',
      noPoints: 'Draw some points in the plane.',
      learning: (near: string, covered: string) =>
        `${near} of the made points lie near real ones; ${covered} of the real ones have a made one near them.`,
      alike: (near: string, covered: string) =>
        `Alike: ${near} of the made points lie near real ones, and ${covered} of the real ones are covered.`,
      collapsed: (covered: string, steps: string) =>
        `After ${steps} steps only ${covered} of the real points are covered: the generator leaves the others out.`,
    },
    picture: (data: string, near: string, covered: string) =>
      `${data}: real points as squares, made ones as circles. ${near} of the made ones lie near real ones, ${covered} of the real ones are covered.`,
    legend: { real: 'Real', fake: 'Made', net: 'Bent noise', pull: 'Where it looks more real' },
    show: 'Show',
    data: 'What it imitates',
    dataNames: { ring: 'Ring of eight', moons: 'Two moons', own: 'Your own' },
    clear: 'Erase all',
    game: 'The game',
    loss: 'Loss',
    lossNames: {
      nonSaturating: 'Non-saturating',
      minimax: 'Minimax',
      leastSquares: 'Least squares',
      wasserstein: 'Wasserstein (WGAN-GP)',
    },
    discriminatorSteps: 'Steps of the discriminator for one of the generator',
    ahead: 'How many times as fast the discriminator learns',
    learningRate: 'Learning rate of the generator',
    r1: 'R1 penalty: keeps the discriminator flat at real points',
    losses: 'Losses',
    answers: 'Mean answer',
    scores: 'Mean score',
    discriminator: 'Discriminator',
    generator: 'Generator',
    toReal: 'To real points',
    toFake: 'To made points',
    explain: {
      how: [
        'How they learn',
        'Both are small networks of two hidden layers. In each step the discriminator sees as many real as made points and lowers its cross-entropy. Then the generator is changed so that the discriminator’s answer to what it makes rises: the gradient passes through the discriminator, whose weights stay.',
      ],
      loss: [
        'Which loss',
        'Minimax is the game of the paper: the generator lowers log(1 − D). Non-saturating raises log D instead: the same goal, but with gradients where the discriminator is sure. Least squares draws answers to 1 and 0. Wasserstein drops the logarithm and keeps the slope of the discriminator near 1.',
      ],
      half: [
        'Why one half',
        'For a fixed generator the best answer at a place is p(real) / (p(real) + p(made)). Where both are equally dense it is ½, and its loss is 2 ln 2 = 1.39.',
      ],
    },
  },
  {
    title: 'Dos redes, un juego',
    lead: 'Un generador (generator) fabrica puntos a partir de ruido. Un discriminador (discriminator) los distingue de los reales. Cada uno aprende del otro, y al final los puntos fabricados caen donde están los reales.',
    question: '¿Cómo aprende una red a inventar?',
    step: 'Paso',
    steps: {
      duel: {
        title: 'Un falsificador y un detective',
        text: 'Los cuadrados son reales; los círculos los fabrica el generador. El color es lo que responde el [discriminador](field); las [flechas](arrows) dicen dónde le parecerían más reales, y el generador los lleva hacia allí. La [red de líneas](net) es el plano del ruido (noise), tal como lo dobla el generador.',
        look: 'Mira las líneas: se juntan en las ocho nubes y apenas pasan entre ellas.',
      },
      half: {
        title: 'No gana nadie',
        text: 'Dos lunas. Al principio el discriminador acierta casi siempre. Después el generador lo alcanza.',
        question: '¿Qué responde el discriminador cuando los puntos fabricados caen sobre las lunas?',
        choices: ['Cerca del 100 % a los reales y del 0 % a los fabricados', 'Alrededor del 50 % a ambos'],
        because:
          'Donde los puntos reales y los fabricados son igual de frecuentes no hay con qué distinguirlos: la mejor respuesta es un medio.',
        look: 'Las curvas de ambas respuestas se juntan en el 50 %.',
      },
      collapse: {
        title: 'Un detective demasiado bueno',
        text: 'Ahora el discriminador da diez pasos por cada uno del generador, aprende cinco veces más rápido, y la pérdida es la [primera](minimax) del artículo. Con la [pérdida de hoy](saturating) o un [juego limpio](fair) se recupera.',
        question: '¿Le ayuda al generador un maestro más fuerte?',
        choices: ['Sí: aprende más rápido', 'No: deja nubes sin cubrir'],
        because:
          'Donde el discriminador está seguro, log(1 − D) es plana: al generador casi no le llega gradiente, y el que le llega lleva todos los puntos a los mismos lugares (mode collapse).',
        look: 'El color está saturado y las flechas ya no ayudan.',
      },
      own: {
        title: 'Tus propios puntos',
        text: 'Dibuja en el plano [lo que debe imitar](own): una letra, un corazón. Aprende mientras dibujas.',
        look: 'Con el teclado, las flechas mueven una cruz e Intro pone un punto; Mayús+Intro borra.',
      },
    },
    verdict: {
      waiting: 'Todavía no ha aprendido nada.',
      noPoints: 'Dibuja algunos puntos en el plano.',
      learning: (near: string, covered: string) =>
        `El ${near} de los puntos fabricados cae cerca de uno real; el ${covered} de los reales tiene cerca uno fabricado.`,
      alike: (near: string, covered: string) =>
        `Se parecen: el ${near} de los puntos fabricados cae cerca de uno real, y el ${covered} de los reales está cubierto.`,
      collapsed: (covered: string, steps: string) =>
        `Tras ${steps} pasos solo está cubierto el ${covered} de los puntos reales: el generador olvida los demás.`,
    },
    picture: (data: string, near: string, covered: string) =>
      `${data}: los puntos reales como cuadrados, los fabricados como círculos. El ${near} de los fabricados cae cerca de uno real; el ${covered} de los reales está cubierto.`,
    legend: {
      real: 'Real',
      fake: 'Fabricado',
      net: 'Ruido doblado',
      pull: 'Hacia donde parece más real',
    },
    show: 'Mostrar',
    data: 'Lo que imita',
    dataNames: { ring: 'Anillo de ocho', moons: 'Dos lunas', own: 'Propios' },
    clear: 'Borrar todo',
    game: 'El juego',
    loss: 'Pérdida (loss)',
    lossNames: {
      nonSaturating: 'No saturante (non-saturating)',
      minimax: 'Minimax',
      leastSquares: 'Mínimos cuadrados (least squares)',
      wasserstein: 'Wasserstein (WGAN-GP)',
    },
    discriminatorSteps: 'Pasos del discriminador por cada uno del generador',
    ahead: 'Cuántas veces más rápido aprende el discriminador',
    learningRate: 'Tasa de aprendizaje del generador (learning rate)',
    r1: 'Penalización R1: mantiene plano el discriminador en los puntos reales',
    losses: 'Pérdidas (losses)',
    answers: 'Respuesta media',
    scores: 'Puntuación media (score)',
    discriminator: 'Discriminador',
    generator: 'Generador',
    toReal: 'A puntos reales',
    toFake: 'A puntos fabricados',
    explain: {
      how: [
        'Cómo aprenden',
        'Ambas son redes pequeñas con dos capas ocultas. En cada paso el discriminador ve tantos puntos reales como fabricados y reduce su entropía cruzada (cross-entropy). Después el generador cambia para que suba la respuesta del discriminador a lo que fabrica: el gradiente atraviesa el discriminador, cuyos pesos no se mueven.',
      ],
      loss: [
        'Qué pérdida',
        'Minimax es el juego del artículo: el generador reduce log(1 − D). La no saturante aumenta log D: el mismo fin, pero con gradiente donde el discriminador está seguro. Mínimos cuadrados acerca las respuestas a 1 y 0. Wasserstein quita el logaritmo y mantiene la pendiente del discriminador cerca de 1.',
      ],
      half: [
        'Por qué un medio',
        'Con un generador fijo, la mejor respuesta en un lugar es p(real) / (p(real) + p(fabricado)). Donde ambas densidades son iguales vale ½, y su pérdida es 2 ln 2 = 1,39.',
      ],
    },
  },
);
