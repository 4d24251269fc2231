import { defineTexts } from '../../i18n/texts.js';

export const digitsTexts = defineTexts(
  {
    title: 'Handwritten digits',
    lead: 'A convolutional network learns 1,437 digits that people wrote, and is asked about 360 others. Draw one yourself at any time and watch how its answer changes while it learns.',
    question: 'What does a network see in a digit?',
    steps: {
      watch: {
        title: 'Watch it learn',
        text: 'It sees 64 digits at a time and corrects its 13,706 weights after each batch. Nine of ten are right within seconds; plain [SGD](sgd) takes longer.',
      },
      draw: {
        title: 'Ask it',
        text: 'Draw a digit, or take a real one. Below, the [feature maps](maps) show where each of the [first filters](filters) finds what it looks for.',
      },
      mistakes: {
        title: 'Look at its mistakes',
        text: 'The [confusion matrix](matrix) counts true digits by row and answers by column: what is not on the diagonal is a mistake.',
      },
      overfit: {
        title: 'When does it overfit?',
        text: 'Now [without dropout](none), and faster. Compare the two losses, then try a dropout of [one half](half).',
      },
    },
    predictions: {
      overfit: {
        question: 'What will the two losses do?',
        choices: ['Fall together', 'Part: the test loss stays above'],
        because: 'The network learns its training digits by heart; on held-out digits that does not help.',
      },
    },
    verdicts: {
      accuracy: (percent: string) => `${percent} of the held-out digits are right.`,
      draw: 'Draw something on the sheet.',
      answered: 'It has answered: the longest bar is its choice.',
      early: 'It has not learned enough yet.',
      noMistakes: 'Not one held-out digit is wrong.',
      confused: (actual: string, predicted: string, count: string) =>
        `Most often a ${actual} is taken for a ${predicted}: ${count} times.`,
      together: 'The losses are still close to each other.',
      apart: 'They part: the training loss is near zero, the test loss is not. That is overfitting.',
    },
    draw: 'Draw a digit',
    pad: 'Sheet to draw a digit on, with the mouse, a finger, or arrow keys and the space bar',
    clear: 'Clear',
    example: 'Take a real one',
    seen: 'What the network sees: 8 by 8 pixels',
    seenTitle: 'As the network sees it',
    probabilities: 'How probable each digit is',
    sure: (percent: string) => `${percent} sure`,
    drawFirst: 'Draw something: the network answers at once.',
    untrained: 'It has not learned anything yet: its answers are guesses.',
    dropoutHint: 'The fraction of hidden units that is dropped in each step.',
    weightsHint: 'A safetensors file, which other programs read too.',
    save: 'Save',
    load: 'Load',
    loaded: (percent: string) => `Loaded: ${percent} of the held-out digits are right.`,
    notWeights: 'That file does not hold this network’s weights.',
    whatFits: 'What fits is a safetensors file that this page saved.',
    tooLarge: 'It is larger than any file of this network.',
    status: (epoch: string, percent: string) => `Epoch ${epoch}, ${percent} of the held-out digits right.`,
    confusionHint: 'Held-out digits by true class (rows) and predicted class (columns).',
    actual: 'is',
    answer: 'said',
    answers: 'Predictions, mistakes first',
    answered: (predicted: string, actual: string) => `Says ${predicted}, is ${actual}`,
    filters: 'First filters',
    filtersHint: 'Sixteen kernels of 3 by 3: what each looks for.',
    mapsHint: 'Where in your digit each filter finds what it looks for.',
    noMaps: 'Draw a digit, and see what each filter finds in it.',
    explain: {
      convolution: [
        'What a convolution sees',
        'Each filter of 3 by 3 slides over the digit and answers where it finds its pattern: an edge, a corner, the end of a stroke. The second layer looks at those answers, so it sees curves and crossings. At the end, two ordinary layers weigh what was found.',
      ],
      held: [
        'Why some digits are held out',
        'A network can overfit its training examples. Only held-out digits show whether it generalises: watch the two curves. When they diverge, it is overfitting.',
      ],
      yours: [
        'Your digit',
        'It is treated as the scanned forms of the data set were: your ink’s box is stretched to 32 pixels and counted in blocks of four. The network never saw your writing, so it may be wrong. Which of your digits does it confuse?',
      ],
    },
  },
  {
    title: 'Dígitos manuscritos',
    lead: 'Una red convolucional aprende 1437 dígitos escritos por personas y se le pregunta por otros 360. Dibuja uno cuando quieras y mira cómo cambia su respuesta mientras aprende.',
    question: '¿Qué ve una red en un dígito?',
    steps: {
      watch: {
        title: 'Mira cómo aprende',
        text: 'Ve 64 dígitos a la vez y corrige sus 13 706 pesos tras cada lote (batch). En segundos acierta nueve de diez; con [SGD](sgd) simple tarda más.',
      },
      draw: {
        title: 'Pregúntale',
        text: 'Dibuja un dígito, o usa uno real. Abajo, los [mapas de características](maps) muestran dónde halla cada uno de los [primeros filtros](filters) lo que busca.',
      },
      mistakes: {
        title: 'Mira sus errores',
        text: 'La [matriz de confusión](matrix) cuenta los dígitos reales por filas y las respuestas por columnas: lo que no está en la diagonal es un error.',
      },
      overfit: {
        title: '¿Cuándo hay sobreajuste (overfitting)?',
        text: 'Ahora [sin dropout](none), y más deprisa. Compara las dos pérdidas y prueba después un dropout de [un medio](half).',
      },
    },
    predictions: {
      overfit: {
        question: '¿Qué harán las dos pérdidas?',
        choices: ['Bajar juntas', 'Separarse: la de prueba queda arriba'],
        because:
          'La red se aprende de memoria sus dígitos de entrenamiento; con los reservados eso no sirve.',
      },
    },
    verdicts: {
      accuracy: (percent: string) => `Acierta el ${percent} de los dígitos reservados.`,
      draw: 'Dibuja algo en la hoja.',
      answered: 'Ha respondido: la barra más larga es su elección.',
      early: 'Todavía no ha aprendido lo bastante.',
      noMistakes: 'No falla ni un dígito reservado.',
      confused: (actual: string, predicted: string, count: string) =>
        `Lo más frecuente: toma un ${actual} por un ${predicted}, ${count} veces.`,
      together: 'Las pérdidas siguen cerca una de otra.',
      apart:
        'Se separan: la de entrenamiento está cerca de cero, la de prueba no. Eso es sobreajuste (overfitting).',
    },
    draw: 'Dibuja un dígito',
    pad: 'Hoja para dibujar un dígito con el ratón, un dedo, o las flechas y la barra espaciadora',
    clear: 'Borrar',
    example: 'Usar uno real',
    seen: 'Lo que ve la red: 8 por 8 píxeles',
    seenTitle: 'Como lo ve la red',
    probabilities: 'Cuán probable es cada dígito',
    sure: (percent) => `${percent} de seguridad`,
    drawFirst: 'Dibuja algo: la red responde al instante.',
    untrained: 'Todavía no ha aprendido nada: sus respuestas son al azar.',
    dropoutHint: 'La fracción de las unidades ocultas que se desactiva en cada paso.',
    weightsHint: 'Un archivo safetensors, que leen también otros programas.',
    save: 'Guardar',
    load: 'Cargar',
    loaded: (percent) => `Cargado: acierta el ${percent} de los dígitos reservados.`,
    notWeights: 'Ese archivo no contiene los pesos de esta red.',
    whatFits: 'Sirve un archivo safetensors que guardó esta página.',
    tooLarge: 'Es mayor que cualquier archivo de esta red.',
    status: (epoch, percent) => `Época ${epoch}, ${percent} de los dígitos reservados acertados.`,
    confusionHint: 'Dígitos reservados según su clase real (filas) y la predicha (columnas).',
    actual: 'es',
    answer: 'dice',
    answers: 'Predicciones, primero los errores',
    answered: (predicted, actual) => `Dice ${predicted}, es ${actual}`,
    filters: 'Primeros filtros',
    filtersHint: 'Dieciséis núcleos de 3 por 3: lo que busca cada uno.',
    mapsHint: 'Dónde encuentra cada filtro en tu dígito lo que busca.',
    noMaps: 'Dibuja un dígito y mira qué encuentra en él cada filtro.',
    explain: {
      convolution: [
        'Qué ve una convolución',
        'Cada filtro de 3 por 3 recorre el dígito y responde dónde encuentra su patrón: un borde, una esquina, el final de un trazo. La segunda capa mira esas respuestas, y así ve curvas y cruces. Al final, dos capas normales sopesan lo encontrado.',
      ],
      held: [
        'Por qué se reservan dígitos',
        'Una red puede sobreajustarse (overfitting) a sus ejemplos de entrenamiento. Solo los dígitos reservados muestran si generaliza: mira las dos curvas. Cuando se separan, hay sobreajuste.',
      ],
      yours: [
        'Tu dígito',
        'Se trata como se trataron los formularios escaneados de los datos: el recuadro de tu tinta se estira a 32 píxeles y se cuenta en bloques de cuatro. La red nunca vio tu letra, así que puede equivocarse. ¿Cuáles de tus dígitos confunde?',
      ],
    },
  },
);
