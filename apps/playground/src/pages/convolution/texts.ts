import { defineTexts } from '../../i18n/texts.js';

export const convolutionTexts = defineTexts(
  {
    title: 'Convolution',
    lead: 'A small grid of numbers slides over a picture. At each place it multiplies, adds up, and writes one pixel of the output.',
    question: 'What do nine numbers see in a picture?',
    layers: 'Layers',
    steps: {
      pixel: {
        title: 'One pixel of the output',
        text: 'The window lies on nine pixels: each times its weight, and all added up. [Slide it](play), then press a pixel of the output.',
        look: 'Where dark turns bright from left to right, the sum is large.',
      },
      edges: {
        title: 'Which edges?',
        text: 'The same window with other numbers sees something else. Compare [−1 0 1 in each row](sobelX) with [−1 0 1 in each column](sobelY).',
        look: 'Orange where it grows brighter in the kernel’s direction, blue where it grows darker.',
        question: 'Turn the kernel: above −1 −2 −1, below 1 2 1. Which edges does it find?',
        choices: ['Vertical edges', 'Horizontal edges'],
        because: 'It subtracts the row above from the row below: what differs between them stays.',
      },
      stride: {
        title: 'Stride and padding',
        text: 'A [stride of 2](stride) skips every other place. A [ring of zeros](padding), the padding, lets the window reach over the border.',
        look: 'The sizes above the pictures, and the dashed ring.',
        question: '12 pixels, a window of 3, stride 2, no padding. How many places fit beside each other?',
      },
      pooling: {
        title: 'Pooling',
        text: 'ReLU made everything below 0 a 0. Pooling keeps one number of each block of 2 × 2: its [maximum](max) or its [mean](mean).',
        look: 'The block under “One pixel of the output”, with the chosen number framed.',
        question: '10 × 10 numbers in blocks of 2 × 2. How many are left?',
        because: 'Five blocks in each direction: a quarter of the numbers.',
      },
      layers: {
        title: 'Two layers',
        text: 'Now the window slides again, over what the first layer answers. [Without pooling](none) between them, and [with it](pool).',
        look: 'The dashed square: all pixels that the output’s pixel depends on, its receptive field.',
        question: 'A pixel of layer 2 sees 3 × 3 of layer 1. How much of the picture is that?',
        because: 'Each of the three outer windows reaches one pixel further on each side.',
      },
    },
    verdicts: {
      strong: (sum: string) => `The sum is ${sum}, a large one: here is an edge.`,
      weak: (sum: string) => `The sum is ${sum}. Press a pixel with a stronger colour.`,
      turn: 'Turn the kernel.',
      edges: (share: string) => `${share} of what it finds lies on horizontal edges.`,
      stride1: (width: string) => `At stride 1 the output is ${width} wide.`,
      strided: (width: string) => `The output is ${width} wide. Now add the ring of zeros.`,
      padded: (width: string) => `With padding it is ${width} wide: just half of the picture.`,
      noPooling: 'Choose what to keep of each block.',
      pooled: {
        max: (block: string, value: string) => `The largest of ${block} is ${value}.`,
        average: (block: string, value: string) => `The mean of ${block} is ${value}.`,
      },
      oneLayer: 'Add the second layer.',
      twoLayers: (side: string) => `It sees ${side} × ${side} pixels. Now put pooling between the layers.`,
      pooledLayers: (side: string) =>
        `With pooling between them it sees ${side} × ${side} pixels, with the same nine weights.`,
    },
    inputOf: (source: string) => `Input: ${source}`,
    computing: 'Waiting for the first result',
    reuse: 'Use as input',
    sum: 'One pixel of the output',
    sumHint: 'Each cell: pixel × weight, and the product. Dashed cells lie in the padding.',
    sliding: 'How it slides',
    noPadding: 'None',
    sameSize: (zeros: string) => `Same size (${zeros})`,
    paddingHint: 'Zeros around the picture.',
    dilationHint: 'Gaps between the window’s pixels.',
    after: 'After it',
    activations: { none: 'None', abs: '|x|', relu: 'ReLU' },
    poolings: { none: 'None', max: 'Maximum', average: 'Mean' },
    poolSize: 'Blocks of',
    numbers: 'Sizes',
    afterPooling: 'Then pooling',
    jump: 'Step to the next view',
    multiplyAdds: 'Multiply-adds',
    took: 'Took',
    misfits: {
      title: 'Nothing comes out',
      window: (needed: string, got: string) =>
        `The window reaches over ${needed} pixels, the picture with its padding has ${got}. Add padding, or use a smaller dilation or kernel.`,
      pooling: (needed: string, got: string) =>
        `Pooling takes blocks of ${needed} pixels, the convolution has ${got}. Use a smaller stride or block.`,
    },
    recipes: {
      edges: [
        'Edges, then the strongest',
        'Sobel finds where dark meets bright. |x| forgets the direction; maximum pooling keeps the strongest of each block, so edges survive at half the size.',
      ],
      ghosts: [
        'Ghosts',
        'Stride 4 skips pixels, and fine rings turn into rings that are not there. Choose Gaussian 5 × 5 and they fade: blur before you skip.',
      ],
      wide: [
        'See further',
        'Dilation 4 spreads nine weights over 9 × 9 pixels. More context, not one multiplication more.',
      ],
      border: [
        'The dark frame',
        'Blur with padding: the zeros outside leak in and darken the border. Without padding the output shrinks instead.',
      ],
    },
    explain: {
      what: [
        'The same weights everywhere',
        'A linear layer would need one weight for each pair of pixels: 48 × 48 in, 48 × 48 out, five million. A convolution has nine, and uses them at every place. What it can find in one corner it finds in all of them.',
      ],
      learn: [
        'Who writes the kernels?',
        'For decades of image processing, people did. A convolutional network starts with random ones and learns them from examples. Its first layer often ends up with blurs and edges like those in this list.',
      ],
      name: [
        'A word about the word',
        'Strictly speaking this is cross-correlation: a true convolution turns the kernel by 180° first. Networks learn their kernels, so it makes no difference to them, and every deep learning library leaves the turn out.',
      ],
    },
  },
  {
    title: 'Convolución',
    lead: 'Una pequeña cuadrícula de números se desliza sobre una imagen. En cada lugar multiplica, suma y escribe un píxel de la salida.',
    question: '¿Qué ven nueve números en una imagen?',
    layers: 'Capas',
    steps: {
      pixel: {
        title: 'Un píxel de la salida',
        text: 'La ventana cubre nueve píxeles: cada uno por su peso, y todo sumado. [Deslízala](play) y luego pulsa un píxel de la salida.',
        look: 'Donde lo oscuro se vuelve claro de izquierda a derecha, la suma es grande.',
      },
      edges: {
        title: '¿Qué bordes?',
        text: 'La misma ventana con otros números ve otra cosa. Compara [−1 0 1 en cada fila](sobelX) con [−1 0 1 en cada columna](sobelY).',
        look: 'Naranja donde se aclara en la dirección del núcleo (kernel), azul donde se oscurece.',
        question: 'Gira el núcleo: arriba −1 −2 −1, abajo 1 2 1. ¿Qué bordes encuentra?',
        choices: ['Bordes verticales', 'Bordes horizontales'],
        because: 'Resta la fila de arriba de la de abajo: queda lo que difiere entre ellas.',
      },
      stride: {
        title: 'Paso (stride) y relleno (padding)',
        text: 'Un [paso (stride) de 2](stride) se salta un lugar de cada dos. Un [anillo de ceros](padding), el relleno (padding), deja que la ventana pase del borde.',
        look: 'Los tamaños sobre las imágenes, y el anillo rayado.',
        question: '12 píxeles, ventana de 3, paso 2, sin relleno. ¿Cuántos lugares caben uno junto a otro?',
      },
      pooling: {
        title: 'Agrupación (pooling)',
        text: 'ReLU volvió 0 todo lo que era menor. La agrupación (pooling) guarda un número de cada bloque de 2 × 2: su [máximo](max) o su [media](mean).',
        look: 'El bloque en «Un píxel de la salida», con el número elegido enmarcado.',
        question: '10 × 10 números en bloques de 2 × 2. ¿Cuántos quedan?',
        because: 'Cinco bloques en cada dirección: la cuarta parte de los números.',
      },
      layers: {
        title: 'Dos capas',
        text: 'Ahora la ventana se desliza otra vez, sobre lo que responde la primera capa. [Sin agrupación](none) entre ellas, y [con ella](pool).',
        look: 'El cuadrado a trazos: todos los píxeles de los que depende el de la salida, su campo receptivo.',
        question: 'Un píxel de la capa 2 ve 3 × 3 de la capa 1. ¿Cuánto de la imagen es eso?',
        because: 'Cada una de las ventanas de fuera llega un píxel más allá por su lado.',
      },
    },
    verdicts: {
      strong: (sum) => `La suma es ${sum}, una grande: aquí hay un borde.`,
      weak: (sum) => `La suma es ${sum}. Pulsa un píxel de color más fuerte.`,
      turn: 'Gira el núcleo.',
      edges: (share) => `El ${share} de lo que encuentra está en bordes horizontales.`,
      stride1: (width) => `Con paso 1 la salida mide ${width} de ancho.`,
      strided: (width) => `La salida mide ${width} de ancho. Añade ahora el anillo de ceros.`,
      padded: (width) => `Con relleno mide ${width} de ancho: justo la mitad de la imagen.`,
      noPooling: 'Elige qué se guarda de cada bloque.',
      pooled: {
        max: (block, value) => `El mayor de ${block} es ${value}.`,
        average: (block, value) => `La media de ${block} es ${value}.`,
      },
      oneLayer: 'Añade la segunda capa.',
      twoLayers: (side) => `Ve ${side} × ${side} píxeles. Pon ahora agrupación entre las capas.`,
      pooledLayers: (side) =>
        `Con agrupación entre ellas ve ${side} × ${side} píxeles, con los mismos nueve pesos.`,
    },
    inputOf: (source: string) => `Entrada: ${source}`,
    computing: 'Esperando el primer resultado',
    reuse: 'Usar como entrada',
    sum: 'Un píxel de la salida',
    sumHint: 'Cada celda: píxel × peso, y el producto. Las celdas a trazos están en el relleno.',
    sliding: 'Cómo se desliza',
    noPadding: 'Ninguno',
    sameSize: (zeros: string) => `Mismo tamaño (${zeros})`,
    paddingHint: 'Ceros alrededor de la imagen.',
    dilationHint: 'Huecos entre los píxeles de la ventana.',
    after: 'Después',
    activations: { none: 'Ninguna', abs: '|x|', relu: 'ReLU' },
    poolings: { none: 'Ninguna', max: 'Máximo', average: 'Media' },
    poolSize: 'Bloques de',
    numbers: 'Tamaños',
    afterPooling: 'Luego, la agrupación',
    jump: 'Paso a la vista siguiente',
    multiplyAdds: 'Multiplicaciones y sumas',
    took: 'Tardó',
    misfits: {
      title: 'No sale nada',
      window: (needed: string, got: string) =>
        `La ventana abarca ${needed} píxeles y la imagen con su relleno tiene ${got}. Añade relleno, o reduce la dilatación o el núcleo.`,
      pooling: (needed: string, got: string) =>
        `La agrupación toma bloques de ${needed} píxeles y la convolución tiene ${got}. Reduce el paso o el bloque.`,
    },
    recipes: {
      edges: [
        'Bordes, y luego el más fuerte',
        'Sobel halla dónde lo oscuro toca lo claro. |x| olvida la dirección; el máximo de cada bloque guarda lo más fuerte, y los bordes sobreviven a la mitad del tamaño.',
      ],
      ghosts: [
        'Fantasmas',
        'El paso 4 se salta píxeles, y los anillos finos se vuelven anillos que no existen. Elige el gaussiano 5 × 5 y se desvanecen: desenfoca antes de saltar.',
      ],
      wide: [
        'Ver más lejos',
        'La dilatación 4 reparte nueve pesos sobre 9 × 9 píxeles. Más contexto, ni una multiplicación más.',
      ],
      border: [
        'El marco oscuro',
        'Desenfoca con relleno: los ceros de fuera se cuelan y oscurecen el borde. Sin relleno, la salida encoge.',
      ],
    },
    explain: {
      what: [
        'Los mismos pesos en todas partes',
        'Una capa lineal necesitaría un peso por cada par de píxeles: 48 × 48 de entrada, 48 × 48 de salida, cinco millones. Una convolución tiene nueve y los usa en cada lugar. Lo que sabe hallar en una esquina lo halla en todas.',
      ],
      learn: [
        '¿Quién escribe los núcleos?',
        'Durante décadas de procesamiento de imágenes, personas. Una red convolucional empieza con núcleos al azar y los aprende de ejemplos. Su primera capa suele acabar con desenfoques y bordes como los de esta lista.',
      ],
      name: [
        'Unas palabras sobre la palabra',
        'En rigor esto es correlación cruzada: una convolución verdadera gira antes el núcleo 180°. Las redes aprenden sus núcleos, así que les da igual, y toda biblioteca de aprendizaje profundo omite el giro.',
      ],
    },
  },
);
