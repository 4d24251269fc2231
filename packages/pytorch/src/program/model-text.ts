// internal: a model as the text of a Python module
import { ArgumentError } from '@neurona/backend';
import { torchCase } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import { Parameter } from '@neurona/tensor';
import type { ClassRow } from '../architectures/class-row.js';
import { classTable } from '../architectures/class-table.js';
import { layerWriter } from '../layers/layer-table.js';
import { type Call, call, callOf, isCall, isTuple, type Python, written } from '../python/expression.js';
import { type General, generalise } from '../python/generalise.js';
import { isSupport, supportText, withNeeds } from '../python/support.js';
import type { TrialRun } from './trial-run.js';

/** A class that is written, with the fields of each of its instances. */
interface WrittenClass {
  readonly row: ClassRow;
  readonly kind: string;
  readonly methods: string;
  readonly instances: Readonly<Record<string, Python>>[];
  general?: General;
  name?: string;
}

/** What stands for an instance until all of its class are known: the class's number, and the instance's. */
const instanceMark = '%instance';

/** Shapes of a model's tensors in PyTorch, by their names there. */
export type TorchShapes = Readonly<Record<string, readonly number[]>>;

type Scope = Readonly<Record<string, ClassRow>>;

/** Writes the classes of a model, and a function that makes it. */
export class ModelText {
  readonly #classes = new Map<string, WrittenClass>();
  readonly #order: WrittenClass[] = [];
  readonly #problems: string[] = [];
  readonly #seen = new Map<AnyModule, string>();

  constructor(
    private readonly trial: TrialRun,
    private readonly shapes: TorchShapes,
  ) {}

