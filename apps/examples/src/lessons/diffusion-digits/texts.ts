import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { diffusionDigitsNumbers } from './numbers.js';

export const diffusionDigitsTexts: LessonTexts<typeof settings, typeof diffusionDigitsNumbers.expectations> =
  {
    en: {
      title: 'Digits out of noise, by class',
      question: 'How does a network that removes noise draw what one asks for?',
      regions: {
        judge:
          'Real digits of 8 by 8 pixels, a fifth of them held out, and a convolutional network that learns to read them. It will read the invented ones.',
        training:
          'A U-Net sees a digit with noise, how much noise it is and which digit it is, and predicts v, a mix of noise and digit. For one example in ten it isn’t told the class, so that it learns to draw with and without.',
        guidance:
          'Twenty steps of DDIM from noise to digits. Guidance 1 is what the network says of the class; guidance 2 goes twice as far from what it says without a class: it exaggerates what makes a three a three (classifier-free guidance).',
        pictures: 'Digits by class, and the way of ten of them.',
      },
      conclusion:
        'One network has both answers, and their difference points to the class; no classifier takes part. Guided digits are easier to read, and more alike: their distance from real ones, which asks for variety too, grows.',
      settings: {
        images: 'number of images, both parts together',
        width: 'channels of the first level',
        epochs: 'number of epochs',
        batchSize: 'images in a batch',
        learningRate: 'learning rate of Adam',
        dropClasses: 'share of examples whose class is left out',
        guidance: 'how far to go in the direction of the class',
        steps: 'steps from noise to digits',
        judgeEpochs: 'epochs of the judge',
        samples: 'digits that are judged',
        seed: 'same seed, same result',
      },
      numbers: {
        onReal: 'share of held-out real digits that the judge reads',
        lossFalls: 'loss of the last epoch as a share of that of the first',
        plain: 'share of invented digits that it reads as asked, without extra guidance',
        guided: 'the same with guidance',
        distance: 'Fréchet distance of the judge’s features without extra guidance',
      },
    },
    es: {
      title: 'Cifras a partir de ruido, por clases',
      question: '¿Cómo dibuja lo que se le pide una red que quita ruido?',
      regions: {
        judge:
          'Cifras reales de 8 por 8 píxeles, de las que se aparta una quinta parte, y una red convolucional que aprende a leerlas. Luego leerá las inventadas.',
        training:
          'Una U-Net ve una cifra con ruido, cuánto ruido es y qué cifra es, y predice v, una mezcla de ruido y cifra. En uno de cada diez ejemplos no se le dice la clase, para que aprenda a dibujar con ella y sin ella.',
        guidance:
          'Veinte pasos de DDIM llevan del ruido a las cifras. Con guía 1 se usa lo que la red dice de la clase; con guía 2 se va el doble de lejos de lo que dice sin clase: se exagera lo que hace de un tres un tres (classifier-free guidance).',
        pictures: 'Cifras por clase, y el camino de diez de ellas.',
      },
      conclusion:
        'Una sola red da ambas respuestas, y su diferencia apunta hacia la clase; no interviene ningún clasificador. Con guía, las cifras se leen mejor y se parecen más entre sí: su distancia a las reales, que también exige variedad, crece.',
      settings: {
        images: 'número de imágenes, ambas partes juntas',
        width: 'canales del primer nivel',
        epochs: 'número de épocas',
        batchSize: 'imágenes por lote',
        learningRate: 'tasa de aprendizaje de Adam',
        dropClasses: 'parte de los ejemplos cuya clase se omite',
        guidance: 'cuánto avanzar en la dirección de la clase',
        steps: 'pasos del ruido a las cifras',
        judgeEpochs: 'épocas del juez',
        samples: 'cifras que se juzgan',
        seed: 'misma semilla, mismo resultado',
      },
      numbers: {
        onReal: 'parte de las cifras reales apartadas que lee el juez',
        lossFalls: 'pérdida de la última época, como parte de la de la primera',
        plain: 'parte de las cifras inventadas que lee como la pedida, sin más guía',
        guided: 'la misma con guía',
        distance: 'distancia de Fréchet de las características del juez, sin más guía',
      },
    },
  };
