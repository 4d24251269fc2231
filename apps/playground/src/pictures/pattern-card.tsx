import { ImageUp } from 'lucide-preact';
import { inLanguage } from '../i18n/texts.js';
import { Card } from '../ui/card.js';
import { FileButton } from '../ui/file-button.js';
import { PictureChoice } from '../ui/picture-choice.js';
import { ColorTile } from './color-tile.js';
import { type PatternName, patternNames } from './patterns.js';
import { blankThumbnail, thumbnailSide } from './picture-card.js';
import { pictureTexts } from './texts.js';

/** Settings of {@link PatternCard}. */
export interface PatternCardProps {
  readonly title: string;
  /** A pattern, or another word for one's own. */
  readonly pattern: string;
  readonly thumbnails: readonly Uint8ClampedArray[] | undefined;
  readonly onPattern: (name: PatternName) => void;
  readonly onFile: (file: File) => void;
}

/** The patterns, or a file. */
export function PatternCard({ title, pattern, thumbnails, onPattern, onFile }: PatternCardProps) {
  const texts = inLanguage(pictureTexts);
  return (
    <Card title={title}>
      <PictureChoice
        label={title}
        value={pattern}
        choices={patternNames.map((value, i) => ({
          value,
          label: texts.patterns[value],
          picture: <ColorTile bytes={thumbnails?.[i] ?? blankThumbnail} width={thumbnailSide} />,
        }))}
        onChange={onPattern}
      />
      <div class="pictures-own__buttons">
        <FileButton accept="image/*" icon={ImageUp} onFile={onFile}>
          {texts.openPattern}
        </FileButton>
      </div>
    </Card>
  );
}
