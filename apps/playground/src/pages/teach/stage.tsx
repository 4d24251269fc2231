import { Camera, CameraOff, CircleDot, Eraser, ImageUp, Plus } from 'lucide-preact';
import { formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { ColorTile } from '../../pictures/color-tile.js';
import { ProblemNotice } from '../../pictures/source-picker.js';
import type { CameraControl } from '../../pictures/use-camera.js';
import { largestOf, ProbabilityBars } from '../../signs/probability-bars.js';
import { pen } from '../../teaching/classes.js';
import type { TeachAnswer } from '../../teaching/head.js';
import type { Shown } from '../../teaching/shown.js';
import { Button, IconButton } from '../../ui/button.js';
import { DrawPad, type Strokes } from '../../ui/draw-pad.js';
import { FileButton } from '../../ui/file-button.js';
import { bodySide, keptSide } from '../../weights/body-sizes.js';
import { teachTexts } from './texts.js';

/** Settings of {@link Stage}. */
export interface StageProps {
  readonly strokes: Strokes;
  readonly onDraw: (strokes: Strokes) => void;
  /** A picture in place of the drawing. */
  readonly picture: Shown | undefined;
  /** Whether the network sees the larger picture. */
  readonly isLarge: boolean;
  readonly camera: CameraControl;
  readonly onFile: (file: File) => void;
  /** What the classes are called. */
  readonly names: readonly string[];
  readonly answer: TeachAnswer | undefined;
  readonly chosen: number;
  readonly onChoose: (chosen: number) => void;
  /** Adds the picture to the class that is chosen. */
  readonly onAdd: () => void;
  readonly isRecording: boolean;
  readonly onRecord: () => void;
}

/** What is shown to the network: a sheet, the camera or a picture; and its answer. */
export function Stage(props: StageProps) {
  const { strokes, onDraw, picture, isLarge, camera, onFile, names, answer, chosen, onChoose } = props;
  const { onAdd, isRecording, onRecord } = props;
  const texts = inLanguage(teachTexts);
  const isLive = camera.state === 'live';
  const best = answer && largestOf(answer.probabilities);
  const target = names[chosen] ?? '';
  return (
    <div class="teach-stage">
      <div class="teach-input">
        {picture ? (
          <ColorTile
            bytes={isLarge ? picture.square : picture.bytes}
            width={isLarge ? keptSide : bodySide}
            label={isLive ? texts.camera : texts.picture}
          />
        ) : (
          <DrawPad label={texts.pad} strokes={strokes} onChange={onDraw} pen={pen} />
        )}
        {camera.problem && <ProblemNotice problem={camera.problem} onClose={camera.forget} />}
      </div>
      <div class="teach-answer">
        <p class="teach-said">
          <strong>{best === undefined ? texts.empty : names[best]}</strong>
          {best !== undefined && <span class="numbers">{formatPercent(answer!.probabilities[best]!)}</span>}
        </p>
        <ProbabilityBars
          label={texts.probabilities}
          names={names}
          values={answer?.probabilities}
          chosen={chosen}
          onChoose={onChoose}
        />
        {isLive ? (
          <Button icon={CircleDot} wide pressed={isRecording} onClick={onRecord}>
            {texts.record(target)}
          </Button>
        ) : (
          <Button icon={Plus} wide disabled={!picture && strokes.length === 0} onClick={onAdd}>
            {texts.add(target)}
          </Button>
        )}
      </div>
      <div class="teach-sources">
        <IconButton label={texts.draw} icon={Eraser} onClick={() => onDraw([])} />
        {camera.state === 'off' ? (
          <IconButton label={texts.startCamera} icon={Camera} onClick={camera.start} />
        ) : (
          <IconButton label={texts.stopCamera} icon={CameraOff} pressed onClick={camera.stop} />
        )}
        <FileButton accept="image/*" icon={ImageUp} multiple onFile={onFile}>
          {texts.files}
        </FileButton>
      </div>
    </div>
  );
}
