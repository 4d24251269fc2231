// internal: mistakes of a command, and exit codes
/** A command, a setting or a file that isn't what the command needs: the message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Exit codes of the program. */
export const exitCodes = {
  /** Everything was done. */
  done: 0,
  /** It failed: a file, the data, the device, the training. */
  failed: 1,
  /** The command was wrong: an unknown command, option or setting. */
  wrongUse: 2,
  /** It was stopped by Ctrl-C, and what was reached is saved. */
  interrupted: 130,
} as const;
