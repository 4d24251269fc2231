import { defineTexts } from '../i18n/texts.js';

/** Words of drawn networks, of what is inside of them, and of the slow motion. */
export const networkTexts = defineTexts(
  {
    diagram: 'Network',
    hint: 'Drag a number up or down, or use the arrow keys on it. Press a unit to look into it.',
    lookInto: (name: string) => `Look into ${name}`,
    weightOf: (from: string, to: string) => `Weight from ${from} to ${to}`,
    biasOf: (of: string) => `Bias of ${of}`,
    outputName: 'the output',
    unitName: (n: string) => `hidden unit ${n}`,
    deepUnitName: (n: string, layer: string) => `unit ${n} of layer ${layer}`,
    inside: 'Look inside',
    close: 'Close',
    sum: 'Weighted sum',
    answer: 'Answer',
    now: 'Now',
    gradient: 'Gradient of the loss',
    next: 'After a plain step on this point',
    dragHint: 'Drag a number up or down to change the weight, or use the arrow keys on it.',
    example: (x: string, y: string) => `With the point (${x}; ${y})`,
    tiles: {
      label: 'The network, from the inputs to the output',
      input: (name: string) => `Input ${name}`,
      unit: (unit: string, layer: string) => `Unit ${unit} of layer ${layer}`,
      output: 'Output',
    },
    architecture: {
      layer: (n: string) => `Hidden layer ${n}`,
      fewer: 'one unit fewer',
      more: 'one unit more',
      remove: 'remove the layer',
      add: 'Add a layer',
      first: 'Add a hidden layer',
    },
    slow: {
      start: 'One point in slow motion',
      point: (n: string, total: string) => `Point ${n} of ${total}`,
      input: (x: string, y: string) =>
        `The point (${x}; ${y}) enters: each input goes along its wires and is multiplied by their weights.`,
      forward: (name: string, sum: string, answer: string) =>
        `Forward: ${name} adds up to ${sum} and answers ${answer}.`,
      forwardLayer: 'Forward: each hidden unit adds up what comes, with its bias, and bends the sum.',
      right: (answer: string, target: string) =>
        `It answers ${answer}, the target is ${target}: nothing to correct.`,
      compare: (answer: string, target: string, loss: string) =>
        `It answers ${answer}, the target is ${target}. The loss is ${loss}.`,
      wrong: (answer: string, target: string) => `It answers ${answer}, the target is ${target}: wrong.`,
      backward: (delta: string) =>
        `Backward: answer − target is ${delta}. Times what came in, it is the gradient of each weight.`,
      backwardLayer: 'Backward: the error flows along the wires to the hidden units, each times its weight.',
      update: (rate: string) =>
        `Update: each weight moves by −${rate} times its gradient. Press next to do it.`,
    },
  },
  {
    diagram: 'Red',
    hint: 'Arrastra un número hacia arriba o abajo, o usa las flechas del teclado sobre él. Pulsa una unidad para ver dentro.',
    lookInto: (name: string) => `Mirar dentro de ${name}`,
    weightOf: (from: string, to: string) => `Peso de ${from} a ${to}`,
    biasOf: (of: string) => `Sesgo de ${of}`,
    outputName: 'la salida',
    unitName: (n: string) => `unidad oculta ${n}`,
    deepUnitName: (n: string, layer: string) => `unidad ${n} de la capa ${layer}`,
    inside: 'Por dentro',
    close: 'Cerrar',
    sum: 'Suma ponderada',
    answer: 'Respuesta',
    now: 'Ahora',
    gradient: 'Gradiente de la pérdida',
    next: 'Tras un paso simple con este punto',
    dragHint: 'Arrastra un número hacia arriba o abajo para cambiar el peso, o usa las flechas del teclado.',
    example: (x: string, y: string) => `Con el punto (${x}; ${y})`,
    tiles: {
      label: 'La red, de las entradas a la salida',
      input: (name: string) => `Entrada ${name}`,
      unit: (unit: string, layer: string) => `Unidad ${unit} de la capa ${layer}`,
      output: 'Salida',
    },
    architecture: {
      layer: (n: string) => `Capa oculta ${n}`,
      fewer: 'una unidad menos',
      more: 'una unidad más',
      remove: 'quitar la capa',
      add: 'Añadir una capa',
      first: 'Añadir una capa oculta',
    },
    slow: {
      start: 'Un punto a cámara lenta',
      point: (n: string, total: string) => `Punto ${n} de ${total}`,
      input: (x: string, y: string) =>
        `Entra el punto (${x}; ${y}): cada entrada va por sus cables y se multiplica por sus pesos.`,
      forward: (name: string, sum: string, answer: string) =>
        `Hacia delante: ${name} suma ${sum} y responde ${answer}.`,
      forwardLayer: 'Hacia delante: cada unidad oculta suma lo que llega, con su sesgo, y curva la suma.',
      right: (answer: string, target: string) =>
        `Responde ${answer} y el objetivo es ${target}: no hay nada que corregir.`,
      compare: (answer: string, target: string, loss: string) =>
        `Responde ${answer} y el objetivo es ${target}. La pérdida (loss) es ${loss}.`,
      wrong: (answer: string, target: string) => `Responde ${answer} y el objetivo es ${target}: error.`,
      backward: (delta: string) =>
        `Hacia atrás: respuesta − objetivo es ${delta}. Por lo que entró, es el gradiente de cada peso.`,
      backwardLayer:
        'Hacia atrás: el error vuelve por los cables a las unidades ocultas, cada uno por su peso.',
      update: (rate: string) =>
        `Actualización: cada peso se mueve −${rate} por su gradiente. Pulsa siguiente para hacerlo.`,
    },
  },
);
