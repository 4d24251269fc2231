import { defineTexts } from '../../i18n/texts.js';

export const diffusionTexts = defineTexts(
  {
    title: 'Out of noise',
    lead: 'A diffusion model learns to take noise away, a little at a time. Begun with nothing but noise, it draws: here points, elsewhere images.',
    question: 'How can a shape come out of noise?',
    steps: {
      spiral: {
        title: 'From noise to a spiral',
        text: 'The network has seen points of the spiral with noise on them, and learns to say which noise. Used step by step, that takes 400 [points](points) of pure noise to the spiral, and the clock runs back again. Try the [moons](moons) too.',
        look: 'The longer it learns, the closer the points come to the grey target.',
      },
      arrows: {
        title: 'What the network knows at each time',
        text: 'The [arrows](arrows) show where the network would take a point that is there. They depend on the time: compare the [beginning](noise) with the [end](end).',
        question: 'Where do the arrows point in pure noise?',
        choices: ['To the nearest arm', 'All to about the same place'],
        because:
          'A point of pure noise may come from anywhere on the spiral, and the best guess is the mean of all of it. Only with less noise does its place say more.',
      },
      few: {
        title: 'Why so many steps',
        text: 'Each step goes a part of the way and then asks again. With [four](four) steps the spiral is blurred, with [sixteen](sixteen) it is there. DDPM needs more of them, as it [draws new noise](eta) in each.',
        question: 'What do the points look like after a single step?',
        choices: ['The spiral, a little blurred', 'A heap in the middle'],
        because: 'One step goes where the arrows of pure noise point: to the mean.',
      },
      own: {
        title: 'Your shape',
        text: 'Draw on the picture: press and drag. Or let a [word](word) be written. The network goes on learning while you draw.',
        look: 'With the keyboard, arrows move a cross and Enter puts a point.',
      },
    },
    verdict: {
      start: 'It has not learned anything yet.',
      draw: 'Draw a shape on the picture, or write a word.',
      distance: (off: string, distance: string, noise: string) =>
        `Drawn points are ${off} off the shape on average. The cloud is ${distance} from the target (sliced Wasserstein distance), noise ${noise}.`,
      spread: (share: string) =>
        `The goals of the arrows in pure noise are spread ${share} times as wide as at the end.`,
    },
    plane: (count: string, target: string, distance: string) =>
      `${count} points on their way from noise to the target ${target}. At the end they are ${distance} from it.`,
    legend: { points: 'Points', arrows: 'Where the network takes them', target: 'Target' },
    time: 'Time',
    noiseLeft: (share: string) => `noise ${share}`,
    playClock: 'Run the clock',
    stopClock: 'Stop the clock',
    target: 'Target',
    targets: { spiral: 'Spiral', moons: 'Moons', rings: 'Rings', own: 'Own' },
    drawHere: 'Draw here',
    drawKeys: 'Arrows move a cross, Enter puts a point.',
    word: 'Word',
    firstWord: 'hi',
    write: 'Write',
    clear: 'Clear',
    drawing: 'How it draws',
    count: 'Steps from noise to points',
    eta: 'New noise in each step (DDIM to DDPM)',
    showArrows: 'Show arrows',
    curves: 'While it learns',
    curveOf: { distance: 'Sliced Wasserstein distance', off: 'Off the shape' },
    explain: {
      forth: [
        'There: adding noise',
        'A point of the target is mixed with noise: √ᾱ of the point and √(1 − ᾱ) of a random one. ᾱ falls from 1 to 0 with time, along a squared cosine. The network is told the mixture and the time, and learns to say what was mixed (v, from which point and noise follow). The loss is its squared error; it hardly falls, as most of what is asked in much noise nobody can know.',
      ],
      back: [
        'Back: taking it away',
        'From pure noise on, the network says at each time what point and what noise it sees, and both are mixed anew for a moment with less noise. That is DDIM. DDPM puts some new noise in at each step, so that each drawing differs. Images are drawn the same way, with a network for images.',
      ],
      distance: [
        'How near is near',
        'Seen from one side, a cloud of points is a row of numbers, and two rows can be compared in sorted order. The sliced Wasserstein distance takes the mean over many sides. Two samples of 400 points of the same shape are some 0.06 apart, so it never gets to 0.',
      ],
    },
  },
  {
    title: 'Del ruido',
    lead: 'Un modelo de difusión (diffusion model) aprende a quitar ruido, poco a poco. Si empieza solo con ruido, dibuja: aquí puntos, en otros sitios imágenes.',
    question: '¿Cómo puede salir una forma del ruido?',
    steps: {
      spiral: {
        title: 'Del ruido a una espiral',
        text: 'La red ha visto puntos de la espiral con ruido (noise) y aprende a decir qué ruido tienen. Paso a paso, eso lleva 400 [puntos](points) de puro ruido a la espiral, y luego el reloj vuelve atrás. Prueba también las [lunas](moons).',
        look: 'Cuanto más aprende, más se acercan los puntos al objetivo gris.',
      },
      arrows: {
        title: 'Lo que sabe la red en cada momento',
        text: 'Las [flechas](arrows) muestran adónde llevaría la red un punto que esté ahí. Dependen del tiempo: compara el [principio](noise) con el [final](end).',
        question: '¿Adónde apuntan las flechas en puro ruido?',
        choices: ['Al brazo más cercano', 'Todas más o menos al mismo lugar'],
        because:
          'Un punto de puro ruido puede venir de cualquier parte de la espiral, y la mejor suposición es la media de toda ella. Solo con menos ruido su lugar dice más.',
      },
      few: {
        title: 'Por qué tantos pasos',
        text: 'Cada paso recorre una parte del camino y vuelve a preguntar. Con [cuatro](four) pasos la espiral sale borrosa; con [dieciséis](sixteen), está. DDPM necesita más, pues en cada uno [añade ruido nuevo](eta).',
        question: '¿Cómo quedan los puntos tras un solo paso?',
        choices: ['La espiral, algo borrosa', 'Un montón en el centro'],
        because: 'Un solo paso va adonde apuntan las flechas de puro ruido: a la media.',
      },
      own: {
        title: 'Tu forma',
        text: 'Dibuja en la imagen: pulsa y arrastra. O deja que se escriba una [palabra](word). La red sigue aprendiendo mientras dibujas.',
        look: 'Con el teclado, las flechas mueven una cruz e Intro pone un punto.',
      },
    },
    verdict: {
      start: 'Todavía no ha aprendido nada.',
      draw: 'Dibuja una forma en la imagen, o escribe una palabra.',
      distance: (off: string, distance: string, noise: string) =>
        `Los puntos dibujados están a ${off} de la forma en promedio. La nube está a ${distance} del objetivo (distancia de Wasserstein por cortes, sliced Wasserstein); el ruido, a ${noise}.`,
      spread: (share: string) =>
        `En puro ruido, los destinos de las flechas ocupan ${share} veces lo que ocupan al final.`,
    },
    plane: (count: string, target: string, distance: string) =>
      `${count} puntos en camino del ruido al objetivo ${target}. Al final están a ${distance} de él.`,
    legend: { points: 'Puntos', arrows: 'Adónde los lleva la red', target: 'Objetivo' },
    time: 'Tiempo',
    noiseLeft: (share: string) => `ruido ${share}`,
    playClock: 'Poner en marcha el reloj',
    stopClock: 'Parar el reloj',
    target: 'Objetivo',
    targets: { spiral: 'Espiral', moons: 'Lunas', rings: 'Anillos', own: 'Propio' },
    drawHere: 'Dibuja aquí',
    drawKeys: 'Las flechas mueven una cruz, Intro pone un punto.',
    word: 'Palabra',
    firstWord: 'sí',
    write: 'Escribir',
    clear: 'Borrar',
    drawing: 'Cómo dibuja',
    count: 'Pasos del ruido a los puntos',
    eta: 'Ruido nuevo en cada paso (de DDIM a DDPM)',
    showArrows: 'Mostrar flechas',
    curves: 'Mientras aprende',
    curveOf: { distance: 'Distancia de Wasserstein', off: 'Distancia a la forma' },
    explain: {
      forth: [
        'De ida: añadir ruido',
        'Un punto del objetivo se mezcla con ruido: √ᾱ del punto y √(1 − ᾱ) de uno al azar. ᾱ baja de 1 a 0 con el tiempo, como un coseno al cuadrado (cosine schedule). La red recibe la mezcla y el tiempo, y aprende a decir qué se mezcló (v, de donde salen el punto y el ruido). La pérdida es su error cuadrático; apenas baja, pues con mucho ruido casi nada de lo que se pregunta se puede saber.',
      ],
      back: [
        'De vuelta: quitarlo',
        'A partir de puro ruido, la red dice en cada momento qué punto y qué ruido ve, y ambos se mezclan de nuevo para un momento con menos ruido. Eso es DDIM. DDPM añade algo de ruido nuevo en cada paso, y así cada dibujo es distinto. Las imágenes se dibujan igual, con una red para imágenes.',
      ],
      distance: [
        'Qué tan cerca es cerca',
        'Vista desde un lado, una nube de puntos es una fila de números, y dos filas se comparan en orden. La distancia de Wasserstein por cortes toma la media de muchos lados. Dos muestras de 400 puntos de la misma forma están a unos 0,06, así que nunca llega a 0.',
      ],
    },
  },
);
