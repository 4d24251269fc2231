import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import { useSize } from '../plane/use-size.js';
import { theme } from '../theme/theme.js';
import { drawTiles } from './draw-tiles.js';
import type { NetworkPart } from './network-part.js';
import type { NumberEdit } from './number-edit.js';
import type { Pass } from './pass.js';
import type { PassPlace } from './pass-place.js';
import { layOut, type UnitPlace } from './tile-layout.js';
import { tileName } from './tile-name.js';
import { TileValues, TileWeights } from './tile-numbers.js';
import './network.css';
import { networkTexts } from './texts.js';
import { fieldOfUnit, type TiledNetwork, type UnitAddress, widthsOf } from './unit-field.js';

/** Settings of {@link TileNetwork}. */
export interface TileNetworkProps {
  readonly snapshot: TiledNetwork;
  /** The unit that is looked at: pointed at, or chosen. */
  readonly looked: UnitAddress | undefined;
  /** The unit that stays when the pointer leaves. */
  readonly chosen: UnitAddress | undefined;
  readonly onPoint: (unit: UnitAddress | undefined) => void;
  readonly onChoose: (unit: UnitAddress | undefined) => void;
  /** The weight of the chosen unit that is looked into. */
  readonly weight?: NetworkPart | undefined;
  readonly onWeight: (weight: NetworkPart) => void;
  /** Overwrites a weight of the chosen unit. */
  readonly onEdit: (edit: NumberEdit) => void;
  /** An example in slow motion, and how far it has come: shown in place of the weights. */
  readonly pass?: Pass | undefined;
  readonly place?: PassPlace | undefined;
}

/** The network, each unit as the picture of what it answers in the plane. Arrow keys move from unit to unit. */
export function TileNetwork(props: TileNetworkProps) {
  const { snapshot, looked, chosen, onPoint, onChoose, weight, onWeight, onEdit, pass, place } = props;
  const texts = inLanguage(networkTexts);
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [width, height] = useSize(canvas);
  const [focused, setFocused] = useState<UnitAddress>({ layer: 1, unit: 0 });
  const currentTheme = theme.value;
  const widths = widthsOf(snapshot);
  const layout = useMemo(() => layOut(widths, width, height), [String(widths), width, height]);

  useEffect(() => {
    if (width === 0) return;
    const frame = requestAnimationFrame(() =>
      drawTiles(canvas.current!, [width, height], {
        layout,
        layers: snapshot.layers,
        fieldOf: (place) => fieldOfUnit(snapshot, place),
        chosen: pass ? undefined : looked,
        active: pass && place ? place.layer : undefined,
      }),
    );
    return () => cancelAnimationFrame(frame);
  }, [snapshot, layout, looked, currentTheme, pass, place?.layer]);

  const move = (event: KeyboardEvent, { layer, unit }: UnitPlace) => {
    const columns: Record<string, number> = { ArrowLeft: layer - 1, ArrowRight: layer + 1 };
    const rows: Record<string, number> = { ArrowUp: unit - 1, ArrowDown: unit + 1 };
    if (event.key === 'Escape') return onChoose(undefined);
    if (columns[event.key] === undefined && rows[event.key] === undefined) return;
    event.preventDefault();
    const column = layout.columns[columns[event.key] ?? layer];
    if (!column) return;
    const next = { layer: column[0]!.layer, unit: clamp(rows[event.key] ?? unit, column.length) };
    setFocused(next);
    box.current?.querySelector<HTMLElement>(`[data-unit="${next.layer} ${next.unit}"]`)?.focus();
  };
  const stop = clampTo(widths, focused);
  const size = Math.max(layout.picture, Math.min(layout.pitch, 40));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
    <div ref={box} class="tiles" role="group" aria-label={texts.tiles.label} data-phases>
      <canvas ref={canvas} class="tiles__canvas" />
      {width > 0 &&
        layout.columns.flat().map((place) => {
          const address = { layer: place.layer, unit: place.unit };
          return (
            <button
              key={`${place.layer} ${place.unit}`}
              type="button"
              class="tiles__unit"
              data-unit={`${place.layer} ${place.unit}`}
              style={{ left: place.x, top: place.y, width: size, height: size }}
              aria-label={tileName(place, widths)}
              aria-pressed={isSame(chosen, place)}
              tabIndex={isSame(stop, place) ? 0 : -1}
              onPointerEnter={(event) => event.pointerType === 'mouse' && onPoint(address)}
              onPointerLeave={() => onPoint(undefined)}
              onFocus={(event) => event.currentTarget.matches(':focus-visible') && onPoint(address)}
              onBlur={() => onPoint(undefined)}
              onClick={() => onChoose(isSame(chosen, place) ? undefined : address)}
              onKeyDown={(event) => move(event, place)}
            />
          );
        })}
      {width > 0 && pass && <TileValues layout={layout} pass={pass} place={place} />}
      {width > 0 && !pass && chosen && chosen.layer > 0 && (
        <TileWeights
          layout={layout}
          layers={snapshot.layers}
          unit={chosen}
          looked={weight}
          onLook={onWeight}
          onEdit={onEdit}
        />
      )}
    </div>
  );
}

/** Whether two addresses name the same unit. */
const isSame = (a: UnitAddress | undefined, b: UnitAddress): boolean =>
  a?.layer === b.layer && a.unit === b.unit;

const clamp = (value: number, length: number) => Math.min(Math.max(value, 0), length - 1);

const clampTo = (widths: readonly number[], { layer, unit }: UnitAddress): UnitAddress => {
  const l = clamp(layer, widths.length);
  return { layer: l, unit: clamp(unit, widths[l]!) };
};
