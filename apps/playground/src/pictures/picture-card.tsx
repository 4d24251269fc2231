import { Camera, CameraOff, ImageUp } from 'lucide-preact';
import { inLanguage } from '../i18n/texts.js';
import { Button } from '../ui/button.js';
import { Card } from '../ui/card.js';
import { FileButton } from '../ui/file-button.js';
import { PictureChoice } from '../ui/picture-choice.js';
import { ColorTile } from './color-tile.js';
import './pictures.css';
import { type PictureName, pictureNames } from './sources.js';
import { pictureTexts } from './texts.js';
import type { CameraControl } from './use-camera.js';

/** Settings of {@link PictureCard}. */
export interface PictureCardProps {
  /** A built-in picture, or another word for one's own. */
  readonly source: string;
  readonly thumbnails: readonly Uint8ClampedArray[] | undefined;
  readonly camera: CameraControl;
  readonly onSource: (name: PictureName) => void;
  readonly onFile: (file: File) => void;
}

/** The built-in pictures, a file, the camera. */
export function PictureCard({ source, thumbnails, camera, onSource, onFile }: PictureCardProps) {
  const texts = inLanguage(pictureTexts);
  return (
    <Card title={texts.picture}>
      <PictureChoice
        label={texts.picture}
        value={source}
        choices={pictureNames.map((value, i) => ({
          value,
          label: texts.sources[value],
          picture: <ColorTile bytes={thumbnails?.[i] ?? blank} width={thumbnailSide} />,
        }))}
        onChange={onSource}
      />
      <div class="pictures-own__buttons">
        <FileButton accept="image/*" icon={ImageUp} onFile={onFile}>
          {texts.open}
        </FileButton>
        {camera.state === 'off' ? (
          <Button icon={Camera} onClick={camera.start}>
            {texts.startCamera}
          </Button>
        ) : (
          <Button icon={CameraOff} busy={camera.state === 'starting'} onClick={camera.stop}>
            {texts.stopCamera}
          </Button>
        )}
      </div>
    </Card>
  );
}

const thumbnailSide = 40;
const blank = new Uint8Array(3 * thumbnailSide ** 2);
