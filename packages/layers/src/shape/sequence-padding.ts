/** Elements added before and after a sequence: one number for both, or [left, right]. */
export type SequencePadding = number | readonly [left: number, right: number];
