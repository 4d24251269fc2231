import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { loadWeights, type TensorFile, WeightsError, type WeightsReport } from '@neurona/checkpoints';
import { DatasetError, type HubOptions, hubFileOptions } from '@neurona/datasets';
import type { GenerateOptions } from '@neurona/generation';
import { withoutDraws } from '@neurona/tensor';
import { drawWeights } from '../initial-weights.js';
import { PretrainedTokenizer } from '../tokenizer/pretrained-tokenizer.js';
import { architectureOf, modelTypeOf } from './architectures.js';
import { ConfigFile } from './config-file.js';
import { generationOf } from './generation-config.js';
import type { ArchitectureName, PretrainedArchitectures } from './pretrained-architectures.js';
import { type NamedFile, type Repository, repositoryOf } from './repository.js';

/** Settings of {@link fromPretrained}. */
export interface FromPretrainedOptions<Name extends ArchitectureName = ArchitectureName> extends HubOptions {
  /**
   * What the files are read into, default what they name. Weights that another one has, as a classifier's, and its pooler's, are drawn:
   * they are to be trained.
   */
  readonly architecture?: Name | undefined;
  /** Settings of the model that come before those of the file, as `{ dropout: 0 }` or `{ numClasses: 3 }`. */
  readonly settings?: object | undefined;
  /** Called with the bytes of weights that are in the model, and in all. */
  readonly onWeights?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

const fromPretrainedOptions: OptionTable<FromPretrainedOptions> = {
  architecture: 'GPT2',
  settings: undefined,
  onWeights: undefined,
  ...hubFileOptions,
};

/** A published model, and what came with it. */
export interface PretrainedModel<Model> {
  /** The model, in evaluation mode. */
  readonly model: Model;
  /** Its tokenizer; undefined where there is no `tokenizer.json`. */
  readonly tokenizer: PretrainedTokenizer | undefined;
  /**
   * How it is to write, as `generation_config.json` says: tokens that end a text, sampling, penalties. For `generate`:
   * `{ tokenizer, ...generation }`. Empty where the files say nothing.
   */
  readonly generation: GenerateOptions;
  /** What `config.json` says. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Paths of weights that the file doesn't have, and that were drawn. */
  readonly drawn: readonly string[];
}

/**
 * Loads a published language model: `config.json` says what it is, and `model.safetensors`, or the shards that
 * `model.safetensors.index.json` names, have its weights, in float32, float16 or bfloat16. They are read tensor by tensor into the
 * model, so that nothing is held twice. `tokenizer.json`, `tokenizer_config.json` and `chat_template.jinja` make its tokenizer,
 * `generation_config.json` the options that it writes with. Files of the hub are downloaded once, checked and cached.
 * @param source - A repository of the Hugging Face hub, `owner/name`; or a folder, `./models/gpt2` or `/models/gpt2`, in a browser an
 * address under which it is served; or the files themselves, as somebody picked them, all shards and their index together.
 * @param options - `architecture`, `settings`, `onWeights`; `revision`, `token`, `endpoint`, `cache`, `folder`, `signal`,
 * `onProgress` and limits of time as of `hubFile`.
 * @throws {@link CheckpointError} if the config is damaged, lacks a size, or names an unknown `model_type` or architecture, or a file of
 * weights is damaged or of other sizes, which a {@link WeightsError} lists; {@link ArgumentError} if the tokenizer is of another model.
 * @throws {@link DatasetError} if a file is missing.
 * @throws the reason of `signal`.
 * @example
 * async function write() {
 *   const { model, tokenizer, generation } = await fromPretrained('HuggingFaceTB/SmolLM2-135M-Instruct', { architecture: 'Llama' });
 *   return generateText(model, tokenizer.chat([{ role: 'user', content: 'Hello!' }]), { tokenizer, ...generation });
 * }
 */
export async function fromPretrained<Name extends ArchitectureName = ArchitectureName>(
  source: string | readonly NamedFile[],
  options: FromPretrainedOptions<Name> = {},
): Promise<PretrainedModel<PretrainedArchitectures[Name]>> {
  const { architecture, settings, onWeights, ...reading } = checkOptions(
    'fromPretrained',
    options as FromPretrainedOptions,
    fromPretrainedOptions,
  );
  const repository = repositoryOf('fromPretrained', source, reading);
  const config = ConfigFile.parse(await repository.text('config.json'), 'config.json');
  const type = modelTypeOf(config);
  const name = architectureOf(type, config, architecture);
  const tokenizer = await loadTokenizerOf(repository);
  const generation = generationOf(config, await readConfig(repository, 'generation_config.json'));
  const weights = await openWeightsOf(repository);
  try {
    // the file has all weights, but maybe those of a head
    const model = withoutDraws(() =>
      type.make(name, { config, keys: weights.names, settings: settings ?? {} }),
    );
    try {
      const report = await loadWeights(model, weights, {
        layout: 'torch',
        strict: architecture === undefined,
        streaming: true,
        signal: reading.signal,
        onProgress: onWeights,
        rename: (key) => type.rename(key, model),
      });
      const drawn = drawnOf(report, weights);
      drawWeights(model, drawn);
      if (tokenizer) checkVocabulary(tokenizer, config);
      const own = model.eval() as PretrainedArchitectures[Name];
      return { model: own, tokenizer, generation, config: config.values, drawn };
    } catch (error) {
      model.dispose();
      throw error;
    }
  } finally {
    await weights.close();
  }
}

/** The file of weights, or the shards that an index names. */
async function openWeightsOf(repository: Repository): Promise<TensorFile> {
  try {
    return await repository.weights('model.safetensors');
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    // There may be shards; of a missing index the error says less than that of the file.
    return repository.weights('model.safetensors.index.json').catch((other: unknown) => {
      throw other instanceof DatasetError && isAbout(other, 'model.safetensors.index.json') ? error : other;
    });
  }
}

const isAbout = (error: DatasetError, file: string): boolean => error.message.includes(file);

/** Weights of the head and the pooler that the file doesn't have; a `WeightsError` where others are missing. */
function drawnOf(report: WeightsReport, { file }: TensorFile): readonly string[] {
  const drawn = [...report.missing, ...report.mismatched.map(({ name }) => name)];
  const others = drawn.filter((name) => !/^(classifier|qaOutputs|cls|bert\.pooler)\./.test(name));
  if (others.length + report.unexpected.length === 0) return drawn;
  throw new WeightsError('fromPretrained', report, {
    expected: 'all weights but those of a head',
    received: `${others.length} missing or of another shape, and ${report.unexpected.length} unexpected`,
    where: [...others, ...report.unexpected].slice(0, 6).join(', '),
    file,
  });
}

/** The tokenizer beside the weights, if there is one. */
async function loadTokenizerOf(repository: Repository): Promise<PretrainedTokenizer | undefined> {
  const json = await readConfig(repository, 'tokenizer.json');
  if (!json) return undefined;
  const settings = (await readConfig(repository, 'tokenizer_config.json'))?.values;
  const template = await readText(repository, 'chat_template.jinja');
  return new PretrainedTokenizer(
    json.values,
    template === undefined ? settings : { ...settings, chat_template: template },
  );
}

/** A file of JSON; undefined where there is none. */
async function readConfig(repository: Repository, name: string): Promise<ConfigFile | undefined> {
  const text = await readText(repository, name);
  return text === undefined ? undefined : ConfigFile.parse(text, name);
}

/** A text; undefined where there is none. */
async function readText(repository: Repository, name: string): Promise<string | undefined> {
  try {
    return await repository.text(name);
  } catch (error) {
    if (error instanceof DatasetError && isAbout(error, name) && /got none/.test(error.message))
      return undefined;
    throw error;
  }
}

function checkVocabulary({ vocabSize }: PretrainedTokenizer, config: ConfigFile): void {
  const known = config.size('vocab_size');
  if (vocabSize <= known) return;
  throw new ArgumentError('fromPretrained', {
    expected: `a tokenizer of at most ${known} tokens, as the model has`,
    received: vocabSize,
    where: config.file,
    hint: 'Are tokenizer.json and the weights of the same model?',
  });
}
