/**
 * Elements added around a volume: a number for all sides, [front and back, top and bottom, left and right], or each side by name.
 */
export type VolumePadding =
  | number
  | readonly [number, number, number]
  | {
      readonly front?: number;
      readonly back?: number;
      readonly top?: number;
      readonly bottom?: number;
      readonly left?: number;
      readonly right?: number;
    };
