// internal

/** A class or function of exported programs, and those that it needs. */
export interface SupportPart {
  readonly needs?: readonly string[];
  readonly text: string;
}
