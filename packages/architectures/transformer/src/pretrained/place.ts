// internal
import { ArgumentError, checkArgument } from '@neurona/backend';
import type { HubOptions } from '@neurona/datasets';

/** How files are found. */
export type Place = HubOptions;

/** The repository that a source names; a folder stands for one that is there. */
export function placeOf(
  subject: string,
  source: string,
  options: Place,
): Place & { readonly repository: string } {
  checkArgument(subject, 'source', source, 'string');
  if (!/^(\.{1,2}([/\\]|$)|[/\\~]|[A-Za-z]:[/\\]|[a-z]+:\/\/)/.test(source)) {
    return { ...options, repository: source };
  }
  if (options.folder !== undefined) {
    throw new ArgumentError(subject, {
      expected: 'no option folder beside a folder',
      received: options.folder,
      where: source,
    });
  }
  return { ...options, folder: source, repository: '.' };
}
