import { anomaliesNumbers } from '../lessons/anomalies/numbers.js';
import { anomaliesTexts } from '../lessons/anomalies/texts.js';
import { attentionByHandNumbers } from '../lessons/attention-by-hand/numbers.js';
import { attentionByHandTexts } from '../lessons/attention-by-hand/texts.js';
import { autoencodersNumbers } from '../lessons/autoencoders/numbers.js';
import { autoencodersTexts } from '../lessons/autoencoders/texts.js';
import { autogradNumbers } from '../lessons/autograd/numbers.js';
import { autogradTexts } from '../lessons/autograd/texts.js';
import { batchNormNumbers } from '../lessons/batch-norm/numbers.js';
import { batchNormTexts } from '../lessons/batch-norm/texts.js';
import { bertShakespeareNumbers } from '../lessons/bert-shakespeare/numbers.js';
import { bertShakespeareTexts } from '../lessons/bert-shakespeare/texts.js';
import { codesNumbers } from '../lessons/codes/numbers.js';
import { codesTexts } from '../lessons/codes/texts.js';
import { contractiveNumbers } from '../lessons/contractive/numbers.js';
import { contractiveTexts } from '../lessons/contractive/texts.js';
import { convolutionNumbers } from '../lessons/convolution/numbers.js';
import { convolutionTexts } from '../lessons/convolution/texts.js';
import { countingOnesNumbers } from '../lessons/counting-ones/numbers.js';
import { countingOnesTexts } from '../lessons/counting-ones/texts.js';
import { criticNumbers } from '../lessons/critic/numbers.js';
import { criticTexts } from '../lessons/critic/texts.js';
import { datesNumbers } from '../lessons/dates/numbers.js';
import { datesTexts } from '../lessons/dates/texts.js';
import { denoisingNumbers } from '../lessons/denoising/numbers.js';
import { denoisingTexts } from '../lessons/denoising/texts.js';
import { densityNumbers } from '../lessons/density/numbers.js';
import { densityTexts } from '../lessons/density/texts.js';
import { diffusionDigitsNumbers } from '../lessons/diffusion-digits/numbers.js';
import { diffusionDigitsTexts } from '../lessons/diffusion-digits/texts.js';
import { diffusionPointsNumbers } from '../lessons/diffusion-points/numbers.js';
import { diffusionPointsTexts } from '../lessons/diffusion-points/texts.js';
import { digitsNumbers } from '../lessons/digits/numbers.js';
import { digitsTexts } from '../lessons/digits/texts.js';
import { digitsByHandNumbers } from '../lessons/digits-by-hand/numbers.js';
import { digitsByHandTexts } from '../lessons/digits-by-hand/texts.js';
import { digitsByRowsNumbers } from '../lessons/digits-by-rows/numbers.js';
import { digitsByRowsTexts } from '../lessons/digits-by-rows/texts.js';
import { digitsCnnNumbers } from '../lessons/digits-cnn/numbers.js';
import { digitsCnnTexts } from '../lessons/digits-cnn/texts.js';
import { explanationsNumbers } from '../lessons/explanations/numbers.js';
import { explanationsTexts } from '../lessons/explanations/texts.js';
import { forecastingNumbers } from '../lessons/forecasting/numbers.js';
import { forecastingTexts } from '../lessons/forecasting/texts.js';
import { ganDigitsNumbers } from '../lessons/gan-digits/numbers.js';
import { ganDigitsTexts } from '../lessons/gan-digits/texts.js';
import { gatesNumbers } from '../lessons/gates/numbers.js';
import { gatesTexts } from '../lessons/gates/texts.js';
import { gptShakespeareNumbers } from '../lessons/gpt-shakespeare/numbers.js';
import { gptShakespeareTexts } from '../lessons/gpt-shakespeare/texts.js';
import { hittersNumbers } from '../lessons/hitters/numbers.js';
import { hittersTexts } from '../lessons/hitters/texts.js';
import { latentSpaceNumbers } from '../lessons/latent-space/numbers.js';
import { latentSpaceTexts } from '../lessons/latent-space/texts.js';
import { layerwiseNumbers } from '../lessons/layerwise/numbers.js';
import { layerwiseTexts } from '../lessons/layerwise/texts.js';
import { learningRateNumbers } from '../lessons/learning-rate/numbers.js';
import { learningRateTexts } from '../lessons/learning-rate/texts.js';
import { loraNumbers } from '../lessons/lora/numbers.js';
import { loraTexts } from '../lessons/lora/texts.js';
import { namesNumbers } from '../lessons/names/numbers.js';
import { namesTexts } from '../lessons/names/texts.js';
import { numbersToWordsNumbers } from '../lessons/numbers-to-words/numbers.js';
import { numbersToWordsTexts } from '../lessons/numbers-to-words/texts.js';
import { preTrainingNumbers } from '../lessons/pre-training/numbers.js';
import { preTrainingTexts } from '../lessons/pre-training/texts.js';
import { regressionNumbers } from '../lessons/regression/numbers.js';
import { regressionTexts } from '../lessons/regression/texts.js';
import { regularizersNumbers } from '../lessons/regularizers/numbers.js';
import { regularizersTexts } from '../lessons/regularizers/texts.js';
import { ringNumbers } from '../lessons/ring/numbers.js';
import { ringTexts } from '../lessons/ring/texts.js';
import { segmentationNumbers } from '../lessons/segmentation/numbers.js';
import { segmentationTexts } from '../lessons/segmentation/texts.js';
import { sentenceClassifierNumbers } from '../lessons/sentence-classifier/numbers.js';
import { sentenceClassifierTexts } from '../lessons/sentence-classifier/texts.js';
import { shakespeareNumbers } from '../lessons/shakespeare/numbers.js';
import { shakespeareTexts } from '../lessons/shakespeare/texts.js';
import { styleNumbers } from '../lessons/style/numbers.js';
import { styleTexts } from '../lessons/style/texts.js';
import { tenPointsNumbers } from '../lessons/ten-points/numbers.js';
import { tenPointsTexts } from '../lessons/ten-points/texts.js';
import { transferNumbers } from '../lessons/transfer/numbers.js';
import { transferTexts } from '../lessons/transfer/texts.js';
import { universalApproximationNumbers } from '../lessons/universal-approximation/numbers.js';
import { universalApproximationTexts } from '../lessons/universal-approximation/texts.js';
import { vitCifarNumbers } from '../lessons/vit-cifar/numbers.js';
import { vitCifarTexts } from '../lessons/vit-cifar/texts.js';
import { vqDigitsNumbers } from '../lessons/vq-digits/numbers.js';
import { vqDigitsTexts } from '../lessons/vq-digits/texts.js';
import { wineNumbers } from '../lessons/wine/numbers.js';
import { wineTexts } from '../lessons/wine/texts.js';
import { type LessonEntry, lessonEntry } from './lesson.js';

