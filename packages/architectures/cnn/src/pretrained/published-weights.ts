import type { ImageFill } from '@neurona/datasets';

// Revisions, sizes and checksums are those that public programs state: each by at least two authors, or by one for a revision of the hub whose
// size agrees with the network's. Where none are known of the hub (some of VGG and ResNet, Inception v3), the newest file is read, and compared
// with what the hub lists. Those of torchvision's files begin with the digits that their names hold; where no more is known (VGG-11 and
// 13, SqueezeNet 1.0) these digits are compared.

/** A file of weights in a repository of the Hugging Face hub, which browsers may read too. */
export interface HubWeightsFile {
  /** Name of the repository, as "timm/resnet18.tv_in1k". */
  readonly repository: string;
  /** Path in it, default "model.safetensors". */
  readonly file?: string;
  /** The commit that it is read at, default the newest of "main". */
  readonly revision?: string;
  /** Its size, where known; default what the hub lists. */
  readonly sizeBytes?: number;
  /** Its SHA-256 in hexadecimal, where known; default what the hub lists. */
  readonly sha256?: string;
}

/** A file of weights on another server. */
export interface WebWeightsFile {
  readonly url: string;
  /** Its size, where known. */
  readonly sizeBytes?: number;
  /** Its SHA-256 in hexadecimal or the first digits of it, where known. */
  readonly sha256?: string;
}

/** What becomes of an image before a network sees it, as it was when the accuracy was measured. */
export interface EvaluationTransforms {
  /** Length of the shorter side, to which the image is resized. */
  readonly resize: number;
  /** Side of the square in the middle that is seen. */
  readonly crop: number;
  readonly interpolation: 'bilinear' | 'bicubic';
  /** Mean of each channel, in [0, 1]. */
  readonly mean: ImageFill;
  /** Standard deviation of each channel. */
  readonly std: ImageFill;
}

/** Weights that were published for one network: what {@link pretrained} loads. */
export interface PublishedWeights<Network extends string = string> {
  /** The function that makes the network, by its name. */
  readonly network: Network;
  /** Where they are, in the order in which places are tried. */
  readonly files: readonly (HubWeightsFile | WebWeightsFile)[];
  /** A key of the file as the network names it, where that differs; default the same. */
  readonly rename?: (key: string) => string;
  /** Settings that the network needs for them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Parts of the file that the network may be made without: heads for training alone. */
  readonly optional?: readonly string[];
  /** Number of classes. */
  readonly numClasses: number;
  /** Names of the classes in the order of the logits, where the head is of use. */
  readonly classNames: readonly string[] | undefined;
  readonly transforms: EvaluationTransforms;
  /** Share of right answers on the validation images in per cent, the first answer and the first five; none where the head is of no use. */
  readonly accuracy: { readonly top1: number; readonly top5: number } | undefined;
  /** Its SPDX identifier. */
  readonly licence: string;
  /** Where they were published. */
  readonly source: string;
}
