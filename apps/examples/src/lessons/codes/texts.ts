import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { codesNumbers } from './numbers.js';

export const codesTexts: LessonTexts<typeof settings, typeof codesNumbers.expectations> = {
  en: {
    title: 'Codes: sparse ones, and maps of two numbers',
    question: 'How does one shape what an autoencoder says about its input?',
    regions: {
      data: 'The 1,797 digits of 8 by 8 pixels that come with the library, a fifth held out. A penalty of the code is added to the error of the reconstruction.',
      sparse:
        'A code as long as the image would hide nothing. So each unit, a sigmoid, is asked to be active a tenth of the time only: the penalty is the Kullback-Leibler divergence between its mean activity and that target. We measure the mean on held-out digits, beside a network without the penalty.',
      absolute:
        'Another way: the sum of the absolute values, L1, with ReLU. Most units are silent for a digit then. The picture shows what each unit of the first network paints: strokes and parts of them.',
      map: 'Two numbers only, so that every digit is a point. Principal components do the same by the best plane; the autoencoder may bend it. We compare the errors on held-out digits.',
      scatter: 'Both maps with the digits in colour, which neither method was told.',
    },
    conclusion:
      'A penalty decides how a code looks: few active units for each digit, each with a meaning of its own. And where two numbers are all there is, a bent surface returns more of the digits than a plane does, and keeps their kinds further apart.',
    settings: {
      units: 'units of the sparse code',
      target: 'mean activity that each is asked for',
      weight: 'weight of the divergence',
      l1: 'weight of the sum of absolute values',
      epochs: 'epochs of the sparse codes',
      mapEpochs: 'epochs of the map',
      batchSize: 'images in a batch',
      learningRate: 'learning rate of Adam',
      seed: 'same seed, same result',
    },
    numbers: {
      offTarget: 'distance of the mean activity from its target, 0.1',
      freeActivity: 'mean activity without a penalty',
      silent: 'share of the units that are 0 with the L1 penalty',
      share: 'error of two numbers of an autoencoder, as a share of that of two principal components',
    },
  },
  es: {
    title: 'Códigos: dispersos, y mapas de dos números',
    question: '¿Cómo se da forma a lo que un autocodificador dice de su entrada?',
    regions: {
      data: 'Los 1797 dígitos de 8 por 8 píxeles que vienen con la biblioteca, una quinta parte reservada. Al error de la reconstrucción se suma una penalización del código.',
      sparse:
        'Un código tan largo como la imagen no escondería nada. Por eso se pide a cada unidad, una sigmoide, que esté activa solo una décima parte del tiempo: la penalización es la divergencia de Kullback-Leibler entre su actividad media y ese objetivo. Medimos la media en dígitos reservados, junto a una red sin penalización.',
      absolute:
        'Otra manera: la suma de los valores absolutos, L1, con ReLU. Entonces la mayoría de las unidades calla ante un dígito. La imagen muestra lo que pinta cada unidad de la primera red: trazos y partes de trazos.',
      map: 'Solo dos números, y así cada dígito es un punto. Las componentes principales (PCA) hacen lo mismo con el mejor plano; el autocodificador puede curvarlo. Comparamos los errores en dígitos reservados.',
      scatter: 'Ambos mapas con los dígitos en color, algo que a ninguno de los dos métodos se le dijo.',
    },
    conclusion:
      'Una penalización decide cómo es un código: pocas unidades activas por dígito, cada una con su propio significado. Y cuando solo hay dos números, una superficie curva devuelve más de los dígitos que un plano y separa mejor sus tipos.',
    settings: {
      units: 'unidades del código disperso (sparse)',
      target: 'actividad media que se pide a cada una',
      weight: 'peso de la divergencia',
      l1: 'peso de la suma de valores absolutos',
      epochs: 'épocas de los códigos dispersos',
      mapEpochs: 'épocas del mapa',
      batchSize: 'imágenes por lote',
      learningRate: 'tasa de aprendizaje de Adam',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      offTarget: 'distancia de la actividad media a su objetivo, 0,1',
      freeActivity: 'actividad media sin penalización',
      silent: 'parte de las unidades que valen 0 con la penalización L1',
      share: 'error de dos números de un autocodificador, como parte del de dos componentes principales',
    },
  },
};
