import { Download } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { ColorTile } from '../../pictures/color-tile.js';
import { ConfusionTable } from '../../signs/confusion-table.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import type { TeachAnswer, TeachSnapshot } from '../../teaching/train.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { FileButton } from '../../ui/file-button.js';
import { Notice } from '../../ui/notice.js';
import { bodySide } from '../../weights/body-sizes.js';
import { saveFile } from '../../weights/save-file.js';
import { teachTexts } from './texts.js';

const mistakesShown = 12;

/** Settings of {@link HeldOutCard}. */
export interface HeldOutCardProps {
  readonly snapshot: TeachSnapshot;
  readonly names: readonly string[];
}

/** What the network says of held-out pictures: the confusion matrix, and those that it gets wrong. */
export function HeldOutCard({ snapshot, names }: HeldOutCardProps) {
  const texts = inLanguage(teachTexts);
  const { tested, held, mistaken, computed, reused } = snapshot;
  return (
    <Card title={texts.confusion}>
      <div class="teach-confusion">
        <ConfusionTable counts={tested.confusion} names={names} />
        <div>
          <p class="card__note numbers">
            {held > 0 && texts.share(formatPercent(tested.accuracy), formatNumber(held))}
          </p>
          <p class="field__label">{texts.wrong}</p>
          {mistaken.length === 0 ? (
            <p class="field__hint">{texts.none}</p>
          ) : (
            <div class="teach-class__pictures" aria-hidden="true">
              {mistaken.slice(0, mistakesShown).map((bytes, i) => (
                <span key={i} class="teach-thumb teach-thumb--held">
                  <ColorTile bytes={bytes} width={bodySide} />
                </span>
              ))}
            </div>
          )}
          {computed + reused > 0 && (
            <p class="field__hint">{texts.kept(formatNumber(computed), formatNumber(reused))}</p>
          )}
        </div>
      </div>
    </Card>
  );
}

const tile = 16; // features in a row: 16 × 16

/** The numbers of an answer: features, the head's weights for a class, and their products, which are summed. */
export function InsideCard({ answer, name }: { readonly answer: TeachAnswer; readonly name: string }) {
  const texts = inLanguage(teachTexts);
  const { features, weights, bias } = answer;
  const products = features.map((value, i) => value * weights[i]!);
  const score = products.reduce((sum, value) => sum + value, bias);
  return (
    <Card title={texts.inside(name)}>
      <div class="teach-inside">
        {(
          [
            [texts.features, features],
            [texts.weights, weights],
            [texts.products, products],
          ] as const
        ).map(([label, values]) => (
          <figure key={label}>
            <TensorTile values={values} width={tile} look="signed" label={label} />
            <figcaption class="card__note">{label}</figcaption>
          </figure>
        ))}
      </div>
      <p class="numbers">
        <strong>{texts.score(formatNumber(score, 2))}</strong>
      </p>
    </Card>
  );
}

/** Settings of {@link FilesCard}. */
export interface FilesCardProps {
  readonly isOff: boolean;
  /** The bytes of a file of the network. */
  readonly onSave: (kind: 'save' | 'onnx') => Promise<Uint8Array<ArrayBuffer>>;
  /** Takes a file; rejects where it holds something else. */
  readonly onLoad: (bytes: Uint8Array) => Promise<void>;
}

const largestFile = 5_000_000; // bytes; this network's are some 450,000
const kinds = [
  ['save', 'safetensors'],
  ['onnx', 'onnx'],
] as const;

/** Saves the network, and loads it again. */
export function FilesCard({ isOff, onSave, onLoad }: FilesCardProps) {
  const texts = inLanguage(teachTexts);
  const [problem, setProblem] = useState<string | undefined>();
  const load = async (file: File) => {
    setProblem(undefined);
    if (file.size > largestFile) return setProblem(`${texts.notWeights} ${texts.tooLarge}`);
    await onLoad(new Uint8Array(await file.arrayBuffer())).catch(() => setProblem(texts.notWeights));
  };
  return (
    <Card title={texts.model}>
      <div class="teach-files">
        {kinds.map(([kind, ending]) => (
          <Button
            key={kind}
            icon={Download}
            disabled={isOff}
            onClick={() =>
              void onSave(kind).then(
                (bytes) => saveFile(bytes, `taught.${ending}`),
                () => {},
              )
            }
          >
            {texts[kind]}
          </Button>
        ))}
        <FileButton accept=".safetensors" disabled={isOff} onFile={(file) => void load(file)}>
          {texts.load}
        </FileButton>
      </div>
      {problem ? (
        <Notice kind="problem" onClose={() => setProblem(undefined)}>
          {problem}
        </Notice>
      ) : (
        <p class="field__hint">{texts.fileHint}</p>
      )}
    </Card>
  );
}
