import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { autogradNumbers } from './numbers.js';

export const autogradTexts: LessonTexts<typeof settings, typeof autogradNumbers.expectations> = {
  en: {
    title: 'Autograd: derivatives by recording',
    question: 'How does the library know the derivative of whatever one computes?',
    regions: {
      product:
        'Each operation on a tensor with `requiresGrad` is recorded in a graph. `backward()` walks the graph from the result to the leaves and multiplies derivatives: the chain rule.',
      cube: 'The derivative of x³ is 3 x², which at 5 is 75.',
      products:
        'A function of many outputs has a Jacobian, a matrix of derivatives. Backpropagation never builds it: it computes a vector times the Jacobian, here the weights 1, 10 and 100 of three outputs.',
      noGrad: 'Inside `noGrad` nothing is recorded: evaluation is faster and needs less memory.',
      detach:
        '`detach()` cuts a tensor off from its past: gradients stop there. Of a² · a only the second factor counts, so the gradient is a² = 4, where without it it would be 3 a² = 12.',
      custom:
        'A function may have a gradient of its own. Rounding has the derivative 0 almost everywhere, so nothing would be learned through it; here the gradient passes as if nothing had been rounded.',
    },
    conclusion:
      'Every gradient is exact, up to rounding: no formula was derived by hand and nothing was approximated by small differences. The picture shows the graph of the first example.',
    settings: { x: 'the number x', y: 'the number y' },
    numbers: {
      product: 'z, ∂z/∂x and ∂z/∂y of z = x · y + 1',
      cube: 'derivative of x³ at 5',
      vectorJacobian: 'vector-Jacobian product of squares',
      recorded: 'operations recorded inside noGrad',
      detached: 'gradient of a² · a with a² detached, at 2',
      custom: 'rounded 2.7, and the gradient through it',
    },
  },
  es: {
    title: 'Autograd: derivar grabando las operaciones',
    question: '¿Cómo conoce la biblioteca la derivada de cualquier cálculo?',
    regions: {
      product:
        'Cada operación sobre un tensor con `requiresGrad` se graba en un grafo (graph). `backward()` recorre el grafo desde el resultado hasta las hojas y multiplica derivadas: es la regla de la cadena (chain rule).',
      cube: 'La derivada de x³ es 3 x², que en 5 vale 75.',
      products:
        'Una función con varias salidas tiene una matriz jacobiana (Jacobian) de derivadas. La retropropagación (backpropagation) nunca la construye: calcula un vector por la jacobiana, aquí con los pesos 1, 10 y 100 de las tres salidas.',
      noGrad: 'Dentro de `noGrad` no se graba nada: evaluar es más rápido y gasta menos memoria.',
      detach:
        '`detach()` separa un tensor de su pasado: los gradientes se detienen ahí. En a² · a solo cuenta el segundo factor; el gradiente es a² = 4 y sin `detach()` sería 3 a² = 12.',
      custom:
        'Una función puede tener su propio gradiente. La derivada del redondeo es 0 casi en todas partes y nada se aprendería a través de él; aquí el gradiente pasa como si no se hubiera redondeado.',
    },
    conclusion:
      'Cada gradiente es exacto salvo redondeo: no se ha derivado ninguna fórmula a mano ni se ha aproximado nada con diferencias pequeñas. El dibujo muestra el grafo del primer ejemplo.',
    settings: { x: 'el número x', y: 'el número y' },
    numbers: {
      product: 'z, ∂z/∂x y ∂z/∂y de z = x · y + 1',
      cube: 'derivada de x³ en 5',
      vectorJacobian: 'producto vector-jacobiana de los cuadrados',
      recorded: 'operaciones grabadas dentro de noGrad',
      detached: 'gradiente de a² · a con a² separado, en 2',
      custom: '2.7 redondeado y el gradiente que lo atraviesa',
    },
  },
};
