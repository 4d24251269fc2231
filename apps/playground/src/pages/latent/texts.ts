import { defineTexts } from '../../i18n/texts.js';

export const latentTexts = defineTexts(
  {
    title: 'A plane of digits',
    lead: 'A variational autoencoder writes each digit as two numbers, and learns to draw any two numbers as a digit. So all digits lie in a plane, and one can walk on it.',
    question: 'How does a network imagine digits that nobody wrote?',
    steps: {
      learn: {
        title: 'A map draws itself',
        text: 'The encoder reads a digit and says where it is: a dot of its [cloud](clouds). The decoder draws the [map](map): what would be at each place. Nobody tells them which digit is which.',
        look: 'The clouds part, and the map gets sharp.',
      },
      walk: {
        title: 'Walk on it',
        text: 'Drag over the plane. Under the lens the decoder draws the place where you are, also [between the clouds](both), where no digit was ever seen. Meet five digits.',
        look: 'With the keyboard, arrows walk.',
      },
      free: {
        title: 'Without the divergence',
        text: 'The loss has two parts: how badly digits are redrawn, and the divergence of each digit’s place from the standard normal distribution (dashed: one and two deviations), times β. Let it be [β = 0](free): a plain autoencoder with noise.',
        question: 'What becomes of the clouds?',
        choices: ['They stay around the centre', 'They drift far apart'],
        because:
          'Nothing costs them to go far, and far apart the noise doesn’t confuse them. What lies between is drawn by no rule: who samples there gets no digit.',
      },
      pressed: {
        title: 'With too much of it',
        text: 'Now [β = 64](pressed): to say anything about a digit costs 64 times as much.',
        question: 'And now?',
        choices: ['Each digit gets an island of its own', 'All fall into the centre'],
        because:
          'To say nothing is cheapest: every digit gets the same place, and every place the same drawing, the mean of all digits. That is posterior collapse. Between the two, β trades sharp drawings for a plane without gaps.',
      },
    },
    verdict: {
      start: 'It has not learned anything yet.',
      parts: (reconstruction: string, divergence: string) =>
        `Held-out digits: redrawn at ${reconstruction} nats, divergence ${divergence} nats.`,
      here: (digit: string, count: string, met: string) =>
        `Of the twelve nearest digits ${count} are a ${digit}. You have met ${met} of ten.`,
      spread: (size: string) => `The dots are ${size} from the centre (root mean square; the prior has 1).`,
    },
    map: (reach: string, reconstruction: string) =>
      `The plane from −${reach} to ${reach} in both directions, as a map of digits with the clouds of ten classes. Held-out digits are redrawn at ${reconstruction} nats. Arrow keys walk on it.`,
    said: (digit: string, count: string) => `Here: ${count} of the twelve nearest digits are a ${digit}.`,
    view: 'Picture',
    views: { both: 'Both', map: 'Map', clouds: 'Clouds' },
    beta: 'β, weight of the divergence',
    curves: 'Loss of held-out digits, in nats',
    reconstruction: 'Reconstruction',
    divergence: 'Divergence',
    inside: {
      title: 'Look inside: this place',
      drawn: (place: string) => `Drawn at z = ${place}`,
      nearest: (digit: string) => `Nearest real digit: a\u00a0${digit}`,
      redrawn: 'The same, redrawn',
      mean: 'Its mean μ',
      std: 'Its deviation σ',
      divergence: 'Divergence Σ ½(μ² + σ² − ln σ² − 1)',
      reconstruction: 'Reconstruction −ln p(x | z), at z = μ',
      loss: 'Loss',
    },
    explain: {
      how: [
        'How it is built',
        '256 pixels → 192 units → means and deviations of two numbers; noise is added, z = μ + σ · ε; 2 → 192 units → 256 pixels. Both halves learn together, on 2,000 digits drawn by a program’s unsteady hand; 400 others are held out.',
      ],
      bound: [
        'What the loss means',
        'At β = 1 it is a bound: the probability that the model gives to a digit is at least e to the minus loss. So a smaller loss means a model that expects such digits more.',
      ],
      why: [
        'Why noise',
        'As z is blurred, near places must be drawn alike. That makes a map out of a list: without blur the decoder could put any digit anywhere.',
      ],
    },
  },
  {
    title: 'Un plano de dígitos',
    lead: 'Un autocodificador variacional (variational autoencoder) escribe cada dígito como dos números y aprende a dibujar dos números cualesquiera como un dígito. Así todos quedan en un plano, y se puede pasear por él.',
    question: '¿Cómo imagina una red dígitos que nadie escribió?',
    steps: {
      learn: {
        title: 'Un mapa se dibuja solo',
        text: 'El codificador (encoder) lee un dígito y dice dónde está: un punto de su [nube](clouds). El decodificador (decoder) dibuja el [mapa](map): qué habría en cada lugar. Nadie les dice qué dígito es cuál.',
        look: 'Las nubes se separan y el mapa se vuelve nítido.',
      },
      walk: {
        title: 'Pasea por él',
        text: 'Arrastra sobre el plano. Bajo la lupa el decodificador dibuja el lugar donde estás, también [entre las nubes](both), donde nunca se vio un dígito. Encuentra cinco dígitos.',
        look: 'Con el teclado se pasea con las flechas.',
      },
      free: {
        title: 'Sin la divergencia',
        text: 'La pérdida tiene dos partes: cuán mal se redibujan los dígitos y la divergencia (KL divergence) del lugar de cada dígito respecto de la distribución normal estándar (línea discontinua: una y dos desviaciones), por β. Prueba con [β = 0](free): un autocodificador corriente con ruido.',
        question: '¿Qué será de las nubes?',
        choices: ['Se quedan alrededor del centro', 'Se alejan mucho unas de otras'],
        because:
          'Alejarse no les cuesta nada, y lejos unas de otras el ruido no las confunde. Lo que queda en medio no sigue ninguna regla: quien tome una muestra allí no obtiene un dígito.',
      },
      pressed: {
        title: 'Con demasiada',
        text: 'Ahora [β = 64](pressed): decir algo de un dígito cuesta 64 veces más.',
        question: '¿Y ahora?',
        choices: ['Cada dígito tiene su propia isla', 'Todos caen al centro'],
        because:
          'Lo más barato es no decir nada: todos los dígitos reciben el mismo lugar, y todos los lugares el mismo dibujo, la media de todos. Es el colapso del posterior (posterior collapse). Entre ambos extremos, β cambia nitidez por un plano sin huecos.',
      },
    },
    verdict: {
      start: 'Todavía no ha aprendido nada.',
      parts: (reconstruction: string, divergence: string) =>
        `Dígitos reservados: redibujados con ${reconstruction} nats, divergencia ${divergence} nats.`,
      here: (digit: string, count: string, met: string) =>
        `De los doce dígitos más cercanos, ${count} son un ${digit}. Has encontrado ${met} de diez.`,
      spread: (size: string) =>
        `Los puntos están a ${size} del centro (media cuadrática; la distribución a priori tiene 1).`,
    },
    map: (reach: string, reconstruction: string) =>
      `El plano de −${reach} a ${reach} en ambas direcciones, como mapa de dígitos con las nubes de diez clases. Los dígitos reservados se redibujan con ${reconstruction} nats. Con las flechas se pasea por él.`,
    said: (digit: string, count: string) =>
      `Aquí: ${count} de los doce dígitos más cercanos son un ${digit}.`,
    view: 'Imagen',
    views: { both: 'Ambos', map: 'Mapa', clouds: 'Nubes' },
    beta: 'β, peso de la divergencia',
    curves: 'Pérdida (loss) de los dígitos reservados, en nats',
    reconstruction: 'Reconstrucción',
    divergence: 'Divergencia',
    inside: {
      title: 'Mira dentro: este lugar',
      drawn: (place: string) => `Dibujado en z = ${place}`,
      nearest: (digit: string) => `El dígito real más cercano: un ${digit}`,
      redrawn: 'El mismo, redibujado',
      mean: 'Su media μ',
      std: 'Su desviación σ',
      divergence: 'Divergencia Σ ½(μ² + σ² − ln σ² − 1)',
      reconstruction: 'Reconstrucción −ln p(x | z), en z = μ',
      loss: 'Pérdida',
    },
    explain: {
      how: [
        'Cómo está hecho',
        '256 píxeles → 192 unidades → medias y desviaciones de dos números; se añade ruido, z = μ + σ · ε; 2 → 192 unidades → 256 píxeles. Las dos mitades aprenden juntas, con 2000 dígitos dibujados por la mano insegura de un programa; otros 400 quedan reservados.',
      ],
      bound: [
        'Qué significa la pérdida',
        'Con β = 1 es una cota: la probabilidad que el modelo da a un dígito es al menos e elevado a menos la pérdida. Una pérdida menor es un modelo que espera más esos dígitos.',
      ],
      why: [
        'Por qué el ruido',
        'Como z se difumina, los lugares cercanos tienen que dibujarse parecidos. Eso hace de una lista un mapa: sin ruido, el decodificador podría poner cualquier dígito en cualquier sitio.',
      ],
    },
  },
);
