import { checkArgument, checkOptions, describeShape, type OptionTable, sameShape } from '@neurona/backend';
import {
  CheckpointError,
  fromHub,
  saveSafetensors,
  type TensorFile,
  weightsFingerprint,
  writeFileAtomically,
} from '@neurona/checkpoints';
import { type HostArray, type HubOptions, hostArray, hubFile, hubFileOptions } from '@neurona/datasets';
import { type AnyModule, checkModule, QuantizedLinear } from '@neurona/layers';
import { noGrad, type Parameter, scoped, type Tensor, tensor } from '@neurona/tensor';
import { InputFirstLinear } from '../input-first-linear.js';
import { ConfigFile } from '../pretrained/config-file.js';
import { placeOf } from '../pretrained/place.js';
import { adaptersOf, baseLayers } from './adapters.js';
import { lora } from './lora.js';
import { adapterShapes, type BaseLayer, kindOf } from './lora-layer.js';

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

/**
 * Writes the adapters of a model, and nothing else of it, as PEFT does: `adapter_model.safetensors` and `adapter_config.json`.
 * `PeftModel.from_pretrained` reads them in Python. A fingerprint of the weights below them goes along, so that {@link loadLora} knows the
 * model that they are for.
 * @param folder - Is made if it isn't there.
 * @throws {@link CheckpointError} if the model has no adapters, or the folder can't be written; {@link ArgumentError} if it is no model.
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
  const adapters = adaptersOf(checkModule('saveLora', model));
  const [first] = adapters;
  if (!first)
    throw new CheckpointError('saveLora', { expected: 'a model with adapters', received: 'one without' });
  const tensors: Record<string, HostArray> = {};
  for (const [key, weight] of adapterWeights(model)) tensors[key] = await readTurned(weight);
  const { rank } = first.part;
  const config = {
    peft_type: 'LORA',
    task_type: null,
    base_model_name_or_path: baseModel ?? null,
    r: rank,
    lora_alpha: first.part.scale * rank,
    lora_dropout: first.part.dropout.probability,
    target_modules: [...new Set(adapters.map(({ path }) => path))],
    fan_in_fan_out: adapters.some(({ part }) => kindOf(part.baseLayer) === InputFirstLinear.kind),
    bias: 'none',
    inference_mode: true,
    init_lora_weights: true,
  };
  const base = await baseFingerprint(adapters.map(({ path, part }) => [path, part.baseLayer]));
  const metadata = { format: 'pt', ...(base && { [baseKey]: base }) };
  await saveSafetensors(`${folder}/${weightsFile}`, tensors, { metadata });
  await writeFileAtomically(
    `${folder}/${configFile}`,
    new TextEncoder().encode(`${JSON.stringify(config, undefined, 2)}\n`),
  );
}

/**
 * Gives a model the adapters of a folder or repository, in the layout that PEFT and {@link saveLora} write. What else the model has is
 * frozen.
 * @param source - A folder or a repository of the hub, as for {@link fromPretrained}.
 * @param options - Those of {@link hubFile}, and `anyBase` (false): takes adapters that {@link saveLora} wrote for other weights too.
 * @returns the model.
 * @throws {@link CheckpointError} if they are adapters of another kind, or for another model: paths, sizes or the weights below them differ;
 * {@link DatasetError} if a file is missing; {@link ArgumentError} if the model has adapters already.
 * @example
 * async function load() {
 *   const { model } = await fromPretrained('HuggingFaceTB/SmolLM2-135M');
 *   return mergeLora(await loadLora(model, './pirate'));
 * }
 */
export async function loadLora<Model extends AnyModule>(
  model: Model,
  source: string,
  options: LoadLoRAOptions = {},
): Promise<Model> {
  checkModule('loadLora', model);
  const { anyBase = false, ...rest } = checkOptions('loadLora', options, loadOptions);
  const { repository, ...place } = placeOf('loadLora', source, rest);
  const text = new TextDecoder().decode(await (await hubFile(repository, configFile, place)).bytes());
  const config = ConfigFile.parse(text, configFile);
  config.refuse('peft_type', 'LORA');
  config.refuse('bias', 'none');
  config.refuse('use_dora', false);
  for (const name of ['rank_pattern', 'alpha_pattern'])
    if (Object.keys(config.group(name)?.values ?? {}).length > 0) config.refuse(name, undefined);
  config.refuse('modules_to_save', undefined);
  const rank = config.size('r');
  const alpha = config.number('lora_alpha', 8);
  const scaled = config.flag('use_rslora') ? alpha * Math.sqrt(rank) : alpha;
  const file = await fromHub(repository, weightsFile, place);
  try {
    const names = file.names.map((key) => key.replace(prefix, '').replace(/\.lora_[AB]\.weight$/, ''));
    const targets = [...new Set(names)];
    const layers = checkAdapters(model, targets, rank, file);
    if (!anyBase) await checkBase(layers, file);
    lora(model, {
      rank,
      alpha: scaled,
      targets,
      dropout: config.number('lora_dropout', 0),
    });
    await fill(model, file);
    return model;
  } finally {
    await file.close();
  }
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
  rank: number,
  file: TensorFile,
): BaseLayers {
  const layers = new Map(baseLayers(model).map(({ path, part }) => [path, part]));
  if (paths.length === 0) throw otherBase('adapters of linear maps or convolutions', 'none', file);
  return paths.map((path) => {
    const layer = layers.get(path);
    if (!layer) throw otherBase('adapters of linear maps and convolutions that the model has', path, file);
    for (const [name, shape] of Object.entries(adapterShapes(layer, rank))) {
      const key = `${prefix}${path}.${name}.weight`;
      const found = file.info(key)?.shape;
      if (found && sameShape(found, shape)) continue;
      throw otherBase(`${key} ${describeShape(shape)}`, found ? describeShape(found) : 'none', file);
    }
    return [path, layer] as const;
  });
}

const otherBase = (expected: string, received: string, { file }: TensorFile): CheckpointError =>
  new CheckpointError('loadLora', { expected, received, file, hint: 'Are the adapters for this model?' });

/** Reads the weights of adapters. */
async function fill(model: AnyModule, file: TensorFile): Promise<void> {
  for (const [key, weight] of adapterWeights(model)) {
    const { values, shape } = await file.read(key);
    const axes = shape.map((_, axis) => axis);
    noGrad(() =>
      scoped(() =>
        weight.set(tensor(values, { shape, backend: weight.backend }).permute([...axes.slice(2), 1, 0])),
      ),
    );
  }
}
