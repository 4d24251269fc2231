import { checkArgument, checkOptions, describeShape, type OptionTable, sameShape } from '@neurona/backend';
import {
  CheckpointError,
  encodeSafetensors,
  loadWeights,
  type TensorFile,
  torchCase,
  toTorchStateDict,
  weightsFingerprint,
  writeFileAtomically,
} from '@neurona/checkpoints';
import { DatasetError, type HostArray, type HubOptions, hostArray, hubFileOptions } from '@neurona/datasets';
import { type AnyModule, checkModule, QuantizedLinear } from '@neurona/layers';
import { noGrad, type Parameter, scoped, type Tensor, tensor } from '@neurona/tensor';
import { ConfigFile } from '../pretrained/config-file.js';
import { type NamedFile, repositoryOf } from '../pretrained/repository.js';
import { type AdapterConfig, readConfig, writeConfig } from './adapter-config.js';
import {
  adaptersOf,
  addAdapters,
  baseLayers,
  checkNone,
  outermost,
  type Place,
  wholesOf,
} from './adapters.js';
import { adapterShapes, type BaseLayer } from './lora-layer.js';
import { checkWhole } from './targets.js';

const weightsFile = 'adapter_model.safetensors';
const configFile = 'adapter_config.json';

/** What adapters of PEFT's are called before their path in the model. */
const prefix = 'base_model.model.';

/** Metadata: the fingerprint of the weights below adapters. */
const baseKey = 'base_fingerprint';

/** Settings of {@link saveLora}. */
export interface SaveLoRAOptions {
  /** The model that they are for, as `HuggingFaceTB/SmolLM2-135M`, for those who load them. */
  readonly baseModel?: string | undefined;
}

const saveOptions: OptionTable<SaveLoRAOptions> = { baseModel: '' };

/** Settings of {@link loadLora}. */
export interface LoadLoRAOptions extends HubOptions {
  /** Whether the weights below adapters may be others than those that they were trained on, default false. */
  readonly anyBase?: boolean;
}

const loadOptions: OptionTable<LoadLoRAOptions> = { ...hubFileOptions, anyBase: false };

/** The files of adapters. */
export interface LoRAFiles {
  readonly 'adapter_config.json': Uint8Array;
  readonly 'adapter_model.safetensors': Uint8Array;
}

/**
 * The adapters of a model, and the modules that are saved with them (`modulesToSave`), as the two files of PEFT. {@link loadLora} takes
 * them, and a page can offer them: `downloadFile` of `@neurona/checkpoints`.
 * @throws {@link CheckpointError} if the model has no adapters, or something else in it is learned, which would be lost;
 * {@link ArgumentError} if it is no model.
 * @example
 * const model = () => lora(gpt2('gpt2', { vocabSize: 9, contextLength: 8, embedDim: 12, numLayers: 1 }), { rank: 2 });
 * const files = await loraFiles(model());
 * JSON.parse(new TextDecoder().decode(files['adapter_config.json'])).r; // => 2
 */
export async function loraFiles(model: AnyModule, options: SaveLoRAOptions = {}): Promise<LoRAFiles> {
  const { baseModel } = checkOptions('loraFiles', options, saveOptions);
  return filesOf('loraFiles', model, baseModel);
}

/**
 * Writes the adapters of a model, and the modules that are saved with them (`modulesToSave`), as PEFT does: `adapter_model.safetensors` and
 * `adapter_config.json`. `PeftModel.from_pretrained` reads them in Python. A fingerprint of the weights below them goes along, so that
 * {@link loadLora} knows the model that they are for.
 * @param folder - Is made if it isn't there.
 * @throws {@link CheckpointError} if the model has no adapters, something else in it is learned, which would be lost, or the folder can't
 * be written; {@link ArgumentError} if it is no model.
 * @example
 * async function keep(model) {
 *   await saveLora(model, './pirate', { baseModel: 'HuggingFaceTB/SmolLM2-135M' });
 * }
 */
export async function saveLora(
  model: AnyModule,
  folder: string,
  options: SaveLoRAOptions = {},
): Promise<void> {
  const { baseModel } = checkOptions('saveLora', options, saveOptions);
  checkArgument('saveLora', 'folder', folder, 'string');
  const files = await filesOf('saveLora', model, baseModel);
  for (const name of [weightsFile, configFile] as const)
    await writeFileAtomically(`${folder}/${name}`, files[name]);
}

async function filesOf(subject: string, model: AnyModule, baseModel: string | undefined): Promise<LoRAFiles> {
  const adapters = adaptersOf(checkModule(subject, model));
  if (adapters.length === 0)
    throw new CheckpointError(subject, { expected: 'a model with adapters', received: 'one without' });
  const wholes = wholesOf(model);
  checkLearned(subject, model, wholes);
  const tensors: Record<string, HostArray> = {};
  for (const [key, weight] of adapterWeights(model)) tensors[key] = await readTurned(weight);
  for (const [path, module] of wholes)
    for (const [key, array] of Object.entries(await toTorchStateDict(module)))
      tensors[`${prefix}${path}.${key}`] = array;
  const config = writeConfig(
    adapters,
    wholes.map(([path]) => path),
    baseModel,
  );
  const base = await baseFingerprint(adapters.map(({ path, part }) => [path, part.baseLayer]));
  return {
    [configFile]: new TextEncoder().encode(`${JSON.stringify(config, undefined, 2)}\n`),
    [weightsFile]: encodeSafetensors(tensors, { format: 'pt', ...(base && { [baseKey]: base }) }),
  };
}

