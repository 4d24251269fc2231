import type { Trainer } from '../../worker/protocol.js';
import { type RaceSnapshot, RaceTrainer } from './race.js';
import type { DescentSettings } from './settings.js';
import { type SlopeSnapshot, SlopeTrainer } from './slope.js';

/** What the page shows. */
export type DescentSnapshot = RaceSnapshot | SlopeSnapshot;

/** The race on a surface, or one parameter on a curve. */
export const createDescentTrainer = (
  settings: DescentSettings,
): Promise<Trainer<DescentSettings, DescentSnapshot>> =>
  settings.view === 'race' ? RaceTrainer.begin(settings) : SlopeTrainer.begin(settings);
