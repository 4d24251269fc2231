import type { BERT } from '../bert.js';
import type {
  BERTForMaskedLM,
  BERTForQuestionAnswering,
  BERTForSequenceClassification,
  BERTForTokenClassification,
} from '../bert-heads.js';
import type { GPT2 } from '../gpt2.js';
import type { Llama } from '../llama.js';

/** The models that files are read into, by name. */
export interface PretrainedArchitectures {
  readonly GPT2: GPT2;
  readonly Llama: Llama;
  readonly BERT: BERT;
  readonly BERTForMaskedLM: BERTForMaskedLM;
  readonly BERTForSequenceClassification: BERTForSequenceClassification;
  readonly BERTForTokenClassification: BERTForTokenClassification;
  readonly BERTForQuestionAnswering: BERTForQuestionAnswering;
}

/** Name of a model that files are read into. */
export type ArchitectureName = keyof PretrainedArchitectures;
