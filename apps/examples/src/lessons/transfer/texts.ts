import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { transferNumbers } from './numbers.js';

export const transferTexts: LessonTexts<typeof settings, typeof transferNumbers.expectations> = {
  en: {
    title: 'Transfer learning: twenty pictures a class are enough to begin with',
    question: 'Does a network that has learned some classes learn others from few pictures?',
    regions: {
      data: 'CIFAR-10 at 64 pixels. Of airplane, automobile, bird, cat and deer there are many pictures; of dog, frog, horse, ship and truck twenty each. In training, pictures are mirrored and shifted at random; the many are cut out and coloured at random too, which takes longer to learn and serves other classes better.',
      training:
        'Cross-entropy, and one cycle of the learning rate: up, then down to nothing. Parameter groups may have different highest rates.',
      base: 'The network to begin with: a narrow ResNet-18 that learns the first five classes, from pictures of half the side first, as such epochs are fast. With `--weights` it comes from a file, as published weights do, and nothing is trained here; `--save-to` writes that file.',
      moved:
        'What we check besides accuracy: whether the body, everything but the head, is still that of the first network.',
      features:
        'Feature extraction: a new head on the frozen body. Only a few hundred weights learn; frozen norms keep their statistics.',
      tuning:
        'Fine-tuning: the convolutions of the last stage are unfrozen, then those of all stages, with a lower learning rate for the body than for the head, so that what it knows is adapted and not overwritten. Norms stay frozen: the statistics of many pictures are better than those of a few.',
      scratch:
        'To compare: the same network from random weights, with the same pictures, as many epochs in all, and the full learning rate.',
      seeds: 'All of it three times, each time with twenty other pictures a class.',
    },
    conclusion:
      'From the same twenty pictures a class the network that has seen other things before is right far more often: edges, textures and shapes of one thing serve for another. A new head alone gains more than a third of it at a fraction of the cost; fine-tuning adds the rest.',
    settings: {
      weights: 'file of weights to begin with, of a ResNet-18; default none: it is trained first',
      weightsClasses: 'classes of the network in that file; 1000 in published ones',
      saveTo: 'file that the first network is saved in, for --weights; default none',
      width: 'channels of the first stage; 64 in published networks',
      size: 'side of the pictures in pixels',
      classes: 'classes of each half, the known and the new',
      known: 'pictures of each known class, or all there are if there are fewer',
      few: 'pictures of each new class, and in a batch of them',
      tested: 'test pictures of each class',
      halfEpochs: 'epochs of the first network to begin with, with pictures of half the side',
      epochs: 'epochs of the first network after them, with pictures of the whole size',
      headEpochs: 'epochs of the new head',
      tuneEpochs: 'epochs of fine-tuning',
      bodyRate: 'highest learning rate of the body in fine-tuning',
      learningRate: 'highest learning rate of the head, and from scratch',
      seeds: 'how many times all of it is done',
    },
    numbers: {
      scratchAccuracy: 'test accuracy from scratch, mean over the seeds',
      featureAccuracy: 'the same with a new head on a frozen body',
      tunedAccuracy: 'the same after fine-tuning',
      lead: 'by how much fine-tuning is ahead of training from scratch',
      leastLead: 'the same for the seed with the smallest lead',
      featureMove: 'how far the body moved while the head learned',
      tuneMove: 'how far it moved in fine-tuning',
    },
  },
  es: {
    title: 'Aprendizaje por transferencia: veinte imágenes por clase bastan para empezar',
    question: '¿Aprende una red que ya sabe unas clases otras nuevas con pocas imágenes?',
    regions: {
      data: 'CIFAR-10 a 64 píxeles. De avión, automóvil, pájaro, gato y ciervo hay muchas imágenes; de perro, rana, caballo, barco y camión, veinte de cada una. Al entrenar, las imágenes se reflejan y se desplazan al azar; las muchas además se recortan y se les cambia el color al azar, lo que cuesta más épocas y sirve mejor a otras clases.',
      training:
        'Entropía cruzada (cross-entropy) y un ciclo de la tasa de aprendizaje (one-cycle): sube y después baja hasta casi nada. Los grupos de parámetros pueden tener tasas máximas distintas.',
      base: 'La red de partida: una ResNet-18 estrecha que aprende las cinco primeras clases, primero con imágenes de la mitad de lado, porque esas épocas son rápidas. Con `--weights` viene de un archivo, como los pesos publicados, y aquí no se entrena nada; `--save-to` escribe ese archivo.',
      moved:
        'Lo que comprobamos además de la exactitud: si el cuerpo, todo menos la cabeza, sigue siendo el de la primera red.',
      features:
        'Extracción de características (feature extraction): una cabeza nueva sobre el cuerpo congelado. Solo aprenden unos cientos de pesos; las normalizaciones congeladas conservan sus estadísticas.',
      tuning:
        'Ajuste fino (fine-tuning): se descongelan las convoluciones de la última etapa y después las de todas las etapas, con una tasa de aprendizaje menor para el cuerpo que para la cabeza, de modo que lo que sabe se adapte y no se borre. Las normalizaciones siguen congeladas: las estadísticas de muchas imágenes son mejores que las de unas pocas.',
      scratch:
        'Para comparar: la misma red desde pesos aleatorios, con las mismas imágenes, tantas épocas en total y la tasa de aprendizaje completa.',
      seeds: 'Todo ello tres veces, cada vez con otras veinte imágenes por clase.',
    },
    conclusion:
      'Con las mismas veinte imágenes por clase acierta mucho más la red que antes ha visto otras cosas: los bordes, las texturas y las formas de una cosa sirven para otra. Una cabeza nueva gana ya más de un tercio por una fracción del coste; el ajuste fino añade el resto.',
    settings: {
      weights: 'archivo de pesos de partida, de una ResNet-18; por defecto ninguno: se entrena antes',
      weightsClasses: 'clases de la red de ese archivo; 1000 en las publicadas',
      saveTo: 'archivo en que se guarda la primera red, para --weights; por defecto ninguno',
      width: 'canales de la primera etapa; 64 en las redes publicadas',
      size: 'lado de las imágenes en píxeles',
      classes: 'clases de cada mitad, las conocidas y las nuevas',
      known: 'imágenes de cada clase conocida, o todas las que hay si son menos',
      few: 'imágenes de cada clase nueva, y en un lote de ellas',
      tested: 'imágenes de prueba de cada clase',
      halfEpochs: 'épocas de la primera red al principio, con imágenes de la mitad de lado',
      epochs: 'épocas de la primera red después, con imágenes de todo el tamaño',
      headEpochs: 'épocas de la cabeza nueva',
      tuneEpochs: 'épocas del ajuste fino',
      bodyRate: 'tasa de aprendizaje máxima del cuerpo en el ajuste fino',
      learningRate: 'tasa de aprendizaje máxima de la cabeza y desde cero',
      seeds: 'cuántas veces se hace todo',
    },
    numbers: {
      scratchAccuracy: 'exactitud en la prueba desde cero, media de las semillas',
      featureAccuracy: 'lo mismo con una cabeza nueva sobre un cuerpo congelado',
      tunedAccuracy: 'lo mismo después del ajuste fino',
      lead: 'ventaja del ajuste fino sobre el entrenamiento desde cero',
      leastLead: 'lo mismo en la semilla con menos ventaja',
      featureMove: 'cuánto se movió el cuerpo mientras aprendía la cabeza',
      tuneMove: 'cuánto se movió en el ajuste fino',
    },
  },
};
