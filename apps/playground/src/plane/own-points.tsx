import { Eraser, Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { formatNumber } from '../i18n/numbers.js';
import { defineTexts, inLanguage } from '../i18n/texts.js';
import { Button } from '../ui/button.js';
import { FileButton } from '../ui/file-button.js';
import { Notice } from '../ui/notice.js';
import { Segmented } from '../ui/segmented.js';
import type { Range } from './place.js';
import './plane-view.css';
import { type ClassedPoint, readCsv } from './points-csv.js';

/** What a tap in the plane does. */
export type Tool = 'a' | 'b' | 'erase';

/** Settings of {@link OwnPoints}. */
export interface OwnPointsProps {
  readonly points: readonly ClassedPoint[];
  readonly onChange: (points: readonly ClassedPoint[]) => void;
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  /** The part of the plane that is shown, along both axes. */
  readonly range: Range;
  /** The most points that a file may bring. */
  readonly most: number;
}

const reach = 0.25; // how near to a point the eraser has to come

/** The points after a tap in the plane. */
export function pointsAfter(
  points: readonly ClassedPoint[],
  tool: Tool,
  [x, y, isSecond]: readonly [x: number, y: number, isSecond: boolean],
  most: number,
): readonly ClassedPoint[] {
  if (tool !== 'erase') {
    const label = Number((tool === 'b') !== isSecond) as 0 | 1;
    return [...points, { x, y, label }].slice(-most);
  }
  const distances = points.map((point) => Math.hypot(point.x - x, point.y - y));
  const nearest = distances.indexOf(Math.min(...distances));
  return distances[nearest]! <= reach ? points.filter((_, i) => i !== nearest) : points;
}

/** The tools for points of one's own in a plane: which class a tap adds, the eraser, a CSV file. */
export function OwnPoints({ points, onChange, tool, onTool, range, most }: OwnPointsProps) {
  const texts = inLanguage(ownTexts);
  const [problem, setProblem] = useState<string | undefined>();
  const open = async (file: File) => {
    const read = readCsv(await file.text(), range, most);
    if ('points' in read) onChange(read.points);
    setProblem(
      'points' in read
        ? undefined
        : read.wrongLine === 0
          ? texts.noPoints
          : texts.wrongLine(formatNumber(read.wrongLine)),
    );
  };
  return (
    <>
      <Segmented<Tool>
        label={texts.tool}
        value={tool}
        choices={[
          { value: 'a', label: texts.tools.a },
          { value: 'b', label: texts.tools.b },
          { value: 'erase', label: texts.tools.erase, icon: Eraser },
        ]}
        onChange={onTool}
        hint={texts.toolHint}
      />
      <div class="own-points">
        <Button icon={Trash2} disabled={points.length === 0} onClick={() => onChange([])}>
          {texts.clear}
        </Button>
        <FileButton accept=".csv,.tsv,.txt" onFile={(file) => void open(file)}>
          {texts.file}
        </FileButton>
      </div>
      {problem ? (
        <Notice kind="problem" onClose={() => setProblem(undefined)}>
          {problem}
        </Notice>
      ) : (
        <p class="field__hint">{texts.fileHint}</p>
      )}
    </>
  );
}

const ownTexts = defineTexts(
  {
    tool: 'Tap in the plane to',
    tools: { a: 'add class 0', b: 'add class 1', erase: 'erase' },
    toolHint:
      'On the keyboard: arrows move a cross in the plane, Enter uses the tool, Shift+Enter the other class.',
    clear: 'Erase all',
    file: 'Points from a CSV file',
    fileHint: 'Lines of x, y, class.',
    wrongLine: (line: string) => `Line ${line} is not x, y and one of two classes.`,
    noPoints: 'There are no points in that file: it needs lines of x, y, class.',
  },
  {
    tool: 'Toca el plano para',
    tools: { a: 'añadir clase 0', b: 'añadir clase 1', erase: 'borrar' },
    toolHint:
      'Con el teclado: las flechas mueven una cruz en el plano, Intro usa la herramienta, Mayús+Intro la otra clase.',
    clear: 'Borrar todo',
    file: 'Puntos de un archivo CSV',
    fileHint: 'Líneas de x, y, clase.',
    wrongLine: (line: string) => `La línea ${line} no es x, y y una de dos clases.`,
    noPoints: 'En ese archivo no hay puntos: necesita líneas de x, y, clase.',
  },
);
