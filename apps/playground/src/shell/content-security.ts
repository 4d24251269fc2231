/**
 * What the site may load and run: only its own files. WebAssembly is compiled, backends start workers of code that they hold
 * themselves (`blob:`), and pictures, the camera's too, are shown from memory. Published models come from the hub.
 */
const directives = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self' blob:",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob: data: mediastream:",
  'font-src': "'self'",
  'connect-src': "'self' blob: data: https://huggingface.co https://*.huggingface.co https://*.hf.co",
  'manifest-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'self'",
  'form-action': "'none'",
} as const;

/** The policy as one line; `inline` are hashes of the scripts that stand in the page itself. */
export const policy = (inline: readonly string[] = []): string =>
  Object.entries(directives)
    .map(([name, sources]) =>
      [name, sources, ...(name === 'script-src' ? inline.map((hash) => `'${hash}'`) : [])].join(' '),
    )
    .join('; ');

/** For workers, which the policy of a page's `<meta>` does not reach: the service worker adds it to their scripts. */
export const workerPolicy: string = policy(['blob:']).replace("'blob:'", 'blob:');