const digitFiles = ['mnist/t10k-images-idx3-ubyte.gz', 'mnist/t10k-labels-idx1-ubyte.gz'];

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
  lessonEntry(
    'regression',
    5,
    regressionTexts,
    regressionNumbers,
    () => import('../lessons/regression/lesson.js'),
  ),
  lessonEntry(
    'universal-approximation',
    6,
    universalApproximationTexts,
    universalApproximationNumbers,
    () => import('../lessons/universal-approximation/lesson.js'),
  ),
  lessonEntry(
    'digits-by-hand',
    7,
    digitsByHandTexts,
    digitsByHandNumbers,
    () => import('../lessons/digits-by-hand/lesson.js'),
    digitFiles,
  ),
  lessonEntry(
    'digits',
    8,
    digitsTexts,
    digitsNumbers,
    () => import('../lessons/digits/lesson.js'),
    digitFiles,
  ),
  lessonEntry('wine', 9, wineTexts, wineNumbers, () => import('../lessons/wine/lesson.js')),
  lessonEntry('hitters', 10, hittersTexts, hittersNumbers, () => import('../lessons/hitters/lesson.js'), [
    'hitters/Hitters.csv',
  ]),
  lessonEntry('autograd', 11, autogradTexts, autogradNumbers, () => import('../lessons/autograd/lesson.js')),
  lessonEntry(
    'learning-rate',
    13,
    learningRateTexts,
    learningRateNumbers,
    () => import('../lessons/learning-rate/lesson.js'),
  ),
  lessonEntry(
    'regularizers',
    15,
    regularizersTexts,
    regularizersNumbers,
    () => import('../lessons/regularizers/lesson.js'),
  ),
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
  lessonEntry('transfer', 27, transferTexts, transferNumbers, () => import('../lessons/transfer/lesson.js'), [
    'cifar-10/data_batch_1.bin.gz',
    'cifar-10/test_batch.bin.gz',
  ]),
  lessonEntry('style', 28, styleTexts, styleNumbers, () => import('../lessons/style/lesson.js')),
  lessonEntry(
    'counting-ones',
    29,
    countingOnesTexts,
    countingOnesNumbers,
    () => import('../lessons/counting-ones/lesson.js'),
  ),
  lessonEntry(
    'digits-by-rows',
    30,
    digitsByRowsTexts,
    digitsByRowsNumbers,
    () => import('../lessons/digits-by-rows/lesson.js'),
  ),
  lessonEntry(
    'shakespeare',
    31,
    shakespeareTexts,
    shakespeareNumbers,
    () => import('../lessons/shakespeare/lesson.js'),
    ['tinyshakespeare/input.txt'],
  ),
  lessonEntry('names', 31, namesTexts, namesNumbers, () => import('../lessons/names/lesson.js')),
  lessonEntry('dates', 31, datesTexts, datesNumbers, () => import('../lessons/dates/lesson.js')),
  lessonEntry(
    'forecasting',
    31,
    forecastingTexts,
    forecastingNumbers,
    () => import('../lessons/forecasting/lesson.js'),
  ),
  lessonEntry(
    'autoencoders',
    32,
    autoencodersTexts,
    autoencodersNumbers,
    () => import('../lessons/autoencoders/lesson.js'),
    digitFiles,
  ),
  lessonEntry('codes', 32, codesTexts, codesNumbers, () => import('../lessons/codes/lesson.js')),
  lessonEntry(
    'contractive',
    32,
    contractiveTexts,
    contractiveNumbers,
    () => import('../lessons/contractive/lesson.js'),
  ),
  lessonEntry(
    'denoising',
    32,
    denoisingTexts,
    denoisingNumbers,
    () => import('../lessons/denoising/lesson.js'),
    digitFiles,
  ),
  lessonEntry(
    'layerwise',
    32,
    layerwiseTexts,
    layerwiseNumbers,
    () => import('../lessons/layerwise/lesson.js'),
    digitFiles,
  ),
  lessonEntry(
    'pre-training',
    32,
    preTrainingTexts,
    preTrainingNumbers,
    () => import('../lessons/pre-training/lesson.js'),
    digitFiles,
  ),
  lessonEntry(
    'anomalies',
    32,
    anomaliesTexts,
    anomaliesNumbers,
    () => import('../lessons/anomalies/lesson.js'),
    digitFiles,
  ),
  lessonEntry('density', 34, densityTexts, densityNumbers, () => import('../lessons/density/lesson.js')),
  lessonEntry('ring', 34, ringTexts, ringNumbers, () => import('../lessons/ring/lesson.js')),
  lessonEntry(
    'gan-digits',
    34,
    ganDigitsTexts,
    ganDigitsNumbers,
    () => import('../lessons/gan-digits/lesson.js'),
    digitFiles,
  ),
  lessonEntry('critic', 34, criticTexts, criticNumbers, () => import('../lessons/critic/lesson.js')),
  lessonEntry(
    'diffusion-points',
    42,
    diffusionPointsTexts,
    diffusionPointsNumbers,
    () => import('../lessons/diffusion-points/lesson.js'),
  ),
  lessonEntry(
    'diffusion-digits',
    42,
    diffusionDigitsTexts,
    diffusionDigitsNumbers,
    () => import('../lessons/diffusion-digits/lesson.js'),
  ),
  lessonEntry(
    'segmentation',
    48,
    segmentationTexts,
    segmentationNumbers,
    () => import('../lessons/segmentation/lesson.js'),
  ),
  lessonEntry(
    'explanations',
    48,
    explanationsTexts,
    explanationsNumbers,
    () => import('../lessons/explanations/lesson.js'),
  ),
  lessonEntry(
    'latent-space',
    33,
    latentSpaceTexts,
    latentSpaceNumbers,
    () => import('../lessons/latent-space/lesson.js'),
    digitFiles,
  ),
  lessonEntry(
    'vq-digits',
    33,
    vqDigitsTexts,
    vqDigitsNumbers,
    () => import('../lessons/vq-digits/lesson.js'),
  ),
  lessonEntry(
    'attention-by-hand',
    35,
    attentionByHandTexts,
    attentionByHandNumbers,
    () => import('../lessons/attention-by-hand/lesson.js'),
  ),
  lessonEntry(
    'numbers-to-words',
    35,
    numbersToWordsTexts,
    numbersToWordsNumbers,
    () => import('../lessons/numbers-to-words/lesson.js'),
  ),
  lessonEntry(
    'gpt-shakespeare',
    36,
    gptShakespeareTexts,
    gptShakespeareNumbers,
    () => import('../lessons/gpt-shakespeare/lesson.js'),
    ['tinyshakespeare/input.txt'],
  ),
  lessonEntry(
    'bert-shakespeare',
    36,
    bertShakespeareTexts,
    bertShakespeareNumbers,
    () => import('../lessons/bert-shakespeare/lesson.js'),
    ['tinyshakespeare/input.txt'],
  ),
  lessonEntry(
    'sentence-classifier',
    36,
    sentenceClassifierTexts,
    sentenceClassifierNumbers,
    () => import('../lessons/sentence-classifier/lesson.js'),
    ['tinyshakespeare/input.txt'],
  ),
  lessonEntry('lora', 36, loraTexts, loraNumbers, () => import('../lessons/lora/lesson.js')),
  lessonEntry(
    'vit-cifar',
    36,
    vitCifarTexts,
    vitCifarNumbers,
    () => import('../lessons/vit-cifar/lesson.js'),
    ['cifar-10/data_batch_1.bin.gz', 'cifar-10/test_batch.bin.gz'],
  ),
];
