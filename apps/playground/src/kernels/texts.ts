import { defineTexts } from '../i18n/texts.js';

export const kernelTexts = defineTexts(
  {
    kernels: {
      identity: 'Identity',
      box: 'Box blur',
      gaussian: 'Gaussian blur',
      sharpen: 'Sharpen',
      sobelX: 'Sobel, vertical edges',
      sobelY: 'Sobel, horizontal edges',
      laplacian: 'Laplacian',
      edges: 'All edges',
      emboss: 'Emboss',
      box5: 'Box blur 5 × 5',
      gaussian5: 'Gaussian blur 5 × 5',
      laplacianOfGaussian: 'Laplacian of Gaussian 5 × 5',
      motion: 'Motion blur 5 × 5',
      own: 'Your own',
    },
    kernelSize: 'Size',
    cell: (row: string, column: string) => `Row ${row}, column ${column}`,
    cells: 'The kernel’s numbers',
    divisor: 'Divided by',
    normalise: 'Normalize',
    total: {
      one: 'The weights sum to 1: brightness stays.',
      zero: 'The weights sum to 0: flat areas become 0, edges remain.',
      other: (total: string) => `The weights sum to ${total}: so many times as bright.`,
    },
    biasHint: 'Added to every sum.',
    slow: {
      start: 'Backward in slow motion',
      updates: '100 updates',
      product: 'Products',
      gradientOf: (what: string) => `Gradient of the ${what}`,
      outputTarget: 'Target',
      inputWord: 'input',
      outputWord: 'output',
      compare: (name: string, loss: string) =>
        `The output should become what “${name}” makes. The loss is half the sum of the squared differences: ${loss}. So the gradient of each pixel of the output is output − target.`,
      kernel: (row: string, column: string, count: string, sum: string) =>
        `The weight in row ${row}, column ${column} met the ${count} framed pixels, one at each place. Each times the gradient at its place, added up: ${sum}. So the gradient of the kernel is a convolution too: the input, with the output’s gradient as the window.`,
      input: (count: string, sum: string) =>
        `And to the input: a pixel takes part in up to ${count} places. The kernel, turned by 180°, slides over the gradient with zeros around it. The framed pixel: ${sum}. Press another.`,
      update: (rate: string) =>
        `Update: each weight moves by −${rate} times its gradient. Press next to do it.`,
      gradients: 'The gradient of each weight',
      weights: 'Each weight after the update',
    },
  },
  {
    kernels: {
      identity: 'Identidad',
      box: 'Desenfoque de caja',
      gaussian: 'Desenfoque gaussiano',
      sharpen: 'Enfocar',
      sobelX: 'Sobel, bordes verticales',
      sobelY: 'Sobel, bordes horizontales',
      laplacian: 'Laplaciano',
      edges: 'Todos los bordes',
      emboss: 'Relieve',
      box5: 'Desenfoque de caja 5 × 5',
      gaussian5: 'Desenfoque gaussiano 5 × 5',
      laplacianOfGaussian: 'Laplaciano de gaussiana 5 × 5',
      motion: 'Desenfoque de movimiento 5 × 5',
      own: 'El tuyo',
    },
    kernelSize: 'Tamaño',
    cell: (row: string, column: string) => `Fila ${row}, columna ${column}`,
    cells: 'Los números del núcleo',
    divisor: 'Dividido entre',
    normalise: 'Normalizar',
    total: {
      one: 'Los pesos suman 1: el brillo se conserva.',
      zero: 'Los pesos suman 0: lo liso da 0, quedan los bordes.',
      other: (total: string) => `Los pesos suman ${total}: el brillo se multiplica por eso.`,
    },
    biasHint: 'Se suma a cada resultado.',
    slow: {
      start: 'Hacia atrás, a cámara lenta',
      updates: '100 actualizaciones',
      product: 'Productos',
      gradientOf: (what: string) => `Gradiente de la ${what}`,
      outputTarget: 'Objetivo',
      inputWord: 'entrada',
      outputWord: 'salida',
      compare: (name: string, loss: string) =>
        `La salida debería ser la que hace «${name}». La pérdida (loss) es la mitad de la suma de las diferencias al cuadrado: ${loss}. Así, el gradiente de cada píxel de la salida es salida − objetivo.`,
      kernel: (row: string, column: string, count: string, sum: string) =>
        `El peso de la fila ${row}, columna ${column} tocó los ${count} píxeles enmarcados, uno en cada lugar. Cada uno por el gradiente de su lugar, todo sumado: ${sum}. Así, el gradiente del núcleo (kernel) es también una convolución: la entrada, con el gradiente de la salida como ventana.`,
      input: (count: string, sum: string) =>
        `Y hasta la entrada: un píxel participa en hasta ${count} lugares. El núcleo, girado 180°, se desliza sobre el gradiente con ceros alrededor. El píxel enmarcado: ${sum}. Pulsa otro.`,
      update: (rate: string) =>
        `Actualización: cada peso se mueve −${rate} por su gradiente. Pulsa siguiente para hacerlo.`,
      gradients: 'El gradiente de cada peso',
      weights: 'Cada peso tras la actualización',
    },
  },
);
