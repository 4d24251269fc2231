import { Download, FolderOpen } from 'lucide-preact';
import { useId, useRef, useState } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import type { AnyTraining } from '../shell/training-bar.js';
import { Button } from '../ui/button.js';
import { Card } from '../ui/card.js';
import { Notice } from '../ui/notice.js';
import '../ui/text-input.css';
import type { ModelSource } from './load-published.js';
import './published-model.css';
import { publishedTexts } from './texts.js';

/** Settings of {@link PublishedModel}. */
export interface PublishedModelProps {
  /** Its trainer answers `load`. */
  readonly training: AnyTraining;
  /** The name that stands there at first. */
  readonly example: string;
  readonly onLoaded?: () => void;
}

/** Loads a published model, from files or from the hub. */
export function PublishedModel({ training, example, onLoaded }: PublishedModelProps) {
  const texts = inLanguage(publishedTexts);
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(example);
  const [isReading, setReading] = useState(false);
  const [problem, setProblem] = useState('');
  const load = async (source: ModelSource) => {
    setProblem('');
    setReading(true);
    try {
      await training.ask('load', source);
      training.refresh();
      onLoaded?.();
    } catch (error) {
      setProblem(`${texts.failed} ${error instanceof Error ? error.message : ''}`);
    }
    setReading(false);
  };
  return (
    <Card title={texts.model}>
      <div class="published-ask">
        <label class="field__label" for={id}>
          {texts.hub}
        </label>
        <input
          class="text-input"
          id={id}
          value={name}
          spellcheck={false}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <div class="published-buttons">
          <Button icon={Download} disabled={isReading} onClick={() => void load({ hub: name.trim() })}>
            {texts.load}
          </Button>
          <Button icon={FolderOpen} disabled={isReading} onClick={() => picker.current?.click()}>
            {texts.pick}
          </Button>
          <input
            ref={picker}
            type="file"
            hidden
            multiple
            accept=".json,.safetensors,.jinja"
            aria-label={texts.pick}
            onChange={(event) => {
              const files = [...(event.currentTarget.files ?? [])];
              event.currentTarget.value = ''; // the same files may be chosen again
              if (files.length > 0) void load({ files });
            }}
          />
        </div>
      </div>
      {problem ? (
        <Notice kind="problem" onClose={() => setProblem('')}>
          {problem}
        </Notice>
      ) : (
        <p class="field__hint" role="status">
          {isReading ? texts.reading : texts.pickHint}
        </p>
      )}
    </Card>
  );
}
