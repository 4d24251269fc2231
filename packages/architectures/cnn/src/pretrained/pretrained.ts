import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { loadWeights } from '@neurona/checkpoints';
import type { ImageTransform } from '@neurona/datasets';
import type { ImageModel } from '../image-model/image-model.js';
import type { ImageNetwork } from '../image-model/image-network.js';
import { evaluationTransform } from './evaluation-transform.js';
import { type FindWeightsOptions, findWeights, findWeightsOptions } from './find-weights.js';
import type { PublishedWeights } from './published-weights.js';

/** Settings of {@link pretrained}. */
export interface PretrainedOptions<Config> extends FindWeightsOptions {
  /** Number of classes. If it is another than the published one, a new head takes the place of the published one, to be trained. */
  readonly numClasses?: number | undefined;
  /** Names of the classes; without `numClasses` it is their number. Default the published names, if the head is. */
  readonly classNames?: readonly string[] | undefined;
  /** Settings of the network that differ from the published ones, as its dropout. */
  readonly settings?: Readonly<Partial<Config>> | undefined;
}

/** A network with published weights, and what belongs to it. */
export interface Pretrained<Model> {
  /** The network, in evaluation mode. */
  readonly model: Model;
  /** Makes an image of what it is called with: resized, cropped, normalised. */
  readonly preprocess: ImageTransform;
  /** Names of the classes in the order of the logits; undefined for a new head without names. */
  readonly classNames: readonly string[] | undefined;
}

const pretrainedOptions: OptionTable<PretrainedOptions<object>> = {
  ...findWeightsOptions,
  numClasses: 10,
  classNames: undefined,
  settings: undefined,
};

/**
 * Makes a network with published weights. The file is downloaded once, with progress, and cached: checked against the checksum that is
 * known, or that the hub lists, or where there is none against that of the first download; an interrupted download resumes. Browsers
 * may read files of the hub; what they may not read is passed as `file`.
 * @param network - The function that makes the network.
 * @param weights - Weights of that network.
 * @returns the network in evaluation mode, its preprocessing, and the names of its classes.
 * @throws {@link ArgumentError} if the weights are of another network, or names and number of classes don't fit.
 * @throws {@link DatasetError} if no place has the file, or its checksum differs; the message names the file to put where.
 * @throws {@link WeightsError} if the file is of another architecture; the message lists what differs.
 * @throws the reason of `signal`, if it ends the download.
 * @example
 * async function classifier() {
 *   const { model, preprocess } = await pretrained(resnet18, resnet18Weights.imagenet1kV1, { classNames: ['cat', 'dog'] });
 *   model.freezeThrough('layer4'); // the new head is trained first
 *   return { model, preprocess };
 * }
 */
export async function pretrained<Name extends string, Config, Model extends ImageModel>(
  network: ImageNetwork<Name, Config, Model>,
  weights: PublishedWeights<NoInfer<Name>>,
  options: PretrainedOptions<NoInfer<Config>> = {},
): Promise<Pretrained<Model>> {
  const { numClasses, classNames, settings, ...finding } = checkOptions<PretrainedOptions<object>>(
    'pretrained',
    options as PretrainedOptions<object>,
    pretrainedOptions,
  );
  checkNetwork(network, weights);
  const classes = checkClasses(weights, numClasses, classNames);
  const config = { ...weights.settings, ...settings, numClasses: weights.numClasses };
  const model = network(config as unknown as Partial<Config>);
  try {
    const { source, signal } = await findWeights(weights, finding);
    const rename = (key: string) => keyFor(model, weights, key);
    await loadWeights(model, source, { signal, rename, hint: hintOf(network.network, weights) });
  } catch (error) {
    model.dispose();
    throw error;
  }
  const isPublished = classes === weights.numClasses;
  if (!isPublished) model.resetClassifier(classes);
  return {
    model: model.eval(),
    preprocess: evaluationTransform(weights.transforms),
    classNames: classNames ?? (isPublished ? weights.classNames : undefined),
  };
}

/** What to do where a file is of another network than the published one. */
function hintOf(network: string, { numClasses, optional }: PublishedWeights): string {
  const heads = optional ? ', settings: { auxiliary: false } where the file has no auxiliary heads' : '';
  return `It must have the head of ${numClasses} classes. Pass in settings what differs otherwise${heads}; read others by loadWeights(${network}({ numClasses }), file).`;
}

/** A key as the network names it; undefined for parts that this one was made without. */
function keyFor(model: ImageModel, weights: PublishedWeights, key: string): string | undefined {
  const name = weights.rename ? weights.rename(key) : key;
  const part = name.split('.')[0]!;
  const isLeftOut =
    weights.optional?.includes(part) && ![...model.namedChildren()].some(([child]) => child === part);
  return isLeftOut ? undefined : name;
}

function checkNetwork(network: { readonly network: string }, weights: PublishedWeights): void {
  if (typeof network?.network !== 'string') {
    throw new ArgumentError('pretrained', {
      expected: 'a function that makes a network',
      received: network,
      hint: 'Pass resnet18, or another one of @neurona/cnn.',
    });
  }
  if (weights?.network === network.network) return;
  throw new ArgumentError('pretrained', {
    expected: `weights of ${network.network}`,
    received: weights?.network === undefined ? weights : `weights of ${weights.network}`,
    hint: `Those of it are in ${network.network}Weights.`,
  });
}

/** The number of classes, or an error if names and number differ. */
function checkClasses(
  weights: PublishedWeights,
  numClasses: number | undefined,
  classNames: readonly string[] | undefined,
): number {
  const areNames =
    Array.isArray(classNames) &&
    classNames.length > 0 &&
    classNames.every((name) => typeof name === 'string');
  if (classNames !== undefined && !areNames)
    throw new ArgumentError('pretrained', { expected: 'names of classes', received: classNames });
  const classes = numClasses ?? classNames?.length ?? weights.numClasses;
  if (!Number.isInteger(classes) || classes < 1)
    throw new ArgumentError('pretrained', {
      expected: 'numClasses to be an integer of at least 1',
      received: classes,
    });
  if (classNames === undefined || classNames.length === classes) return classes;
  throw new ArgumentError('pretrained', {
    expected: `${classes} names of classes`,
    received: `${classNames.length}`,
    hint: 'Leave out numClasses: it is the number of names.',
  });
}
