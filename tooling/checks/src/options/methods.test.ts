import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { publicPackages } from '../workspace.js';
import { publicMethods } from './public-methods.js';
import { instances, sampleInstance } from './sample-instances.js';
import { bareError, strangers } from './strangers.js';

/** Packages whose classes serve those above them, which have checked the arguments, and the one that is made of the others. */
const inner = ['backend', 'backend-cpu', 'backend-tfjs', 'backend-wasm', 'backend-webgpu'];

/** Methods that are not called, by reason. */
const notCalled: Readonly<Record<string, RegExp>> = {
  'fit calls them, with its own state':
    /\.on[A-Z]\w*$|^(CSVLogger|LearningRateSchedule|ModelCheckpoint|WeightAveraging)\.\w*[sS]tateDict$|^TensorBoard\.spread$/,
  'fit, transform and loadStateDict call them, with what they have checked':
    /\.(learn|apply|restore|measure|scale|unscale)$/,
  'generate calls it, with a state that the model returned': /\.selectRows$/,
  'schedules call them, with what they have checked': /\.(startFrom|checkState)$/,
};
const isCalled = (method: string): boolean => !Object.values(notCalled).some((names) => names.test(method));

/** Classes of which no instance is made here, by reason. */
const notMade: Readonly<Record<string, string>> = {
  'their base class calls their methods, with what it has checked':
    'AlexNet ConvNeXt DenseNet EfficientNet GoogLeNet InceptionV3 LeNet5 MobileNetV2 MobileNetV3 ResNet SqueezeNet VGG Xception',
  'they are blocks of networks, which check their inputs': 'Fire Inception InvertedResidual',
  'writes a file when it is called': 'TensorBoard',
  'functions of their packages make them': 'ImageFolder ONNXModel RecurrentDirection SentencePairs Summary',
};

const skipped = new Set(Object.values(notMade).flatMap((names) => names.split(' ')));

describe('what they can’t be called with is refused by a typed error of', () => {
  beforeAll(() => useBackend(cpu()));
  const packages = publicPackages().filter(
    ({ name }) => name !== 'neurona' && !inner.includes(name.replace('@neurona/', '')),
  );
  it.each(packages.map((one) => [one.name, one] as const))(
    'the methods of %s',
    { timeout: 600_000 },
    async (packageName, one) => {
      const exported = (await import(packageName)) as Record<string, object>;
      const found: Record<string, string[]> = {};
      for (const { name, methods, isAbstract } of publicMethods(one)) {
        if (skipped.has(name) || (isAbstract && !(name in instances))) continue;
        for (const method of methods.filter((own) => isCalled(`${name}.${own}`))) {
          const instance = sampleInstance(name, exported[name]!);
          if (typeof instance === 'string') {
            found[name] = [`not made: ${instance}. Add a row to "instances".`];
            break;
          }
          const call = (instance as Record<string, (...items: unknown[]) => unknown>)[method]!;
          const bare: string[] = [];
          for (const items of strangers()) {
            const error = await bareError(() => call.apply(instance, [...items]), items);
            if (error) bare.push(error);
          }
          if (bare.length > 0) found[`${name}.${method}`] = bare;
        }
      }
      expect(found).toEqual({});
    },
  );

  it('but those that are named here', () => {
    const classes = packages.flatMap(publicMethods);
    const methods = classes.flatMap(({ name, methods: own }) => own.map((method) => `${name}.${method}`));
    const unused = Object.values(notCalled).filter((names) => !methods.some((method) => names.test(method)));
    expect(unused).toEqual([]);
    const names = new Set(classes.map(({ name }) => name));
    expect([...skipped].filter((name) => !names.has(name))).toEqual([]);
  });
});
