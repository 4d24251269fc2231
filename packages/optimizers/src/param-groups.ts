import { ArgumentError, describeShape } from '@neurona/backend';
import { Parameter } from '@neurona/tensor';

/** Parameters with custom settings. */
export type ParamGroup<Options> = { readonly params: Iterable<Parameter> } & Partial<Options>;

/** What an optimizer takes: parameters, or groups of them. */
export type Params<Options> = Iterable<Parameter> | readonly ParamGroup<Options>[];

/** Parameters that share settings; the settings may be changed between steps. */
export interface Group<Settings> {
  settings: Settings;
  readonly params: readonly Parameter[];
}

/** @internal Groups out of what an optimizer was given; throws an `ArgumentError` unless it is parameters or groups. */
export function toGroups<Settings>(subject: string, params: unknown): ParamGroup<Settings>[] {
  const wrong = (received: unknown, hint = 'Pass model.parameters().'): ArgumentError =>
    new ArgumentError(subject, { expected: 'parameters, or groups { params, … }', received, hint });
  if (params instanceof Parameter) throw wrong('one parameter', 'Pass a list, [parameter].');
  if (!isIterable(params)) throw wrong(params);
  const items = [...params];
  if (items.length === 0) throw noParameters(subject);
  if (!items.every(isGroup)) {
    const stranger = items.findIndex((item) => !(item instanceof Parameter));
    if (stranger >= 0) throw wrong(items[stranger]);
    return [{ params: items as Parameter[] } as unknown as ParamGroup<Settings>];
  }
  return items.map((group) => {
    const own = isIterable(group.params) ? [...group.params] : [group.params];
    const stranger = own.findIndex((item) => !(item instanceof Parameter));
    if (stranger >= 0) throw wrong(own[stranger], 'Write { params: layer.parameters() }.');
    return { ...group, params: own } as never;
  });
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

const isGroup = (item: unknown): item is { readonly params: unknown } =>
  !(item instanceof Parameter) && typeof item === 'object' && item !== null && 'params' in item;

const noParameters = (subject: string): ArgumentError =>
  new ArgumentError(subject, {
    expected: 'at least one parameter',
    received: 'none',
    hint: 'Pass model.parameters().',
  });

/** @internal Throws an `ArgumentError` unless there are parameters to be added, each of them once. */
export function checkParams<Settings>(
  subject: string,
  present: readonly Parameter[],
  groups: readonly Group<Settings>[],
): void {
  const added = groups.flatMap(({ params }) => params);
  if (added.length === 0) throw noParameters(subject);
  const seen = new Set<Parameter>(present);
  for (const [i, param] of added.entries()) {
    if (seen.has(param)) {
      throw new ArgumentError(subject, {
        expected: 'each parameter once',
        received: `one of shape ${describeShape(param.shape)} twice`,
        where: `position ${present.length + i}`,
      });
    }
    seen.add(param);
  }
}
