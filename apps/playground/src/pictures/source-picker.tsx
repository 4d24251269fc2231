import { Camera, CameraOff, ImageUp } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import { Button } from '../ui/button.js';
import { Card } from '../ui/card.js';
import { FileButton } from '../ui/file-button.js';
import { Notice } from '../ui/notice.js';
import { PictureChoice } from '../ui/picture-choice.js';
import { Segmented } from '../ui/segmented.js';
import { painted } from './paint.js';
import type { Picture } from './picture.js';
import './pictures.css';
import { type PictureSettings, pictureNames, pictureSizes } from './sources.js';
import { pictureTexts } from './texts.js';
import type { SourceControl, SourceProblem } from './use-source.js';

/** Settings of {@link SourcePicker}. */
export interface SourcePickerProps {
  readonly control: SourceControl;
  readonly settings: PictureSettings;
  readonly onChange: (changes: Partial<PictureSettings>) => void;
}

/** The drawn pictures, a file, the camera, and how many pixels they have. Takes files that are dropped or pasted too. */
export function SourcePicker({ control, settings, onChange }: SourcePickerProps) {
  const texts = inLanguage(pictureTexts);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      if (file) control.open(file);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files are chosen by the button too
    <div
      class={`pictures-source${isOver ? ' pictures-source--over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (file) control.open(file);
      }}
    >
      <Card title={texts.picture}>
        <PictureChoice
          label={texts.picture}
          value={settings.source}
          choices={pictureNames.map((value, i) => ({
            value,
            label: texts.sources[value],
            picture: <Thumbnail picture={control.thumbnails?.[i]} />,
          }))}
          onChange={control.show}
        />
        <div class="pictures-own">
          <div class="pictures-own__buttons">
            <FileButton accept="image/*" icon={ImageUp} onFile={control.open}>
              {texts.open}
            </FileButton>
            {control.isLive ? (
              <Button icon={CameraOff} onClick={control.stopCamera}>
                {texts.stopCamera}
              </Button>
            ) : (
              <Button icon={Camera} busy={control.isStarting} onClick={control.startCamera}>
                {texts.startCamera}
              </Button>
            )}
            <p class="field__hint">{texts.openHint}</p>
          </div>
          <Segmented
            label={texts.pixels}
            value={String(settings.pixels)}
            choices={pictureSizes.map((size) => ({
              value: String(size),
              label: String(size),
              disabled: settings.source === 'output' || (settings.source === 'camera' && !control.isLive),
            }))}
            onChange={(size) => onChange({ pixels: Number(size) })}
          />
          <Segmented
            label={texts.colors}
            value={settings.isColor ? 'color' : 'gray'}
            choices={texts.colorings}
            onChange={(value) => onChange({ isColor: value === 'color' })}
          />
        </div>
        {control.problem && <ProblemNotice problem={control.problem} onClose={control.forget} />}
      </Card>
    </div>
  );
}

/** Settings of {@link ProblemNotice}. */
export interface ProblemNoticeProps {
  readonly problem: SourceProblem;
  readonly onClose: () => void;
}

/** What is wrong with a picture or the camera, and what to do. */
export function ProblemNotice({ problem, onClose }: ProblemNoticeProps) {
  const texts = inLanguage(pictureTexts).problems;
  const { kind, detail } = problem;
  const advice =
    kind === 'large'
      ? texts.largest(detail)
      : kind === 'unknown' || kind === 'damaged'
        ? texts.readable
        : texts.cameraHint;
  return (
    <Notice kind="problem" title={texts[kind]} onClose={onClose}>
      {advice}
    </Notice>
  );
}

function Thumbnail({ picture }: { readonly picture: Picture | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !picture) return;
    const image = context.createImageData(picture.width, picture.height);
    painted(picture, 'clipped', noColors, image.data);
    context.putImageData(image, 0, 0);
  }, [picture]);
  return <canvas ref={canvas} width={picture?.width ?? 40} height={picture?.height ?? 40} />;
}

const noColors = [
  [0, 0, 0],
  [0, 0, 0],
  [0, 0, 0],
] as const;
