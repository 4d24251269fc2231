import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { forecastingNumbers } from './numbers.js';

export const forecastingTexts: LessonTexts<typeof settings, typeof forecastingNumbers.expectations> = {
  en: {
    title: 'A forecast that knows how sure it is',
    question: 'Does a recurrent network forecast next week better than last week does?',
    regions: {
      data: 'Daily sales in four places, made by a formula: trends, weeks and years, and a wave that reaches one place two days after another. Windows of four weeks are the inputs, the week that follows is the target.',
      model:
        'A GRU reads all places together. Each window is scaled by its own mean and deviation. For each day and place come three quantiles: each is the one before it plus something positive, so they never cross.',
      training:
        'The quantile loss (pinball loss) weighs errors above and below differently: for 0.9 it is least where nine days in ten are below. It is divided by the level of each place.',
      test: 'On the held-out fifth, a forecast each week. MASE divides its error by the mean error of last week’s values on the training days: it has no unit. The band from 10 % to 90 % should hold four days in five.',
      picture: 'The last week of the last place, with the band, beside the values of the week before.',
    },
    conclusion:
      'A network must beat the naive forecast (seasonal naive), else it is not worth its trouble. It does, as it sees in one place what will reach the next, which last week does not know. `--strategy recursive` forecasts a day, reads it, and goes on.',
    settings: {
      days: 'length of the series in days',
      places: 'number of series',
      window: 'days that are read',
      horizon: 'days that are forecast',
      strategy: 'direct: all days at once; recursive: day after day',
      hiddenSize: 'size of the state',
      epochs: 'number of epochs',
      batchSize: 'windows in a batch',
      learningRate: 'largest learning rate of the cycle',
      seed: 'same seed, same result',
    },
    numbers: {
      mase: 'MASE of the network',
      relative: 'MASE of the network as a share of that of last week again',
      inside: 'share of days between the quantiles 10 % and 90 %',
      crossings: 'quantiles in the wrong order',
    },
  },
  es: {
    title: 'Un pronóstico que sabe cuán seguro está',
    question: '¿Pronostica una red recurrente la semana próxima mejor que la semana pasada?',
    regions: {
      data: 'Ventas diarias en cuatro lugares, hechas con una fórmula: tendencias, semanas y años, y una ola que llega a cada lugar dos días después que al anterior. Ventanas de cuatro semanas son la entrada; la semana que sigue, el objetivo.',
      model:
        'Una GRU lee todos los lugares a la vez. Cada ventana se escala con su propia media y desviación. Para cada día y lugar salen tres cuantiles (quantiles): cada uno es el anterior más algo positivo, así que nunca se cruzan.',
      training:
        'La pérdida de cuantiles (quantile loss, pinball loss) pesa distinto los errores por encima y por debajo: para 0,9 es mínima donde nueve de cada diez días quedan debajo. Se divide por el nivel de cada lugar.',
      test: 'En el quinto apartado, un pronóstico por semana. El MASE divide su error por el error medio de repetir la semana anterior en los días de entrenamiento: no tiene unidad. La banda del 10 % al 90 % debería contener cuatro de cada cinco días.',
      picture: 'La última semana del último lugar, con la banda, junto a los valores de la semana anterior.',
    },
    conclusion:
      'Una red debe superar al pronóstico ingenuo (seasonal naive); si no, no vale la pena. Lo supera, porque ve en un lugar lo que llegará al siguiente, y eso la semana pasada no lo sabe. `--strategy recursive` pronostica un día, lo lee y sigue.',
    settings: {
      days: 'longitud de las series en días',
      places: 'número de series',
      window: 'días que se leen',
      horizon: 'días que se pronostican',
      strategy: 'direct: todos los días a la vez; recursive: día tras día',
      hiddenSize: 'tamaño del estado',
      epochs: 'número de épocas',
      batchSize: 'ventanas por lote',
      learningRate: 'mayor tasa de aprendizaje del ciclo',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      mase: 'MASE de la red',
      relative: 'MASE de la red como parte del de repetir la semana anterior',
      inside: 'parte de los días entre los cuantiles 10 % y 90 %',
      crossings: 'cuantiles en orden equivocado',
    },
  },
};
