import { flag, integer, number, type Schema } from '../../shell/state-fields.js';

/** Height and width of a digit. */
export const side = 8;

/** Columns of the sheet: a class each. */
export const classes = 10;

/** Rows of the sheet: noise of its own each, the same in every column. */
export const rows = 6;

/** What the page sets. */
export interface GanDigitsSettings {
  /** Factor of the R1 penalty, which keeps the discriminator flat at real digits. */
  readonly r1: number;
  /** Learning rate of both networks. */
  readonly learningRate: number;
  /** Which noise the sheet is drawn from. */
  readonly hand: number;
  /** Whether the noise goes from that of the first row to that of the last, or each row has its own. */
  readonly walks: boolean;
  /** The digit of the sheet that is looked into, row by row. */
  readonly chosen: number;
}

/** What the page begins with, and how it stands in the address. */
export const ganDigitsSchema: Schema<GanDigitsSettings> = {
  initial: { r1: 0.3, learningRate: 0.002, hand: 1, walks: false, chosen: 3 },
  fields: {
    r1: number(0, 10),
    learningRate: number(0.0001, 0.1),
    hand: integer(1, 999),
    walks: flag,
    chosen: integer(0, rows * classes - 1),
  },
};