/** Throws if weights are learned that wouldn't be saved. */
function checkLearned(subject: string, model: AnyModule, wholes: Wholes): void {
  const saved = new Set(wholes.flatMap(([, module]) => module.parameters()));
  for (const { part } of adaptersOf(model))
    for (const map of [part.lora_A, part.lora_B]) saved.add(map.weight);
  for (const [path, parameter] of model.namedParameters()) {
    if (!parameter.requiresGrad || saved.has(parameter)) continue;
    const name = torchCase(path);
    const holder = name.split('.').slice(0, -1).join('.');
    throw new CheckpointError(subject, {
      expected: 'adapters, and modulesToSave, as all that is learned',
      received: `${name}, which is learned too`,
      hint:
        holder === ''
          ? 'It would not be saved, and is in no module that could be: freeze it.'
          : `It would not be saved: name it as lora(model, { modulesToSave: ['${holder}'] }) does, or freeze it.`,
    });
  }
}

/**
 * Gives a model the adapters of a folder or repository, in the layout that PEFT and {@link saveLora} write, and the modules that were saved
 * with them. What else the model has is frozen.
 * @param source - A folder or a repository of the hub, as for {@link fromPretrained}; or both files, as somebody picked them, or as
 * {@link loraFiles} returns them.
 * @param options - Those of {@link hubFile}, and `anyBase` (false): takes adapters that {@link saveLora} wrote for other weights too.
 * @returns the model.
 * @throws {@link CheckpointError} if they are adapters of another kind, or for another model: paths, sizes or the weights below them differ;
 * {@link DatasetError} if a file is missing; {@link ArgumentError} if the model has adapters already, or a module that was saved with them
 * can't be taken over. The model then stays as it was.
 * @example
 * async function load() {
 *   const { model } = await fromPretrained('HuggingFaceTB/SmolLM2-135M');
 *   return mergeLora(await loadLora(model, './pirate'));
 * }
 */
export async function loadLora<Model extends AnyModule>(
  model: Model,
  source: string | readonly NamedFile[] | LoRAFiles,
  options: LoadLoRAOptions = {},
): Promise<Model> {
  checkModule('loadLora', model);
  const { anyBase = false, ...rest } = checkOptions('loadLora', options, loadOptions);
  const repository = repositoryOf('loadLora', placeOfFiles(source), rest);
  const json = ConfigFile.parse(await repository.text(configFile), configFile, 'loadLora');
  const config = readConfig(json);
  const file = await repository.weights(weightsFile);
  try {
    checkNone('loadLora', model);
    const wholes = outermost(
      model,
      (_, path) => path !== '' && config.wholes.some((name) => path.endsWith(name)),
    );
    const layers = checkAdapters(model, pathsOf(file, wholes), config, file);
    for (const [path, module] of wholes) checkWhole('loadLora', model, path, module);
    const states = await Promise.all(wholes.map((whole) => readWhole(whole, file)));
    const adapters = await readAdapters(file);
    if (!anyBase)
      await checkBase(
        layers.map(({ path, part }) => [path, part]),
        file,
      );
    addAdapters(
      'loadLora',
      model,
      layers.map((layer) => [layer, { ...config.settingsOf(layer.path), dropout: config.dropout }]),
      wholes.map(([, module]) => module),
    );
    for (const [i, [, module]] of wholes.entries())
      await loadWeights(module, states[i]!, { layout: 'torch' });
    fill(model, adapters);
    return model;
  } finally {
    await file.close();
  }
}

/** Files as somebody picked them, where they are bytes. */
function placeOfFiles(source: string | readonly NamedFile[] | LoRAFiles): string | readonly NamedFile[] {
  if (typeof source === 'string') return source;
  const files = Array.isArray(source)
    ? (source as readonly NamedFile[])
    : Object.entries(checkArgument('loadLora', 'source', source, 'record')).map(
        ([name, bytes]: [string, BlobPart]) => new File([bytes], name),
      );
  for (const name of [configFile, weightsFile]) {
    if (files.some((file) => file?.name === name)) continue;
    throw new DatasetError('loadLora', {
      expected: `the file ${name}`,
      received: 'none',
      file: name,
      hint: `Take ${configFile} and ${weightsFile} together.`,
    });
  }
  return files;
}

/** Modules that are learned whole, with their paths. */
type Wholes = readonly (readonly [path: string, module: AnyModule])[];

