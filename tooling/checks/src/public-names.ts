import { publicModules } from './public-exports.js';
import { publicPackages } from './workspace.js';

/** Names that two packages export: each name has one meaning in the whole family, so that all can be imported together. */
export function publicNames(): string[] {
  const owners = new Map<string, string[]>();
  for (const { name, folder } of publicPackages())
    for (const one of new Set(
      publicModules(folder).flatMap((module) => module.exports.map((exported) => exported.name)),
    ))
      owners.set(one, [...(owners.get(one) ?? []), name]);
  return [...owners]
    .filter(([, packages]) => packages.length > 1)
    .map(([name, packages]) => `${name} is exported by ${packages.join(' and ')}: rename it in one of them.`);
}