  /** @throws {@link ArgumentError} if modules have no equal; it names them all. */
  of(model: AnyModule): string {
    const made = this.#write(model, '', {}, true);
    if (this.#problems.length > 0) {
      const [first, ...others] = this.#problems;
      throw new ArgumentError('exportPyTorch', {
        expected: 'modules that PyTorch has, or for which there is a template',
        received: `${first}${others.length > 0 ? `; and ${others.join('; ')}` : ''}`,
        hint: 'Export it as ONNX, or write the model of layers that have an equal.',
      });
    }
    this.#nameClasses();
    for (const one of this.#order) this.#settle(one);
    return this.#text(model, this.#resolved(made));
  }

  #write(module: AnyModule, path: string, scope: Scope, isItem: boolean): Python {
    const before = this.#seen.get(module);
    if (before !== undefined && [...module.namedParameters()].length > 0) {
      this.#problems.push(`${nameOf(path, module)}, which is ${before || 'the model'} too: shared weights`);
      return null;
    }
    this.#seen.set(module, path);
    const write = layerWriter(module);
    const row = classTable.get(module.constructor) ?? scope[module.kind];
    const unequal = isComputed(module)
      ? 'its weight is computed, as by spectral normalisation'
      : row?.unequal?.(module, this.trial.inputs.get(module));
    if (unequal) {
      this.#problems.push(`${nameOf(path, module)}: ${unequal}`);
      return null;
    }
    if (row) return this.#instance(module, path, row, { ...scope, ...row.inner });
    if (!write) {
      this.#problems.push(nameOf(path, module));
      return null;
    }
    try {
      return write(module, {
        path,
        input: this.trial.inputs.get(module),
        isItem,
        item: (name, child) =>
          this.#write(
            child,
            join(path, name),
            scope,
            module.kind !== 'ModuleList' && module.kind !== 'ModuleDict',
          ),
        fail(reason) {
          throw new NoEqual(reason);
        },
      });
    } catch (error) {
      if (!(error instanceof NoEqual)) throw error;
      this.#problems.push(`${nameOf(path, module)}: ${error.message}`);
      return null;
    }
  }

  #instance(module: AnyModule, path: string, row: ClassRow, scope: Scope): Python {
    const methods = typeof row.methods === 'function' ? row.methods(module) : row.methods;
    const fields = this.#fields(module, path, row, scope);
    const key = JSON.stringify([row.name ?? module.kind, methods]);
    let one = this.#classes.get(key);
    if (!one) {
      one = { row, kind: row.name ?? module.kind, methods, instances: [] };
      this.#classes.set(key, one);
      this.#order.push(one); // behind the classes of its parts
    }
    one.instances.push(fields);
    return callOf(instanceMark, [key, one.instances.length - 1]);
  }

  /** What the constructor sets: values, modules, parameters and buffers. */
  #fields(module: AnyModule, path: string, row: ClassRow, scope: Scope): Record<string, Python> {
    const fields: Record<string, Python> = { ...row.values?.(module) };
    const lists = new Map<string, Python[]>();
    const others = row.leavesOut?.(module) ?? [];
    for (const [name, child] of module.namedChildren()) {
      if (others.includes(name)) continue;
      const [list, position] = name.split('.');
      const isParameter = child.kind === 'LayerScale';
      const value = isParameter
        ? this.#parameter(join(path, name))
        : this.#write(child, join(path, name), scope, false);
      if (position === undefined) fields[torchCase(name)] = value;
      else {
        const items = lists.get(list!) ?? [];
        items.push(value);
        lists.set(list!, items);
        fields[torchCase(list!)] = callOf('nn.ModuleList', items);
      }
    }
    for (const [name, tensor] of module.ownTensors()) {
      const value = this.#parameter(join(path, name));
      fields[torchCase(name)] =
        tensor instanceof Parameter ? value : call('buffer', { value: value.args[0]!.value });
    }
    for (const name of row.optional ?? []) fields[torchCase(name)] ??= null;
    return fields;
  }

  #parameter(path: string): Call {
    const shape = this.shapes[torchCase(path)]!;
    return call('nn.Parameter', { data: callOf('torch.zeros', shape.length === 0 ? [[]] : shape) });
  }

  #nameClasses(): void {
    const taken = new Set<string>();
    for (const one of this.#order) {
      let name = one.kind;
      for (let i = 2; taken.has(name) || isSupport(name); i++) name = `${one.kind}${i}`;
      taken.add(name);
      one.name = name;
    }
  }

  #settle(one: WrittenClass): General {
    one.general ??= generalise(
      one.instances.map((fields) => mapValues(fields, (value) => this.#resolved(value))),
    );
    return one.general;
  }

  /** An expression whose instances are calls of their classes. */
  #resolved(value: Python): Python {
    if (isTuple(value)) return value.map((item) => this.#resolved(item));
    if (!isCall(value)) return value;
    if (value.callee === instanceMark) {
      const [key, index] = value.args.map((arg) => arg.value) as [string, number];
      const one = this.#classes.get(key)!;
      const { parameters, values } = this.#settle(one);
      const args = parameters.map((name, i) => [name, [values[index]![i]!, null]] as const);
      return call(one.name!, {}, Object.fromEntries(args));
    }
    return {
      ...value,
      args: value.args.map((arg) => ({ ...arg, value: this.#resolved(arg.value) })),
    };
  }

  #text(model: AnyModule, made: Python): string {
    const classes = this.#order.map((one) => classText(one));
    const used = new Set<string>();
    for (const value of [made, ...this.#order.flatMap(({ general }) => Object.values(general!.fields))])
      collect(value, used);
    for (const one of this.#order)
      for (const values of one.general!.values) for (const value of values) collect(value, used);
    for (const { methods } of this.#order)
      for (const [word] of methods.matchAll(/\b[a-zA-Z]\w+/g)) if (isSupport(word)) used.add(word);
    const support = [...new Set([...used].filter(isSupport).flatMap(withNeeds))].map(supportText);
    const maker = `def make_model():\n    return ${written(made, '    ')}`;
    const head = `"""${model.kind}, exported from neurona.

Images are [N, C, H, W], sequences [N, L, C]. Weights: load_weights(model, "weights.safetensors") of tensor_file.py.
"""`;
    const body = [...support, ...classes, maker].join('\n\n\n');
    return `${head}\n${body.includes('math.') ? 'import math\n\n' : ''}${imports}\n\n\n${body}\n`;
  }
}

const imports = 'import torch\nfrom torch import nn\nfrom torch.nn import functional as F';

/** Whether a layer's weight is made of others at each use. */
const isComputed = (module: AnyModule): boolean =>
  Object.getOwnPropertyDescriptor(module, 'weight')?.get !== undefined;

class NoEqual extends Error {}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const nameOf = (path: string, { kind }: AnyModule): string => (path === '' ? kind : `${path} (${kind})`);

const mapValues = <T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

/** Names of everything that is called. */
function collect(value: Python, into: Set<string>): void {
  if (isTuple(value)) for (const item of value) collect(item, into);
  if (!isCall(value)) return;
  into.add(value.callee);
  for (const arg of value.args) collect(arg.value, into);
}

function classText({ name, row, methods, general }: WrittenClass): string {
  const { fields, parameters, values } = general!;
  const isOptional = (i: number): boolean => values.some((row) => row[i] === null);
  const [required, optional] = [false, true].map((wanted) =>
    parameters.filter((_, i) => isOptional(i) === wanted),
  );
  const signature = ['self', ...required!, ...optional!.map((parameter) => `${parameter}=None`)];
  const lines = Object.entries(fields).map(([field, value]) =>
    isCall(value) && value.callee === 'buffer'
      ? `self.register_buffer(${JSON.stringify(field)}, ${written(value.args[0]!.value)})`
      : `self.${field} = ${written(value, '        ')}`,
  );
  const initializer = `    def __init__(${signature.join(', ')}):
        super().__init__()
${lines.map((line) => `        ${line}\n`).join('')}`;
  const about = row.about ? `    """${row.about}"""\n\n` : '';
  const body = methods
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
  return `class ${name}(nn.Module):\n${about}${lines.length > 0 ? `${initializer}\n` : ''}${body}`;
}