/** Paths of the layers that the file has adapters for, or of what else it has. */
function pathsOf(file: TensorFile, wholes: Wholes): readonly string[] {
  const paths = file.names.map((key) => key.replace(prefix, ''));
  const beside = paths.filter((path) => !wholes.some(([whole]) => path.startsWith(`${whole}.`)));
  return [...new Set(beside.map((path) => path.replace(/\.lora_[AB]\.weight$/, '')))];
}

/** What the file has for a module that was learned whole; throws unless that is all that the module has. */
async function readWhole(
  [path, module]: Wholes[number],
  file: TensorFile,
): Promise<Record<string, HostArray>> {
  const state: Record<string, HostArray> = {};
  for (const [name, { shape }] of Object.entries(await toTorchStateDict(module))) {
    const key = `${prefix}${path}.${name}`;
    const found = file.info(key)?.shape;
    if (!found || !sameShape(found, shape))
      throw otherBase(`${key} ${describeShape(shape)}`, found ? describeShape(found) : 'none', file);
    state[name] = await file.read(key);
  }
  return state;
}

/** Weights of adapters with their keys in PEFT's files. */
function* adapterWeights(model: AnyModule): Generator<readonly [key: string, weight: Parameter]> {
  for (const { path, part } of adaptersOf(model)) {
    yield [`${prefix}${path}.lora_A.weight`, part.lora_A.weight];
    yield [`${prefix}${path}.lora_B.weight`, part.lora_B.weight];
  }
}

/** A weight `[in, out]` or `[...kernel, in, out]` as PyTorch has it, `[out, in, ...kernel]`. */
async function readTurned(weight: Parameter): Promise<HostArray> {
  const axes = weight.shape.map((_, axis) => axis);
  const turned: Tensor = noGrad(() =>
    scoped(() => weight.permute([...axes.slice(-2).reverse(), ...axes.slice(0, -2)])),
  );
  const values = (await turned.data()) as Float32Array;
  const { shape } = turned;
  turned.dispose();
  return hostArray(values, shape);
}

/** What adapters are on, by path. */
type BaseLayers = readonly (readonly [path: string, layer: BaseLayer])[];

/** Fingerprint of the weights of layers; undefined where some are rounded: adapters move between those and the exact ones. */
async function baseFingerprint(layers: BaseLayers): Promise<string | undefined> {
  const weights: Record<string, Parameter> = {};
  for (const [path, layer] of layers) {
    if (layer instanceof QuantizedLinear) return undefined;
    weights[path] = layer.weight;
  }
  return weightsFingerprint(weights);
}

/** Throws if the file says that its adapters were trained on other weights. */
async function checkBase(layers: BaseLayers, { metadata, file }: TensorFile): Promise<void> {
  const known = metadata[baseKey];
  if (known === undefined) return;
  const own = await baseFingerprint(layers);
  if (own === undefined || own === known) return;
  throw new CheckpointError('loadLora', {
    expected: 'the model that the adapters were trained for',
    received: 'one whose weights are others',
    file,
    hint: 'Load that one, or pass { anyBase: true } to take them over all the same.',
  });
}

/** The model's layers for each of these paths; throws unless the file has both weights, of their sizes. */
function checkAdapters(
  model: AnyModule,
  paths: readonly string[],
  config: AdapterConfig,
  file: TensorFile,
): Place<BaseLayer>[] {
  const layers = new Map(baseLayers(model).map((place) => [place.path, place]));
  if (paths.length === 0) throw otherBase('adapters of linear maps or convolutions', 'none', file);
  return paths.map((path) => {
    const layer = layers.get(path);
    if (!layer) throw otherBase('adapters of linear maps and convolutions that the model has', path, file);
    for (const [name, shape] of Object.entries(adapterShapes(layer.part, config.settingsOf(path).rank))) {
      const key = `${prefix}${path}.${name}.weight`;
      const found = file.info(key)?.shape;
      if (found && sameShape(found, shape)) continue;
      throw otherBase(`${key} ${describeShape(shape)}`, found ? describeShape(found) : 'none', file);
    }
    return layer;
  });
}

const otherBase = (expected: string, received: string, { file }: TensorFile): CheckpointError =>
  new CheckpointError('loadLora', { expected, received, file, hint: 'Are the adapters for this model?' });

/** The weights of the adapters in a file by their keys. */
async function readAdapters(file: TensorFile): Promise<ReadonlyMap<string, HostArray>> {
  const keys = file.names.filter((key) => /\.lora_[AB]\.weight$/.test(key));
  return new Map(await Promise.all(keys.map(async (key) => [key, await file.read(key)] as const)));
}

/** Gives adapters their weights. */
function fill(model: AnyModule, arrays: ReadonlyMap<string, HostArray>): void {
  for (const [key, weight] of adapterWeights(model)) {
    const { values, shape } = arrays.get(key)!;
    const axes = shape.map((_, axis) => axis);
    noGrad(() =>
      scoped(() =>
        weight.set(tensor(values, { shape, backend: weight.backend }).permute([...axes.slice(2), 1, 0])),
      ),
    );
  }
}
