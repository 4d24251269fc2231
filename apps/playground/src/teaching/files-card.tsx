import { Download } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import { Button } from '../ui/button.js';
import { Card } from '../ui/card.js';
import { FileButton } from '../ui/file-button.js';
import { Notice } from '../ui/notice.js';
import { saveFile } from '../weights/save-file.js';
import { networkTexts } from './texts.js';

/** Settings of {@link FilesCard}. */
export interface FilesCardProps {
  readonly isOff: boolean;
  /** Whether the body is a published network. */
  readonly isPublished: boolean;
  /** The bytes of a file of the network. */
  readonly onSave: (kind: 'save' | 'onnx') => Promise<Uint8Array<ArrayBuffer>>;
  /** Takes a file; rejects where it holds something else. */
  readonly onLoad: (file: File) => Promise<void>;
}

const largestFile = 100_000_000; // bytes; with the small body some 450,000, with ResNet-34 85 million
const kinds = [
  ['save', 'safetensors'],
  ['onnx', 'onnx'],
] as const;

/** Saves the network, and loads it again. */
export function FilesCard({ isOff, isPublished, onSave, onLoad }: FilesCardProps) {
  const texts = inLanguage(networkTexts);
  const [problem, setProblem] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(false);
  const during = async (work: () => Promise<void>, failed: string) => {
    setProblem(undefined);
    setBusy(true);
    await work().catch(() => setProblem(failed));
    setBusy(false);
  };
  const save = async (kind: 'save' | 'onnx', ending: string) =>
    saveFile(await onSave(kind), `taught.${ending}`);
  const load = (file: File) => {
    if (file.size > largestFile) return setProblem(`${texts.notWeights} ${texts.tooLarge}`);
    void during(() => onLoad(file), texts.notWeights);
  };
  return (
    <Card title={texts.model}>
      <div class="teach-files">
        {kinds.map(([kind, ending]) => (
          <Button
            key={kind}
            icon={Download}
            disabled={isOff || isBusy}
            onClick={() => void during(() => save(kind, ending), texts.notSaved)}
          >
            {texts[kind]}
          </Button>
        ))}
        <FileButton accept=".safetensors" disabled={isOff || isBusy} onFile={load}>
          {texts.openSaved}
        </FileButton>
      </div>
      {problem ? (
        <Notice kind="problem" onClose={() => setProblem(undefined)}>
          {problem}
        </Notice>
      ) : (
        <p class="field__hint">{isPublished ? texts.wholeHint : texts.fileHint}</p>
      )}
    </Card>
  );
}
