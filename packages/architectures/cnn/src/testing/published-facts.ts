import type { AnyModule } from '@neurona/layers';
import type { ArchitectureFacts, PublishedModel } from '@neurona/training/testing';
import facts from '../../fixtures/torchvision.json' with { type: 'json' };

/** A name of a model in torchvision. */
export type TorchvisionName = keyof typeof facts;

/** What is known of a model of torchvision. */
export function torchvisionFacts(name: TorchvisionName): ArchitectureFacts {
  const { parameters, buffers, stateDict } = facts[name];
  const entries = stateDict.split(' ').map((entry): [string, number[]] => {
    const [key, shape] = entry.split(':') as [string, string];
    return [key, shape === '' ? [] : shape.split('x').map(Number)];
  });
  return { parameters, buffers, stateDict: entries };
}

/** Models to be compared with torchvision's, by their names there. */
export function torchvision(
  models: Readonly<Partial<Record<TorchvisionName, () => AnyModule>>>,
  size = 224,
): Record<string, PublishedModel> {
  const entries = Object.entries(models).map(([name, make]): [string, PublishedModel] => [
    name,
    {
      make: () => make(),
      facts: torchvisionFacts(name as TorchvisionName),
      input: [1, size, size, 3],
      output: [1, 1000],
    },
  ]);
  return Object.fromEntries(entries);
}
