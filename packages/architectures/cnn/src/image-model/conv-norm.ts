// internal
import { BatchNorm2d, type BatchNormOptions, Conv2d, type Module, Sequential } from '@neurona/layers';

/** Settings of {@link convNorm}. */
interface ConvNormSettings {
  readonly kernelSize: number;
  readonly stride?: number;
  readonly groups?: number;
  readonly norm?: BatchNormOptions;
  /** What follows; nothing by default. */
  readonly activation?: Module | undefined;
}

/** A convolution without bias, padded so that stride 1 keeps the size, then batch norm and an activation. */
export function convNorm(
  inChannels: number,
  outChannels: number,
  { kernelSize, stride = 1, groups = 1, norm = {}, activation }: ConvNormSettings,
): Sequential {
  const padding = (kernelSize - 1) / 2;
  return new Sequential(
    new Conv2d(inChannels, outChannels, kernelSize, { stride, padding, groups, bias: false }),
    new BatchNorm2d(outChannels, norm),
    ...(activation ? [activation] : []),
  );
}
