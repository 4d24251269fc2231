import { defineTexts } from '../../i18n/texts.js';

export const autoencoderTexts = defineTexts(
  {
    title: 'Through a bottleneck',
    lead: 'An autoencoder writes a digit of 64 pixels as a few numbers, and paints it anew from those alone. Nobody tells it which digit it is.',
    question: 'How little says which digit it is?',
    steps: {
      squeeze: {
        title: 'Eight numbers',
        text: 'One half of the network turns 64 pixels into [eight numbers](code), the other paints the [picture](output) from them. It learns from 1,437 digits to return what it was given.',
        look: 'Below, held-out digits and what comes back: first grey fog, then all the same, then each its own.',
      },
      yours: {
        title: 'Your hand',
        text: 'Draw a digit on the sheet, or something that is no digit, such as a cross. Or [begin again](clear).',
        look: 'What it has never seen, it can’t say in its eight numbers: it comes back as something like a digit. So one finds what doesn’t belong.',
      },
      slide: {
        title: 'Slide the code',
        text: 'Under “The code”, slide one of the eight numbers slowly from end to end. Take [another digit](example) and slide the same one.',
        look: 'One digit turns into another by way of pictures that nobody wrote.',
        question: 'Each number is one of eight. When one of them changes, how many of the 64 pixels do?',
        choices: ['One', 'About eight', 'Many more'],
        because:
          'Each number says something about the whole picture: how round, how slanted, open above. Pixels are not shared out among them.',
      },
      mend: {
        title: 'Mend it',
        text: 'Now the network sees digits with [noise](noise), and has to return them without. Take [another one](example).',
        look: 'The small picture is what it sees, the large one what it makes of it.',
        question: 'Eight numbers, and the picture is spoiled: which is nearer to the clean digit?',
        choices: ['The noisy picture', 'What comes back'],
        because:
          'There is no room for noise in eight numbers: what fits through is what digits have in common.',
      },
      narrow: {
        title: 'Only two',
        text: 'The same with two numbers. Then try [sixteen](more).',
        look: 'Which digits become alike first?',
        question: 'With two numbers instead of eight, how much of what tells digits apart comes back?',
        choices: ['Nearly as much', 'Clearly less', 'Next to nothing'],
        because:
          'Two numbers are a place on a map: enough for the kind of digit in part, too little for how it is written.',
      },
    },
    verdict: {
      loading: 'The network is loading.',
      back: (percent: string, epochs: string) =>
        `${percent} of what tells held-out digits apart comes back, after ${epochs} epochs.`,
      draw: 'Waiting for your drawing.',
      alike: (error: string, usual: string) =>
        `It knows such pictures: an error of ${error} a pixel, of ${usual} for digits.`,
      unlike: (error: string, usual: string) =>
        `It doesn’t know such pictures: an error of ${error} a pixel, of ${usual} for digits.`,
      slide: 'Slide one of the numbers.',
      changed: (count: string) => `${count} of 64 pixels are others than before.`,
      noNoise: 'Waiting for noise, and a digit.',
      mended: (noisy: string, mended: string) =>
        `From the clean digit the noisy picture is ${noisy} away, what comes back ${mended}.`,
    },
    image: 'You draw',
    pad: 'Sheet to draw a digit on, with the mouse, a finger, or arrow keys and the space bar',
    clear: 'Clear',
    example: 'Another real one',
    seen: 'What the network sees: 8 by 8 pixels',
    pixels: '64 pixels',
    withNoise: 'with noise',
    code: 'The code',
    codeOf: (count: string) => `Code: ${count}`,
    codeIs: (values: string) => `The code: ${values}`,
    number: (n: string) => `Number ${n}`,
    noCode: 'Draw a digit: its code stands here.',
    itsOwn: 'Back to the digit’s own code',
    output: 'Comes back',
    fromYours: 'From your code',
    error: (value: string) => `error ${value}`,
    examples: 'Held-out digits, and what comes back',
    examplesWithNoise: 'Held-out digits with noise, and what comes back',
    codeSize: 'Numbers of the code',
    noise: 'Noise',
    curve: 'Mean squared error of held-out digits',
    explain: {
      how: [
        'What it learns by',
        'The target is the picture itself, so that no labels are needed. Because it has to pass through a few numbers, the network must find out what digits have in common. Without nonlinear layers it would find the plane of the principal components.',
      ],
      code: [
        'What the code is good for',
        'Few numbers instead of many: for compression, for maps of data, as features for a classifier where labels are few.',
      ],
      noise: [
        'Denoising and anomalies',
        'Trained with noise on its input, it returns what is probable. And what it can’t return is unlike all that it has seen: the error finds faulty parts and odd heartbeats.',
      ],
    },
  },
  {
    title: 'Por un cuello de botella',
    lead: 'Un autocodificador (autoencoder) escribe un dígito de 64 píxeles con unos pocos números y lo pinta de nuevo solo a partir de ellos. Nadie le dice qué dígito es.',
    question: '¿Cuán poco basta para decir qué dígito es?',
    steps: {
      squeeze: {
        title: 'Ocho números',
        text: 'Una mitad de la red convierte 64 píxeles en [ocho números](code); la otra pinta con ellos la [imagen](output). Aprende con 1437 dígitos a devolver lo que recibió.',
        look: 'Abajo, dígitos reservados y lo que vuelve: primero niebla gris, luego todos iguales, luego cada uno el suyo.',
      },
      yours: {
        title: 'Tu letra',
        text: 'Dibuja un dígito en la hoja, o algo que no lo sea, como una cruz. O [empieza de nuevo](clear).',
        look: 'Lo que nunca ha visto no sabe decirlo con sus ocho números: vuelve como algo parecido a un dígito. Así se encuentra lo que no encaja.',
      },
      slide: {
        title: 'Mueve el código',
        text: 'En «El código», mueve despacio uno de los ocho números de un extremo al otro. Toma [otro dígito](example) y mueve el mismo.',
        look: 'Un dígito se convierte en otro pasando por imágenes que nadie escribió.',
        question: 'Cada número es uno de ocho. Cuando cambia uno, ¿cuántos de los 64 píxeles cambian?',
        choices: ['Uno', 'Unos ocho', 'Muchos más'],
        because:
          'Cada número dice algo de toda la imagen: si es redonda, inclinada, abierta por arriba. No se reparten los píxeles.',
      },
      mend: {
        title: 'Quita el ruido',
        text: 'Ahora la red ve dígitos con [ruido (noise)](noise) y debe devolverlos sin él. Toma [otro](example).',
        look: 'La imagen pequeña es lo que ve; la grande, lo que hace de ella.',
        question: 'Ocho números y una imagen estropeada: ¿qué está más cerca del dígito limpio?',
        choices: ['La imagen con ruido', 'Lo que vuelve'],
        because: 'En ocho números no cabe el ruido: lo que pasa es lo que los dígitos tienen en común.',
      },
      narrow: {
        title: 'Solo dos',
        text: 'Lo mismo con dos números. Después prueba con [dieciséis](more).',
        look: '¿Qué dígitos se confunden primero?',
        question: 'Con dos números en vez de ocho, ¿cuánto vuelve de lo que distingue a los dígitos?',
        choices: ['Casi lo mismo', 'Claramente menos', 'Casi nada'],
        because:
          'Dos números son un lugar en un mapa: bastan en parte para el tipo de dígito, y no para cómo está escrito.',
      },
    },
    verdict: {
      loading: 'La red se está cargando.',
      back: (percent, epochs) =>
        `Vuelve el ${percent} de lo que distingue a los dígitos reservados, tras ${epochs} épocas.`,
      draw: 'A la espera de tu dibujo.',
      alike: (error, usual) =>
        `Conoce imágenes así: un error de ${error} por píxel; con dígitos, de ${usual}.`,
      unlike: (error, usual) =>
        `No conoce imágenes así: un error de ${error} por píxel; con dígitos, de ${usual}.`,
      slide: 'Mueve uno de los números.',
      changed: (count) => `${count} de 64 píxeles son otros que antes.`,
      noNoise: 'A la espera de ruido y de un dígito.',
      mended: (noisy, mended) =>
        `Del dígito limpio, la imagen con ruido está a ${noisy}; lo que vuelve, a ${mended}.`,
    },
    image: 'Dibujas',
    pad: 'Hoja para dibujar un dígito, con el ratón, un dedo o las flechas y la barra espaciadora',
    clear: 'Borrar',
    example: 'Otro de verdad',
    seen: 'Lo que ve la red: 8 por 8 píxeles',
    pixels: '64 píxeles',
    withNoise: 'con ruido',
    code: 'El código',
    codeOf: (count) => `Código: ${count}`,
    codeIs: (values) => `El código: ${values}`,
    number: (n) => `Número ${n}`,
    noCode: 'Dibuja un dígito: aquí estará su código.',
    itsOwn: 'Volver al código del dígito',
    output: 'Vuelve',
    fromYours: 'De tu código',
    error: (value) => `error ${value}`,
    examples: 'Dígitos reservados y lo que vuelve',
    examplesWithNoise: 'Dígitos reservados con ruido y lo que vuelve',
    codeSize: 'Números del código',
    noise: 'Ruido (noise)',
    curve: 'Error cuadrático medio de los dígitos reservados',
    explain: {
      how: [
        'Con qué aprende',
        'El objetivo es la propia imagen, así que no hacen falta etiquetas. Como ha de pasar por unos pocos números, la red debe averiguar qué tienen en común los dígitos. Sin capas no lineales encontraría el plano de las componentes principales.',
      ],
      code: [
        'Para qué sirve el código',
        'Pocos números en vez de muchos: para comprimir, para hacer mapas de datos, o como características de un clasificador cuando hay pocas etiquetas.',
      ],
      noise: [
        'Ruido y anomalías',
        'Entrenada con ruido en la entrada, devuelve lo que es probable. Y lo que no sabe devolver no se parece a nada de lo que ha visto: el error encuentra piezas defectuosas y latidos extraños.',
      ],
    },
  },
);
