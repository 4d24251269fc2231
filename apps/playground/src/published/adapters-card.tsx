import { Download } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { defineTexts, inLanguage } from '../i18n/texts.js';
import type { AnyTraining } from '../shell/training-bar.js';
import { Button } from '../ui/button.js';
import { Card } from '../ui/card.js';
import { FileButton } from '../ui/file-button.js';
import { Notice } from '../ui/notice.js';
import { toast } from '../ui/toast.js';
import { saveFile } from '../weights/save-file.js';
import './published-model.css';

const adaptersTexts = defineTexts(
  {
    adapters: 'Adapters',
    save: 'Save adapters',
    load: 'Load adapters',
    hint: 'Two files, adapter_config.json and adapter_model.safetensors, which PyTorch’s PEFT reads too. Pick both to load them into the model that they were trained for.',
    none: 'There are none yet: switch LoRA on.',
    loaded: (rank: number) => `Adapters of rank ${rank} are loaded.`,
    failed: 'These adapters could not be loaded.',
    notSaved: 'The adapters could not be saved.',
  },
  {
    adapters: 'Adaptadores (adapters)',
    save: 'Guardar adaptadores',
    load: 'Cargar adaptadores',
    hint: 'Son dos archivos, adapter_config.json y adapter_model.safetensors, que también lee PEFT, de PyTorch. Elige los dos para cargarlos en el modelo con el que se entrenaron.',
    none: 'Todavía no hay ninguno: enciende LoRA.',
    loaded: (rank) => `Adaptadores de rango ${rank} cargados.`,
    failed: 'No se pudieron cargar estos adaptadores.',
    notSaved: 'No se pudieron guardar los adaptadores.',
  },
);

/** Settings of {@link AdaptersCard}. */
export interface AdaptersCardProps {
  /** Its trainer answers `saveAdapters` with bytes by file name, and `loadAdapters` to files with the rank of what they hold. */
  readonly training: AnyTraining;
  /** Whether there are adapters. */
  readonly isAdapting: boolean;
  /** Called with the rank of adapters that were loaded. */
  readonly onLoaded: (rank: number) => void;
}

/** Saves adapters of LoRA as PEFT's files, and loads them again. */
export function AdaptersCard({ training, isAdapting, onLoaded }: AdaptersCardProps) {
  const texts = inLanguage(adaptersTexts);
  const [problem, setProblem] = useState('');
  const isOff = training.device.value === undefined;
  const attempt = async (failed: string, work: () => Promise<void>) => {
    setProblem('');
    try {
      await work();
    } catch (error) {
      setProblem(`${failed} ${error instanceof Error ? error.message : ''}`);
    }
  };
  const save = () =>
    attempt(texts.notSaved, async () => {
      const files = await training.ask<Record<string, Uint8Array<ArrayBuffer>>>('saveAdapters', undefined);
      for (const [name, bytes] of Object.entries(files)) saveFile(bytes, name);
    });
  const load = (files: readonly File[]) =>
    attempt(texts.failed, async () => {
      const rank = await training.ask<number>('loadAdapters', files);
      training.refresh();
      onLoaded(rank);
      toast(texts.loaded(rank));
    });
  return (
    <Card title={texts.adapters}>
      <div class="published-buttons">
        <Button icon={Download} disabled={isOff || !isAdapting} onClick={() => void save()}>
          {texts.save}
        </Button>
        <FileButton
          multiple
          accept=".json,.safetensors"
          disabled={isOff}
          onFiles={(files) => void load(files)}
        >
          {texts.load}
        </FileButton>
      </div>
      {problem ? (
        <Notice kind="problem" onClose={() => setProblem('')}>
          {problem}
        </Notice>
      ) : (
        <p class="field__hint">{isAdapting ? texts.hint : `${texts.none} ${texts.hint}`}</p>
      )}
    </Card>
  );
}
