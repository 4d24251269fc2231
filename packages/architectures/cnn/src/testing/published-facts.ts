import type { ArchitectureFacts } from '@neurona/training/testing';
import facts from '../../fixtures/torchvision.json' with { type: 'json' };

/** What is known of a model of torchvision. */
export function torchvisionFacts(name: keyof typeof facts): ArchitectureFacts {
  const { parameters, buffers, stateDict } = facts[name];
  const entries = stateDict.split(' ').map((entry): [string, number[]] => {
    const [key, shape] = entry.split(':') as [string, string];
    return [key, shape === '' ? [] : shape.split('x').map(Number)];
  });
  return { parameters, buffers, stateDict: entries };
}
