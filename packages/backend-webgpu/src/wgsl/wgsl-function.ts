// internal
/** A WGSL function and the functions that it calls. */
export interface WGSLFunction {
  readonly needs?: readonly string[];
  readonly code: string;
}
