import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { attentionByHandNumbers } from './numbers.js';

export const attentionByHandTexts: LessonTexts<typeof settings, typeof attentionByHandNumbers.expectations> =
  {
    en: {
      title: 'Attention by hand',
      question: 'What does attention compute? Each matrix in numbers, for a sentence of three words.',
      regions: {
        words:
          'Each word is a vector of four features. Here they are chosen so that one can read them; a network learns its own.',
        projections:
          'Each word gets three more vectors, by three matrices that are the same for all words: a query (what it looks for), a key (what it can be found by) and a value (what it passes on). A verb looks for who does it, and a noun that is alive is found by that.',
        scores:
          'The score of two words is the dot product of the query of one and the key of the other. Divided by √D, as sums of D products grow with D, and the softmax would choose one word alone.',
        softmax:
          'The softmax makes shares of each row of scores: they are positive and sum to 1. “sleeps” looks at “cat” for 89 %; “the” asks for nothing, so it looks everywhere alike.',
        output:
          'What comes out for a word is the mean of the values, weighted by its row. So “sleeps” now carries something that stood at “cat”.',
        heads:
          'One head asks one question. A second one, with matrices of its own, lets the article ask for its noun. Their results are written side by side, and a last matrix brings them back to the features.',
        layer:
          'MultiheadAttention of the library with the same numbers: one matrix holds the queries, keys and values of all heads. It says the same as the loops above.',
        mask: 'A language model must not see the words that it is to guess. The causal mask puts −∞ in place of later words’ scores, whose share then is 0: “the” sees itself alone, and “cat” no “sleeps”.',
        order:
          'The same words in another order: the same rows in another order. Attention compares words, whatever their place; that is why positions are added to the vectors.',
      },
      conclusion:
        'Attention is three products of matrices and a softmax. Each word chooses by itself where it looks, all of them at once, and no word is farther away than another. What it looks for is learned: the matrices of queries and keys.',
      settings: { sharpness: 'how strongly the query of a verb and the key of an article speak' },
      numbers: {
        scores: 'scores of the first head, row by row',
        sleepsAtCat: 'how much “sleeps” looks at “cat”',
        rowSums: 'sums of the shares of each word',
        layerError: 'largest difference from the layer of the library',
        maskError: 'largest difference with the causal mask',
        orderError: 'largest difference when words change places, their results with them',
      },
    },
    es: {
      title: 'La atención a mano',
      question: '¿Qué calcula la atención? Cada matriz en números, para una frase de tres palabras.',
      regions: {
        words:
          'Cada palabra es un vector de cuatro características (features). Aquí están elegidas para poder leerlas; una red aprende las suyas.',
        projections:
          'Cada palabra recibe otros tres vectores, por tres matrices que son las mismas para todas: una consulta (query: lo que busca), una clave (key: por lo que se la encuentra) y un valor (value: lo que entrega). Un verbo busca quién hace la acción, y un sustantivo vivo se encuentra por eso.',
        scores:
          'La puntuación (score) de dos palabras es el producto escalar de la consulta de una por la clave de la otra. Se divide entre √D, porque las sumas de D productos crecen con D y la softmax elegiría una sola palabra.',
        softmax:
          'La softmax convierte cada fila de puntuaciones en partes: son positivas y suman 1. «sleeps» mira a «cat» en un 89 %; «the» no pregunta nada, así que mira a todas por igual.',
        output:
          'Lo que sale para una palabra es la media de los valores, ponderada por su fila. Así «sleeps» lleva ahora algo que estaba en «cat».',
        heads:
          'Una cabeza (head) hace una pregunta. Una segunda, con sus propias matrices, deja que el artículo busque su sustantivo. Sus resultados se escriben uno junto al otro y una última matriz los devuelve a las características.',
        layer:
          'MultiheadAttention de la biblioteca con los mismos números: una matriz contiene las consultas, claves y valores de todas las cabezas. Dice lo mismo que los bucles de arriba.',
        mask: 'Un modelo de lenguaje no debe ver las palabras que tiene que adivinar. La máscara causal (causal mask) pone −∞ en lugar de las puntuaciones de las palabras posteriores, cuya parte queda en 0: «the» solo se ve a sí misma, y «cat» no ve «sleeps».',
        order:
          'Las mismas palabras en otro orden: las mismas filas en otro orden. La atención compara palabras estén donde estén; por eso se suman posiciones (positions) a los vectores.',
      },
      conclusion:
        'La atención son tres productos de matrices y una softmax. Cada palabra elige por sí misma dónde mira, todas a la vez, y ninguna está más lejos que otra. Lo que busca se aprende: son las matrices de consultas y claves.',
      settings: { sharpness: 'con cuánta fuerza hablan la consulta de un verbo y la clave de un artículo' },
      numbers: {
        scores: 'puntuaciones de la primera cabeza, fila por fila',
        sleepsAtCat: 'cuánto mira «sleeps» a «cat»',
        rowSums: 'suma de las partes de cada palabra',
        layerError: 'mayor diferencia con la capa de la biblioteca',
        maskError: 'mayor diferencia con la máscara causal',
        orderError: 'mayor diferencia cuando las palabras cambian de sitio y sus resultados con ellas',
      },
    },
  };
