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
  /** Default that it is a picture. */
  readonly title?: string;
  /** A built-in picture, or another word for one's own. */
  readonly source: string;
  readonly thumbnails: readonly Uint8ClampedArray[] | undefined;
  readonly camera: CameraControl;
  readonly onSource: (name: PictureName) => void;
  readonly onFile: (file: File) => void;
}

/** The built-in pictures, a file, the camera. */
export function PictureCard({ title, source, thumbnails, camera, onSource, onFile }: PictureCardProps) {
  const texts = inLanguage(pictureTexts);
  return (
    <Card title={title ?? texts.picture}>
      <PictureChoice
        label={title ?? texts.picture}
        value={source}
        choices={pictureNames.map((value, i) => ({
          value,
          label: texts.sources[value],
          picture: <ColorTile bytes={thumbnails?.[i] ?? blankThumbnail} width={thumbnailSide} />,
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

/** Height and width of a small picture. */
export const thumbnailSide = 40;

/** What stands where it is not drawn yet. */
export const blankThumbnail: Uint8Array = new Uint8Array(3 * thumbnailSide ** 2);
