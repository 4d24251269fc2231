import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { styleNumbers } from './numbers.js';

export const styleTexts: LessonTexts<typeof settings, typeof styleNumbers.expectations> = {
  en: {
    title: 'Style transfer: a boat as marbled paper',
    question:
      'Can one paint the things of one picture in the manner of another, with a network that was never taught to?',
    regions: {
      pictures:
        'One picture whose things are to stay, the content, and one whose manner is wanted, the style. Without files they are drawn: a boat on a lake, and marbled paper.',
      network:
        'A VGG that was trained to tell photographs apart. Its head is left out and its weights are never changed; each filter is scaled so that its mean activation is 1, as in the paper. Without a file of published weights it is a small one, which was trained on CIFAR-10.',
      losses:
        'Content: how far the feature maps of a deep layer are from those of the content picture. Style: how far the Gram matrices are from those of the style picture; they say which filters are active together, and forget where. The total variation keeps the picture smooth.',
      descent:
        'What is trained is the picture itself: its pixels are the parameter. It begins as the content picture, and gradient descent changes it: Adam, or L-BFGS as in the paper.',
      result:
        'Both losses over the steps, and three pictures. To have a measure for the content loss: that of the style picture, in which nothing of the content is left.',
    },
    conclusion:
      'The style loss falls to a few thousandths, and the picture is still only half as far from the content as the paper is: what is where, and how it looks, are in different statistics of the same features. Look at result.svg: boat and mountains are where they were, in the inks and strokes of the paper.',
    settings: {
      content: 'file of the picture whose things are kept; default a boat that is drawn',
      style: 'file of the picture whose manner is taken; default marbled paper that is drawn',
      size: 'shorter side of both pictures in pixels',
      weights: "file of a VGG's weights, as torchvision publishes them; default the small network",
      network: 'which VGG the file is of: vgg11, vgg13, vgg16, vgg19, or vgg16Features, the one of the paper',
      contentLayer: 'layer whose features stay',
      styleLayers: 'layers whose Gram matrices become those of the style, with commas between',
      styleWeight: 'weight of the style loss, that of the content being 1',
      variationWeight: 'weight of the total variation',
      method: 'adam or lbfgs',
      learningRate: 'learning rate of Adam',
      steps: 'number of steps',
    },
    numbers: {
      styleShare: 'style loss at the end, as a share of that at the start',
      contentShare: 'content loss at the end, as a share of that of the style picture',
    },
  },
  es: {
    title: 'Transferencia de estilo: una barca como papel jaspeado',
    question:
      '¿Se pueden pintar las cosas de una imagen a la manera de otra, con una red a la que nunca se le enseñó?',
    regions: {
      pictures:
        'Una imagen cuyas cosas deben quedar, el contenido (content), y otra cuya manera se busca, el estilo (style). Sin archivos se dibujan: una barca en un lago y papel jaspeado.',
      network:
        'Una VGG entrenada para distinguir fotografías. Se prescinde de su cabeza y sus pesos no cambian nunca; cada filtro se escala para que su activación media sea 1, como en el artículo. Sin un archivo de pesos publicados es una pequeña, entrenada con CIFAR-10.',
      losses:
        'Contenido: cuánto distan los mapas de características de una capa profunda de los de la imagen del contenido. Estilo: cuánto distan las matrices de Gram de las de la imagen del estilo; dicen qué filtros se activan juntos y olvidan dónde. La variación total (total variation) mantiene lisa la imagen.',
      descent:
        'Lo que se entrena es la imagen misma: sus píxeles son el parámetro. Empieza como la imagen del contenido y el descenso de gradiente la cambia: Adam, o L-BFGS como en el artículo.',
      result:
        'Las dos pérdidas a lo largo de los pasos y tres imágenes. Para tener con qué medir la pérdida de contenido: la de la imagen del estilo, en la que no queda nada del contenido.',
    },
    conclusion:
      'La pérdida de estilo baja a unas milésimas y la imagen sigue a solo la mitad de la distancia del contenido a la que está el papel: qué hay en cada lugar y qué aspecto tiene están en estadísticas distintas de las mismas características. Mira result.svg: la barca y las montañas están donde estaban, con las tintas y los trazos del papel.',
    settings: {
      content: 'archivo de la imagen cuyas cosas se conservan; por defecto una barca dibujada',
      style: 'archivo de la imagen cuya manera se toma; por defecto papel jaspeado dibujado',
      size: 'lado menor de ambas imágenes en píxeles',
      weights: 'archivo con los pesos de una VGG, como los publica torchvision; por defecto la red pequeña',
      network: 'de qué VGG es el archivo: vgg11, vgg13, vgg16, vgg19 o vgg16Features, la del artículo',
      contentLayer: 'capa cuyas características se conservan',
      styleLayers: 'capas cuyas matrices de Gram pasan a ser las del estilo, separadas por comas',
      styleWeight: 'peso de la pérdida de estilo, siendo 1 el del contenido',
      variationWeight: 'peso de la variación total',
      method: 'adam o lbfgs',
      learningRate: 'tasa de aprendizaje de Adam',
      steps: 'número de pasos',
    },
    numbers: {
      styleShare: 'pérdida de estilo al final, como parte de la del principio',
      contentShare: 'pérdida de contenido al final, como parte de la de la imagen del estilo',
    },
  },
};
