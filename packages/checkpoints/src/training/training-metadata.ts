// internal: what the metadata of a file say when it holds a whole training
export const version = '1';
export const keys = { version: 'neurona.training', state: 'neurona.state' } as const;

/** Whether the metadata are those of a whole training. */
export const isTrainingMetadata = (metadata: Readonly<Record<string, string>>): boolean =>
  metadata[keys.version] !== undefined;
