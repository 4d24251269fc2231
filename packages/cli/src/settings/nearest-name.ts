// internal: which name was meant
import { distance } from 'fastest-levenshtein';

/**
 * The name that was probably meant, undefined where none is near. Names may have parts with points between them, of which the last is
 * enough: `learningrate` and `lr` mean `optimizer.learningRate`.
 */
function nearestName(meant: string, names: readonly string[]): string | undefined {
  const plain = squash(meant);
  const last = squash(lastPart(meant));
  if (last === '') return undefined;
  const exact = names.find((name) => squash(lastPart(name)) === last || initials(lastPart(name)) === last);
  if (exact) return exact;
  const ranked = names
    .map((name) => ({
      name,
      far: Math.min(distance(plain, squash(name)), distance(last, squash(lastPart(name)))),
    }))
    .sort((a, b) => a.far - b.far)[0];
  if (ranked && ranked.far <= Math.ceil(last.length / 3)) return ranked.name;
  const isPart = (name: string): boolean => last.length > 2 && squash(name).includes(last);
  return names.find((name) => isPart(lastPart(name))) ?? names.find(isPart);
}

/** A sentence that suggests a name, or nothing: ` Did you mean digits?` */
export function didYouMean(meant: string, names: readonly string[]): string {
  const near = nearestName(meant, names);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

const longest = 100; // of a name that is compared

const squash = (name: string): string =>
  name
    .slice(0, longest)
    .replace(/[^\p{L}\p{N}.]/gu, '')
    .toLowerCase();

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** `lr` of `learningRate`. */
const initials = (name: string): string => (name[0] ?? '') + name.replace(/[^A-Z]/g, '').toLowerCase();
