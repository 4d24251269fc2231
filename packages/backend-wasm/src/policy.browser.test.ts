import { afterEach, describe, expect, it } from 'vitest';

/** What `devices()` and `create()` say in a page with a content security policy. */
async function under(policy: string): Promise<{ found: unknown[]; started: string }> {
  const frame = document.createElement('iframe');
  const answer = new Promise<{ found: unknown[]; started: string }>((resolve) => {
    window.addEventListener('message', ({ data, source }) => {
      if (source === frame.contentWindow) resolve(data);
    });
  });
  const script = new URL('./testing/devices-page.ts', import.meta.url).href;
  frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">
    <script type="module" src="${script}"></script>`;
  document.body.append(frame);
  return answer;
}

describe('a page with a content security policy', () => {
  afterEach(() => document.querySelector('iframe')?.remove());

  it('that forbids WebAssembly is told so, before anything is started', async () => {
    const { found, started } = await under("script-src 'self' 'unsafe-inline'");
    const reason =
      "compiling WebAssembly is forbidden: the page's content security policy has to allow 'wasm-unsafe-eval' for scripts";
    expect(found).toEqual([{ name: 'wasm', available: false, reason }]);
    expect(started).toContain(reason);
  });

  it('that forbids workers has one thread', async () => {
    const { found, started } = await under(
      "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'",
    );
    expect(found).toEqual([
      { name: 'wasm', available: true, description: 'WebAssembly relaxed SIMD, one thread' },
    ]);
    expect(started).toBe('WebAssembly relaxed SIMD, one thread');
  });

  it('that allows both has several', async () => {
    const { found, started } = await under(
      "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:",
    );
    expect(found).toEqual([
      { name: 'wasm', available: true, description: 'WebAssembly relaxed SIMD, 2 threads' },
    ]);
    expect(started).toBe('WebAssembly relaxed SIMD, 2 threads');
  });
});
