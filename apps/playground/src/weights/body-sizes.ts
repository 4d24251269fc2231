/** Height and width of the pictures that the body is given. */
export const bodySide = 32;

/** How many features it makes of a picture. */
export const bodyFeatures = 256;

/** Height and width in which the visitor's pictures are kept for networks that see more of them. */
export const keptSide = 256;
