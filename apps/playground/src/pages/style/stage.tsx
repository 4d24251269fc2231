import { Camera } from 'lucide-preact';
import { useMemo } from 'preact/hooks';
import { Lit } from '../../guide/light.js';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { ColorTile } from '../../pictures/color-tile.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { Button } from '../../ui/button.js';
import { ownSide } from './settings.js';
import { styleTexts } from './texts.js';
import type { GramPair, StyleSnapshot } from './train.js';

/** Settings of {@link Pictures}. */
export interface PicturesProps {
  readonly snapshot: StyleSnapshot | undefined;
  /** What content and style are called. */
  readonly names: { readonly content: string; readonly style: string };
  /** What the camera sees. */
  readonly preview: Uint8Array | undefined;
  readonly onTake: () => void;
}

/** Content and style, and the picture that is made of both. */
export function Pictures({ snapshot, names, preview, onTake }: PicturesProps) {
  const texts = inLanguage(styleTexts);
  const side = snapshot?.side ?? 1;
  return (
    <div class="style-pictures">
      <div class="style-sources">
        <figure>
          {preview ? (
            <ColorTile bytes={preview} width={ownSide} label={texts.live} />
          ) : (
            <ColorTile
              bytes={snapshot?.content ?? blank}
              width={side}
              label={texts.of(texts.content, names.content)}
            />
          )}
          <figcaption>{texts.content}</figcaption>
          {preview && (
            <Button icon={Camera} wide onClick={onTake}>
              {texts.take}
            </Button>
          )}
        </figure>
        <figure>
          <ColorTile
            bytes={snapshot?.style ?? blank}
            width={side}
            label={texts.of(texts.style, names.style)}
          />
          <figcaption>{texts.style}</figcaption>
        </figure>
      </div>
      <figure class="style-made">
        <ColorTile
          bytes={snapshot?.picture ?? blank}
          width={side}
          label={texts.made(names.content, names.style)}
        />
        {snapshot && (
          <figcaption class="numbers">
            {texts.shares(formatPercent(snapshot.styleShare, 1), formatPercent(snapshot.contentShare))}
          </figcaption>
        )}
      </figure>
    </div>
  );
}

const blank = new Uint8Array(3).fill(128);

/** The Gram matrices of the style's layers: the style's above, the picture's below. */
export function Grams({ grams }: { readonly grams: readonly GramPair[] }) {
  const texts = inLanguage(styleTexts);
  return (
    <Lit name="grams">
      <div class="style-grams">
        {grams.map((gram) => (
          <Gram key={gram.layer} gram={gram} />
        ))}
      </div>
      <p class="field__hint">{texts.gramHint}</p>
    </Lit>
  );
}

function Gram({ gram: { layer, size, wanted, found } }: { readonly gram: GramPair }) {
  const texts = inLanguage(styleTexts);
  const [style, own] = useMemo(() => [wanted.map(Math.sqrt), found.map(Math.sqrt)], [wanted, found]);
  const most = useMemo(() => style.reduce((a, b) => Math.max(a, b), 0) || 1, [style]);
  const rows = [
    [texts.ofStyle, style],
    [texts.ofPicture, own],
  ] as const;
  return (
    <section class="style-gram">
      <h3 class="numbers">
        {layer} <span>{texts.channels(formatNumber(size))}</span>
      </h3>
      {rows.map(([name, values]) => (
        <figure key={name}>
          <TensorTile values={values} width={size} look="ink" most={most} label={`${layer}, ${name}`} />
          <figcaption>{name}</figcaption>
        </figure>
      ))}
    </section>
  );
}
