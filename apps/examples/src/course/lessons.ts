import { batchNormNumbers } from '../lessons/batch-norm/numbers.js';
import { batchNormTexts } from '../lessons/batch-norm/texts.js';
import { convolutionNumbers } from '../lessons/convolution/numbers.js';
import { convolutionTexts } from '../lessons/convolution/texts.js';
import { digitsCnnNumbers } from '../lessons/digits-cnn/numbers.js';
import { digitsCnnTexts } from '../lessons/digits-cnn/texts.js';
import { gatesNumbers } from '../lessons/gates/numbers.js';
import { gatesTexts } from '../lessons/gates/texts.js';
import { tenPointsNumbers } from '../lessons/ten-points/numbers.js';
import { tenPointsTexts } from '../lessons/ten-points/texts.js';
import { wineNumbers } from '../lessons/wine/numbers.js';
import { wineTexts } from '../lessons/wine/texts.js';
import { type LessonEntry, lessonEntry } from './lesson.js';

/** The course, in the order in which one goes through it. */
export const lessons: readonly LessonEntry[] = [
  lessonEntry(
    'ten-points',
    1,
    tenPointsTexts,
    tenPointsNumbers,
    () => import('../lessons/ten-points/lesson.js'),
  ),
  lessonEntry('gates', 2, gatesTexts, gatesNumbers, () => import('../lessons/gates/lesson.js')),
  lessonEntry('wine', 9, wineTexts, wineNumbers, () => import('../lessons/wine/lesson.js')),
  lessonEntry(
    'batch-norm',
    16,
    batchNormTexts,
    batchNormNumbers,
    () => import('../lessons/batch-norm/lesson.js'),
  ),
  lessonEntry(
    'convolution',
    24,
    convolutionTexts,
    convolutionNumbers,
    () => import('../lessons/convolution/lesson.js'),
  ),
  lessonEntry(
    'digits-cnn',
    25,
    digitsCnnTexts,
    digitsCnnNumbers,
    () => import('../lessons/digits-cnn/lesson.js'),
  ),
];
