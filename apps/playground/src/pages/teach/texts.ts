import { defineTexts } from '../../i18n/texts.js';

export const teachTexts = defineTexts(
  {
    title: 'Teach it yourself',
    lead: 'A body that has seen thousands of pictures makes 256 numbers of yours. Only a small head has to learn what they mean, so it learns in a second.',
    question: 'How can a network learn from ten pictures?',
    sketches: { house: 'House', fish: 'Fish', sun: 'Sun', flower: 'Flower', boat: 'Boat' },
    steps: {
      answer: {
        title: 'It has learned three things',
        text: 'Twelve drawings each of a [house](house), a [fish](fish) and a [sun](sun) were enough. Draw one on the sheet yourself.',
        look: 'The bars change with each stroke.',
      },
      add: {
        title: 'A fourth class',
        text: 'Now there are boats too, but the network sees [one](one) example only. Ten other boats are held out: what does it call them?',
        look: 'The row of the boat in the confusion matrix.',
      },
      more: {
        title: 'More examples',
        text: 'Give it [twelve](twelve) boats, or draw some and press the button below the bars.',
        look: 'The features of pictures it knows are not computed again.',
      },
      body: {
        title: 'What the body is worth',
        text: 'Five classes. Let the head learn on the [trained body](frozen), on a body that was [never trained](untrained), or let [everything](whole) learn.',
        look: 'Held-out pictures right, and how long it took.',
      },
      yours: {
        title: 'Your own classes',
        text: 'Make a [class of your own](own), and add pictures from the sheet, the camera or files. Then save the network: other programs read it too.',
        look: 'Are pictures that it has not seen answered rightly?',
      },
    },
    prediction: {
      question: 'Ten boats that it has not seen: will it know most of them?',
      choices: ['Yes, most', 'No, less than half'],
      because: 'One example shows nothing of what may vary: how wide, how high, how the sail stands.',
    },
    verdict: {
      learning: 'The head learns …',
      sure: (name: string, share: string, right: string, held: string) =>
        `“${name}”, ${share} sure. Of ${held} held-out pictures it knows ${right}.`,
      row: (name: string, right: string, held: string) =>
        `${name}: ${right} of ${held} held-out pictures are known.`,
      mistaken: (name: string, right: string, held: string, other: string, count: string) =>
        `${name}: ${right} of ${held} held-out pictures are known, ${count} are taken for “${other}”.`,
      body: (body: string, share: string, seconds: string) => `${body}: ${share} right after ${seconds} s.`,
      addOwn: 'No class of your own yet.',
      own: (name: string, count: string) =>
        `“${name}” has ${count} pictures of yours. From the third on some are held out.`,
    },
    pad: 'Sheet to draw on. Arrow keys move, the space bar puts the pen down and up.',
    picture: 'The picture that the network sees',
    camera: 'What the camera sees, as the network sees it',
    probabilities: 'How probable each class is',
    draw: 'Empty sheet',
    startCamera: 'Camera',
    stopCamera: 'Stop the camera',
    files: 'Pictures',
    add: (name: string) => `Add to “${name}”`,
    record: (name: string) => `Record for “${name}”`,
    empty: 'Draw something',
    classes: 'Classes',
    counts: (learned: string, held: string) => `${learned} to learn, ${held} held out`,
    rename: 'Name of the class',
    moreOf: (name: string) => `Four more drawings: ${name}`,
    removeClass: (name: string) => `Remove ${name}`,
    removeLast: (name: string) => `Take the last picture out: ${name}`,
    newClass: 'Class of your own',
    ownName: (n: string) => `Class ${n}`,
    addSketch: (name: string) => `Add “${name}”`,
    confusion: 'Held-out pictures',
    wrong: 'What it gets wrong',
    none: 'None: all held-out pictures are known.',
    share: (share: string, held: string) => `${share} of ${held} are answered rightly.`,
    inside: (name: string) => `Look inside: “${name}”`,
    features: 'Features f',
    weights: 'Weights w',
    products: 'Products w · f',
    score: (score: string) => `z = Σ wᵢ · fᵢ + b = ${score}`,
    kept: (computed: string, reused: string) =>
      `Features computed for ${computed} pictures, taken from before for ${reused}.`,
    what: 'What learns',
    bodies: {
      frozen: 'Head',
      untrained: 'Head on an untrained body',
      whole: 'Body and head',
      published: 'Head on a published ResNet',
    },
    hints: {
      frozen: 'The body stays as it is: 256 features, computed once for each picture.',
      untrained: 'Random filters, never trained, and frozen too.',
      whole: 'The body is tuned too, with a tenth of the rate: every step goes through all of it.',
      published: 'Frozen too. Its features, 512 in ResNet-18, are computed once for each picture.',
    },
    explain: {
      transfer: [
        'Transfer learning',
        'The body is a small residual network. It was trained on photographs of ten kinds and on handwritten digits, and has never seen your classes. But edges, curves and textures are useful for all pictures: what it learned is transferred.',
      ],
      held: [
        'Held out',
        'A head with 256 weights a class learns twelve pictures by heart with ease. Only pictures that it did not learn from show what it knows: ten more drawings of each ready-made class, and every third of your own.',
      ],
      own: [
        'It stays here',
        'Pictures and camera never leave this tab: the network learns in it. Leave the page and they are gone, unless you save the network.',
      ],
    },
  },
  {
    title: 'Enséñale tú',
    lead: 'Un cuerpo que ha visto miles de imágenes convierte las tuyas en 256 números. Solo una cabeza pequeña tiene que aprender qué significan, y por eso aprende en un segundo.',
    question: '¿Cómo puede una red aprender con diez imágenes?',
    sketches: { house: 'Casa', fish: 'Pez', sun: 'Sol', flower: 'Flor', boat: 'Barco' },
    steps: {
      answer: {
        title: 'Ha aprendido tres cosas',
        text: 'Bastaron doce dibujos de una [casa](house), de un [pez](fish) y de un [sol](sun). Dibuja tú uno en la hoja.',
        look: 'Las barras cambian con cada trazo.',
      },
      add: {
        title: 'Una cuarta clase',
        text: 'Ahora también hay barcos, pero la red solo ve [un](one) ejemplo. Otros diez barcos quedan reservados: ¿cómo los llama?',
        look: 'La fila del barco en la matriz de confusión.',
      },
      more: {
        title: 'Más ejemplos',
        text: 'Dale [doce](twelve) barcos, o dibuja algunos y pulsa el botón bajo las barras.',
        look: 'Las características (features) de las imágenes conocidas no se calculan de nuevo.',
      },
      body: {
        title: 'Cuánto vale el cuerpo',
        text: 'Cinco clases. Deja que la cabeza aprenda sobre el [cuerpo entrenado](frozen), sobre uno [sin entrenar](untrained), o que [todo](whole) aprenda.',
        look: 'Cuántas imágenes reservadas acierta, y cuánto tardó.',
      },
      yours: {
        title: 'Tus propias clases',
        text: 'Crea una [clase propia](own) y añade imágenes de la hoja, de la cámara o de archivos. Después guarda la red: otros programas también la leen.',
        look: '¿Acierta con imágenes que no ha visto?',
      },
    },
    prediction: {
      question: 'Diez barcos que no ha visto: ¿reconocerá la mayoría?',
      choices: ['Sí, la mayoría', 'No, menos de la mitad'],
      because: 'Un ejemplo no muestra nada de lo que puede variar: el ancho, el alto, la vela.',
    },
    verdict: {
      learning: 'La cabeza aprende…',
      sure: (name: string, share: string, right: string, held: string) =>
        `«${name}», segura al ${share}. De ${held} imágenes reservadas reconoce ${right}.`,
      row: (name: string, right: string, held: string) =>
        `${name}: reconoce ${right} de ${held} imágenes reservadas.`,
      mistaken: (name: string, right: string, held: string, other: string, count: string) =>
        `${name}: reconoce ${right} de ${held} imágenes reservadas; a ${count} las llama «${other}».`,
      body: (body: string, share: string, seconds: string) =>
        `${body}: acierta el ${share} tras ${seconds} s.`,
      addOwn: 'Aún no hay ninguna clase propia.',
      own: (name: string, count: string) =>
        `«${name}» tiene ${count} imágenes tuyas. Desde la tercera se reservan algunas.`,
    },
    pad: 'Hoja para dibujar. Las flechas mueven, la barra espaciadora baja y sube el lápiz.',
    picture: 'La imagen que ve la red',
    camera: 'Lo que ve la cámara, tal como lo ve la red',
    probabilities: 'Cuán probable es cada clase',
    draw: 'Hoja vacía',
    startCamera: 'Cámara',
    stopCamera: 'Detener la cámara',
    files: 'Imágenes',
    add: (name: string) => `Añadir a «${name}»`,
    record: (name: string) => `Grabar para «${name}»`,
    empty: 'Dibuja algo',
    classes: 'Clases',
    counts: (learned: string, held: string) => `${learned} para aprender, ${held} reservadas`,
    rename: 'Nombre de la clase',
    moreOf: (name: string) => `Cuatro dibujos más: ${name}`,
    removeClass: (name: string) => `Quitar ${name}`,
    removeLast: (name: string) => `Quitar la última imagen: ${name}`,
    newClass: 'Clase propia',
    ownName: (n: string) => `Clase ${n}`,
    addSketch: (name: string) => `Añadir «${name}»`,
    confusion: 'Imágenes reservadas',
    wrong: 'En qué se equivoca',
    none: 'En nada: reconoce todas las imágenes reservadas.',
    share: (share: string, held: string) => `Acierta el ${share} de ${held}.`,
    inside: (name: string) => `Mira dentro: «${name}»`,
    features: 'Características (features) f',
    weights: 'Pesos w',
    products: 'Productos w · f',
    score: (score: string) => `z = Σ wᵢ · fᵢ + b = ${score}`,
    kept: (computed: string, reused: string) =>
      `Características calculadas para ${computed} imágenes; de ${reused} ya se conocían.`,
    what: 'Qué aprende',
    bodies: {
      frozen: 'Cabeza',
      untrained: 'Cabeza sobre un cuerpo sin entrenar',
      whole: 'Cuerpo y cabeza',
      published: 'Cabeza sobre una ResNet publicada',
    },
    hints: {
      frozen: 'El cuerpo queda congelado (frozen): 256 características, calculadas una vez por imagen.',
      untrained: 'Filtros al azar, nunca entrenados, y también congelados.',
      whole:
        'También se ajusta el cuerpo (fine-tuning), con un décimo de la tasa: cada paso lo recorre entero.',
      published: 'También congelada. Sus características, 512 en ResNet-18, se calculan una vez por imagen.',
    },
    explain: {
      transfer: [
        'Transferencia de aprendizaje (transfer learning)',
        'El cuerpo es una red residual pequeña. Se entrenó con fotografías de diez clases y con dígitos escritos a mano, y nunca ha visto tus clases. Pero bordes, curvas y texturas sirven para cualquier imagen: lo aprendido se transfiere.',
      ],
      held: [
        'Reservadas',
        'Una cabeza con 256 pesos por clase se aprende doce imágenes de memoria sin esfuerzo. Solo las imágenes de las que no aprendió muestran lo que sabe: diez dibujos más de cada clase hecha, y una de cada tres tuyas.',
      ],
      own: [
        'No sale de aquí',
        'Las imágenes y la cámara nunca salen de esta pestaña: la red aprende en ella. Al dejar la página desaparecen, salvo que guardes la red.',
      ],
    },
  },
);
