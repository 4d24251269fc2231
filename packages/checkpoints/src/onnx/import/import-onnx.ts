import { checkOptions, type OptionTable } from '@neurona/backend';
import { CheckpointError } from '../../checkpoint-error.js';
import { type FileSource, openSource, readBytes } from '../../files/file-source.js';
import { ONNXModel } from './onnx-module.js';
import { isKnown } from './operations/table.js';
import { externalFiles, openModel, type ReadModel, readModel } from './read-model.js';

/** Settings of {@link importONNX}. */
export interface ImportONNXOptions {
  /** Files of values beside the model, by the names that it calls them; by default they are read from where it is. */
  readonly external?: Readonly<Record<string, FileSource>>;
}

const importONNXOptions: OptionTable<ImportONNXOptions> = { external: undefined };

/**
 * Reads an ONNX file as a module that can be trained on: weights are parameters under their names in the file, batch norm and dropout
 * behave as their layers do in training. It is read what `exportONNX` writes and what PyTorch writes for networks like ours; the
 * module keeps the file's layout, PyTorch's images `[N, C, H, W]`. Tokens of 64 bits are int32 here.
 *
 * PyTorch merges batch norms into convolutions and leaves dropout out, unless it is told otherwise:
 * `torch.onnx.export(…, training=torch.onnx.TrainingMode.TRAINING, do_constant_folding=False)`.
 * @param source - A path, an address, a `File`, or the bytes.
 * @param options - `external`: files of values beside the model.
 * @throws {@link CheckpointError} if the file is damaged, of a version that isn't read, has values elsewhere that are missing, or an
 * operation that isn't read, which it names with its node.
 * @example
 * const bytes = await exportONNX(new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 2)), [1, 4]);
 * const model = await importONNX(bytes);
 * model.forward(ones([3, 4])).shape; // => [3, 2]
 * [...model.namedParameters()].map(([name]) => name); // => ['0.weight', '0.bias', '2.weight', '2.bias']
 * @see ONNX, https://onnx.ai/onnx/repo-docs/IR.html
 */
export async function importONNX(source: FileSource, options: ImportONNXOptions = {}): Promise<ONNXModel> {
  const { external = {} } = checkOptions('importONNX', options, importONNXOptions);
  const { bytes, name } = await wholeFile(source);
  const model = openModel(bytes, name);
  const beside = new Map<string, Uint8Array>();
  for (const location of externalFiles(model, name)) {
    const found = external[location] ?? siblingOf(source, location);
    if (found !== undefined) beside.set(location, (await wholeFile(found)).bytes);
  }
  return new ONNXModel(checkGraph(readModel(model, beside, name)));
}

async function wholeFile(source: FileSource): Promise<{ readonly bytes: Uint8Array; readonly name: string }> {
  const opened = await openSource('importONNX', source);
  try {
    return { bytes: await readBytes('importONNX', opened, 0, opened.size), name: opened.name };
  } finally {
    await opened.close();
  }
}

/** A file beside a path or an address; a location that leads elsewhere is none. */
function siblingOf(source: FileSource, location: string): string | undefined {
  if (typeof source !== 'string' && !(source instanceof URL)) return undefined;
  if (location === '' || location.split(/[\\/]/).includes('..') || /^([\\/]|[a-z]+:)/i.test(location))
    return undefined;
  return String(source).replace(/[^\\/]*$/, '') + location;
}

/** Checks that every operation is read, and that what it takes is there before it runs. */
function checkGraph(model: ReadModel): ReadModel {
  const { file, nodes, initializers, inputs, outputs } = model;
  const fail = (expected: string, received: string, hint?: string): CheckpointError =>
    new CheckpointError('importONNX', { expected, received, file, hint });
  const known = new Set([...initializers, ...inputs].map(({ name }) => name));
  for (const { op, domain, name, inputs: given, outputs: results } of nodes) {
    const full = ['', 'ai.onnx'].includes(domain) ? op : `${domain}.${op}`;
    if (!isKnown(full)) throw fail('operations that are read', `${full} (node ${name})`);
    const missing = given.find((input) => input !== '' && !known.has(input));
    if (missing !== undefined)
      throw fail('nodes after what they take', `${missing}, which nothing gives (node ${name})`);
    for (const result of results) {
      if (result !== '' && known.has(result))
        throw fail('values that are given once', `${result} twice (node ${name})`);
      known.add(result);
    }
  }
  const absent = outputs.find(({ name }) => !known.has(name));
  if (absent || outputs.length === 0) throw fail('outputs that nodes give', absent?.name ?? 'none');
  return model;
}
