import type { DeviceArray } from './device-array.js';

/** Kinds of recurrent cells, which differ in how they combine x W + b and h W + b: Elman's with tanh or ReLU, LSTM, GRU. */
export type RecurrentKind = 'tanh' | 'relu' | 'lstm' | 'gru';

/**
 * Arrays of one step of a recurrent layer over sequences of L steps, N at once, with H hidden features and gates of width
 * G = H ('tanh', 'relu'), 4 H ('lstm': i, f, g, o) or 3 H ('gru': r, z, n). Rows `step` of `states` and `saved` are written,
 * and `cell` is updated in place. A sequence whose length is at most `step` keeps its state. With q = h W + b:
 *
 *     tanh, relu    h' = act(x + q)
 *     lstm    c' = σ(f) c + σ(i) tanh(g), h' = σ(o) tanh(c'); each of i, f, g, o the sum of its parts of x and q
 *     gru    n = tanh(x_n + σ(r) q_n), h' = n + σ(z) (h - n); r and z sums of their parts of x and q
 */
export interface RecurrentStep {
  readonly kind: RecurrentKind;
  readonly step: number;
  /** x: the input's part of the gates, of all steps, `[L, N, G]`. */
  readonly input: DeviceArray;
  /** h `[N, H]`. */
  readonly hidden: DeviceArray;
  /** W `[H, G]`. */
  readonly weight: DeviceArray;
  /** b `[G]`, of GRU alone: in the others it can be a part of x. */
  readonly bias?: DeviceArray | undefined;
  /** c `[N, H]`, of LSTM alone. */
  readonly cell?: DeviceArray | undefined;
  /** Number of steps of each sequence, int32 `[N]`; all have L without it. */
  readonly lengths?: DeviceArray | undefined;
  /** Hidden states `[L, N, H]`. */
  readonly states: DeviceArray;
  /** For the derivative, `[L, N, S]`: h' ('tanh', 'relu'); σ(i), σ(f), tanh(g), σ(o), c; or σ(r), σ(z), n, q_n, h. */
  readonly saved: DeviceArray;
}

/**
 * Arrays of one backward step. With dh = row `step` of `gradStates` + `recurrent` + `carry`: row `step` of `gradInput` and
 * `gradRecurrent` becomes the gradient of x and q, `carry` that of h except through q, and `cell`, the gradient of c',
 * that of c. A sequence whose length is at most `step` has no gradient of x and q, and its dh stays in `carry`.
 */
export interface RecurrentStepGrad {
  readonly kind: RecurrentKind;
  readonly step: number;
  /** Gradients of the hidden states `[L, N, H]`. */
  readonly gradStates: DeviceArray;
  /** Gradient of h' through the next step's q, `[N, H]`; none at the last step. */
  readonly recurrent?: DeviceArray | undefined;
  /** `[N, H]`. */
  readonly carry: DeviceArray;
  /** `[N, H]`, of LSTM alone. */
  readonly cell?: DeviceArray | undefined;
  readonly lengths?: DeviceArray | undefined;
  /** What the steps saved. */
  readonly saved: DeviceArray;
  /** `[L, N, G]`. */
  readonly gradInput: DeviceArray;
  /** `[L, N, G]`, of GRU alone: for the others it is `gradInput`. */
  readonly gradRecurrent?: DeviceArray | undefined;
}
