/** Height and width of the pictures that the body is given. */
export const bodySide = 32;

/** How many features it makes of a picture. */
export const bodyFeatures = 256;
