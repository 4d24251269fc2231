// internal: what a task is
import type { ONNXInput } from '@neurona/checkpoints';
import type { Dataset } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import type { AnyOptimizer } from '@neurona/optimizers';
import type { ReportSection } from '@neurona/plots';
import type { PyTorchTraining } from '@neurona/pytorch';
import type { History, TrainingOptions } from '@neurona/training';
import type { SettingGroups, SettingsOf } from '../settings/setting.js';

/** What a text says of examples that were held out; of others it says whose they are. */
export const unseen = 'that it has not learned from';

/** What a model was found to be worth. */
export interface Evaluation {
  /** Scores by name. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The same for a terminal, with more detail. */
  readonly text: string;
  /** Sections of the report: pictures, examples. */
  readonly sections: readonly ReportSection[];
}

/** What a model says of one input. */
export interface Prediction {
  readonly input: string;
  /** One line for a terminal. */
  readonly text: string;
  /** The same as plain values, for programs. */
  readonly values: Readonly<Record<string, unknown>>;
  /** A picture, which is written to a file. */
  readonly svg?: string;
}

/** Examples to learn from, and others to test on. */
export interface SplitData {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** Data to learn from, and what has to be known of it to use the model without it: names of classes, scalers, vocabularies. */
export interface Loaded<Facts> {
  readonly facts: Facts;
  readonly data: SplitData;
  /** Lines that tell what was read. */
  readonly notes: readonly string[];
}

/** How exported programs train as the task does. */
export interface TorchTraining<Settings, Facts> {
  loss?(facts: Facts): PyTorchTraining['loss'];
  /** Steps that are more than a loss of outputs and targets. */
  steps?(settings: Settings): PyTorchTraining['steps'];
  /** How pictures are varied. */
  augmentation?(settings: Settings): PyTorchTraining['augmentation'];
  /** Settings by which data is read without being varied. */
  unvaried?(settings: Settings): Settings;
}

/** How a model is kept of which only adapters are learned, small beside what it starts from: in a folder of theirs. */
interface AdapterFiles<Settings, M extends AnyModule> {
  /** The file of the folder that is written last. */
  readonly lastFile: string;
  save(model: M, settings: Settings, folder: string): Promise<void>;
  /** The model that they are for, with them; throws a UsageError where its weights are others than they were. */
  open(settings: Settings, folder: string): Promise<M>;
  /** What is told where the model's weights are others than those that a folder's training began with. */
  otherBase(settings: Settings, folder: string): string;
  /** The model with what they have learned in its own weights, for other programs. */
  merged(model: M): M;
  /** How other programs load the folder, in lines for a terminal. */
  loadedBy(settings: Settings, folder: string): string;
}

/**
 * Something to learn: which settings it has, how its data is read, its model made, trained, scored and used. Its facts are plain JSON.
 * A recipe is a task with values for its settings.
 */
export interface Task<G extends SettingGroups, Facts, M extends AnyModule = AnyModule> {
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  readonly settings: G;
  /** The number by which the best weights are kept, as `valLoss`; undefined where the last are. */
  readonly monitor: string | undefined;
  /** What an input of `predict` is, as "pictures (PNG, JPEG, WebP)". */
  readonly inputKind: string;
  /** How many inputs it takes at least. */
  readonly leastInputs: 0 | 1;
  /** Reads the data. */
  load(settings: SettingsOf<G>): Promise<Loaded<Facts>>;
  /** Reads other data to test on, all of a folder or file, as the model takes it. */
  loadTest(path: string, settings: SettingsOf<G>, facts: Facts): Promise<Dataset>;
  /** Facts from a run's folder, which may be anyone's; throws where they are not facts of this task. */
  readFacts(raw: unknown): Facts;
  /** Makes the model, with random weights. */
  build(settings: SettingsOf<G>, facts: Facts): M | Promise<M>;
  /** Optimizers of its networks by name, where there are several. */
  makeOptimizers?(
    model: M,
    settings: SettingsOf<G>,
  ): Readonly<Record<'generator' | 'discriminator', AnyOptimizer>>;
  /** Trains it. */
  fit(model: M, data: SplitData, settings: SettingsOf<G>, options: TrainingOptions): Promise<History>;
  /** Where only adapters are learned: how they are kept. */
  readonly adapters?: AdapterFiles<SettingsOf<G>, M>;
  /** How PyTorch trains it too. */
  readonly torch: TorchTraining<SettingsOf<G>, Facts>;
  /** Scores it on data that it has not learned from. */
  evaluate(model: M, test: Dataset, settings: SettingsOf<G>, facts: Facts): Promise<Evaluation>;
  /** Applies it to inputs: files, text, … */
  predict(
    model: M,
    inputs: readonly string[],
    settings: SettingsOf<G>,
    facts: Facts,
  ): Promise<readonly Prediction[]>;
  /** What an exported model takes, for a batch of one. */
  inputs(settings: SettingsOf<G>, facts: Facts): readonly ONNXInput[];
}

/** Any task; its settings and facts are what its own functions returned. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler can't know that facts and model are those of the same task
export type AnyTask = Task<SettingGroups, any, any>;
