import { Download } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { formatPercent } from '../i18n/numbers.js';
import { defineTexts, inLanguage } from '../i18n/texts.js';
import type { AnyTraining } from '../shell/training-bar.js';
import { terms } from '../signs/terms.js';
import { Button } from '../ui/button.js';
import { Card } from '../ui/card.js';
import { FileButton } from '../ui/file-button.js';
import { Notice } from '../ui/notice.js';
import { toast } from '../ui/toast.js';
import { saveFile } from './save-file.js';
import './weights-card.css';

const weightsTexts = defineTexts(
  {
    hint: 'A safetensors file, which other programs read too.',
    save: 'Save',
    load: 'Load',
    loaded: (percent: string) => `Loaded: ${percent} of the held-out examples are right.`,
    notWeights: 'That file does not hold this network’s weights.',
    whatFits: 'What fits is a safetensors file that this page saved.',
    tooLarge: 'It is larger than any file of this network.',
  },
  {
    hint: 'Un archivo safetensors, que leen también otros programas.',
    save: 'Guardar',
    load: 'Cargar',
    loaded: (percent) => `Cargado: acierta el ${percent} de los ejemplos reservados.`,
    notWeights: 'Ese archivo no contiene los pesos de esta red.',
    whatFits: 'Sirve un archivo safetensors que guardó esta página.',
    tooLarge: 'Es mayor que cualquier archivo de esta red.',
  },
);

/** Settings of {@link WeightsCard}. */
export interface WeightsCardProps {
  /** A training that answers `save` with the bytes of a file, and `load` with the accuracy that they have. */
  readonly training: AnyTraining;
  /** The file's name. */
  readonly file: string;
  /** The most bytes that a file of this network may have. */
  readonly most: number;
}

/** Saves the weights as a file and loads them again. */
export function WeightsCard({ training, file: name, most }: WeightsCardProps) {
  const texts = inLanguage(weightsTexts);
  const [problem, setProblem] = useState<string | undefined>();
  const isOff = training.device.value === undefined;
  const save = async () => {
    saveFile(await training.ask<Uint8Array<ArrayBuffer>>('save', undefined), name);
  };
  const load = async (file: File) => {
    setProblem(undefined);
    try {
      if (file.size > most) {
        setProblem(`${texts.notWeights} ${texts.tooLarge}`);
        return;
      }
      const accuracy = await training.ask<number>('load', new Uint8Array(await file.arrayBuffer()));
      training.refresh();
      toast(texts.loaded(formatPercent(accuracy, 1)));
    } catch {
      setProblem(`${texts.notWeights} ${texts.whatFits}`);
    }
  };
  return (
    <Card title={inLanguage(terms).weights}>
      <div class="weights-card__buttons">
        <Button icon={Download} disabled={isOff} onClick={() => void save().catch(() => {})}>
          {texts.save}
        </Button>
        <FileButton accept=".safetensors" disabled={isOff} onFile={(file) => void load(file)}>
          {texts.load}
        </FileButton>
      </div>
      {problem ? (
        <Notice kind="problem" onClose={() => setProblem(undefined)}>
          {problem}
        </Notice>
      ) : (
        <p class="field__hint">{texts.hint}</p>
      )}
    </Card>
  );
}
