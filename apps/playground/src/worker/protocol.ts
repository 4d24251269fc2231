import type { Device, DeviceChoice, DeviceName } from './device.js';
import type { Problem } from './problem.js';
import type { Transferred } from './transfer.js';

/** What a page's worker computes: made anew for each reset, on the device that was chosen before. No DOM. */
export interface Trainer<Settings, Snapshot> {
  /** One unit of training, as an epoch or a batch: what the step button does. Returns `true` when there is no more to do. */
  step(): boolean | undefined | Promise<boolean | undefined>;
  /** What the page shows. May wait for the device; called at most once a frame. */
  snapshot(): Snapshot | Transferred<Snapshot> | Promise<Snapshot | Transferred<Snapshot>>;
  /** Takes other settings over while it trains. Returns `false` if that needs a new trainer; without it every change does. */
  update?(settings: Settings): boolean;
  /** Answers to the page's own questions, by name: `training.ask('predict', pixels)`. */
  readonly answers?: Answers;
  /** Frees every tensor. */
  dispose(): void;
}

/**
 * Functions that answer questions of a page: one argument that can be cloned, and a result that can. An async generator streams
 * its answer: what it yields comes to the page part by part, and training goes on between the parts.
 */
export type Answers = Readonly<Record<string, (input: never) => unknown>>;

/** What a trainer is made with. */
export interface TrainerContext {
  /** Tells the page how far a download is; `total` is `undefined` where it is unknown. */
  onProgress(loaded: number, total: number | undefined): void;
}

/** Makes a trainer. `manualSeed(seed)` was called before. */
export type CreateTrainer<Settings, Snapshot> = (
  settings: Settings,
  seed: number,
  context: TrainerContext,
) => Trainer<Settings, Snapshot> | Promise<Trainer<Settings, Snapshot>>;

/** Loads the code that makes a trainer. */
export type LoadTrainer = () => Promise<CreateTrainer<never, unknown>>;

/** How far a download is, in bytes. */
export interface DownloadProgress {
  readonly loaded: number;
  readonly total: number | undefined;
}

/** What the worker is started with. */
export interface StartOptions<Settings> {
  /** Which trainer the worker loads. */
  readonly trainer: string;
  readonly settings: Settings;
  readonly seed: number;
  readonly device: DeviceChoice;
  /** The device that `auto` begins with, measured for the page's sizes; default WebGPU. */
  readonly suited?: DeviceName | undefined;
  /** Whether WebGPU may be played by the CPU, for tests. */
  readonly software: boolean;
  /** Steps a second, `Infinity` for as many as go. */
  readonly speed: number;
}

/** Page to worker. */
export type Command<Settings> =
  | ({ readonly type: 'open' } & StartOptions<Settings>)
  | { readonly type: 'start' }
  | { readonly type: 'pause' }
  | { readonly type: 'step' }
  | { readonly type: 'reset'; readonly seed: number }
  | { readonly type: 'settings'; readonly settings: Settings }
  | { readonly type: 'speed'; readonly speed: number }
  | { readonly type: 'ask'; readonly id: number; readonly question: string; readonly input: unknown }
  | { readonly type: 'next'; readonly id: number } // the next part of a streamed answer
  | { readonly type: 'stop'; readonly id: number } // no more parts of it
  | { readonly type: 'shown' } // the page has taken the last snapshot over: it may have the next
  | { readonly type: 'show' } // a snapshot, after a question that changed something
  | { readonly type: 'dispose' };

/** Whether a command changes what the trainer is doing: a snapshot follows it. */
export const isOrder = ({ type }: Command<unknown>): boolean =>
  type === 'start' || type === 'pause' || type === 'step' || type === 'reset' || type === 'settings';

/** What a trainer is doing. */
export type Activity = 'idle' | 'running' | 'finished';

/** Worker to page. */
export type Report<Snapshot> =
  | { readonly type: 'ready'; readonly device: Device }
  | {
      readonly type: 'snapshot';
      readonly snapshot: Snapshot;
      /** Steps since the last reset. */
      readonly steps: number;
      readonly activity: Activity;
      /** How many {@link isOrder | orders} the worker has carried out. */
      readonly orders: number;
    }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'part'; readonly id: number; readonly part: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly problem: Problem }
  | { readonly type: 'progress'; readonly loaded: number; readonly total: number | undefined }
  | { readonly type: 'problem'; readonly during: 'open' | 'training'; readonly problem: Problem }
  | { readonly type: 'disposed'; readonly buffers: number };

/** One end of the line between page and worker: a `Worker`, a worker's global scope, or a `MessagePort`. */
export interface Line {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
}
