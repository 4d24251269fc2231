import { defineTexts } from '../i18n/texts.js';

/** Words of an optimizer's update, line by line. */
export const optimizerTexts = defineTexts(
  {
    title: 'One step from inside',
    which: 'Optimizer',
    start: 'The next step in slow motion',
    kinds: {
      gradient: 'The gradient where it stands now. It points uphill.',
      velocity: 'The velocity: most of the old one stays, and the gradient is added. It pulls the other way.',
      average: 'The average of the gradients, the newest counting most.',
      squares: 'The average of the squared gradients: how steep each direction has been.',
      steps: 'The average of its own squared steps so far. It takes the place of a learning rate.',
      corrected: 'Both averages began at zero: they are divided by the share that is filled by now.',
      step: 'The step: minus the learning rate η times that. It leads downhill.',
      place: 'Where it stands after the step. Press next to take it.',
    },
  },
  {
    title: 'Un paso por dentro',
    which: 'Optimizador',
    start: 'El próximo paso a cámara lenta',
    kinds: {
      gradient: 'El gradiente donde está ahora. Apunta cuesta arriba.',
      velocity:
        'La velocidad: queda la mayor parte de la anterior, y se suma el gradiente. Tira en sentido contrario.',
      average: 'El promedio de los gradientes; los últimos cuentan más.',
      squares: 'El promedio de los gradientes al cuadrado: lo empinada que ha sido cada dirección.',
      steps: 'El promedio de sus propios pasos al cuadrado. Ocupa el lugar de una tasa de aprendizaje.',
      corrected: 'Ambos promedios empezaron en cero: se dividen por la parte que ya está llena.',
      step: 'El paso: menos la tasa de aprendizaje η por eso. Va cuesta abajo.',
      place: 'Donde queda tras el paso. Pulsa siguiente para darlo.',
    },
  },
);
