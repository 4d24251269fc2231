/** Weights of the visitor's own. Settings are compared as JSON, where its name stands for it. */
export class OwnNetwork {
  constructor(
    /** Another one for each file. */
    readonly id: string,
    readonly file: File,
  ) {}

  toJSON(): string {
    return this.id;
  }
}
