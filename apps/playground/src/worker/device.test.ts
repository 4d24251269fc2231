import { expect, it } from 'vitest';
import { factsOf, reasonOf, startDevice } from './device.js';

it('reads threads and adapter out of what backends say of themselves', () => {
  expect(factsOf('wasm', 'WebAssembly relaxed SIMD, 2 threads')).toEqual({
    threads: 2,
    isSoftware: false,
    adapter: '',
  });
  expect(factsOf('wasm', 'WebAssembly SIMD, one thread').threads).toBe(1);
  expect(factsOf('webgpu', 'WebGPU in software: SwiftShader (google swiftshader)')).toEqual({
    threads: 1,
    isSoftware: true,
    adapter: 'SwiftShader (google swiftshader)',
  });
});

it('knows the reasons that backends give', () => {
  expect(reasonOf('navigator.gpu is missing: this browser has no WebGPU or it is switched off')).toBe(
    'missing',
  );
  expect(reasonOf('navigator.gpu is missing: WebGPU needs a secure page (https or localhost)')).toBe(
    'insecure',
  );
  expect(reasonOf('no adapter: the browser found no usable GPU (see its page about:gpu)')).toBe('noAdapter');
  expect(reasonOf('WebAssembly lacks SIMD')).toBe('noSimd');
  expect(reasonOf('something else')).toBe('failed');
});

it('begins with what suits the page where the choice is automatic', async () => {
  const [cpu, onCpu] = await startDevice('auto', { suited: 'cpu' });
  expect([onCpu.name, onCpu.skipped]).toEqual(['cpu', []]);
  cpu.dispose();
  const [wasm, onWasm] = await startDevice('auto', { suited: 'wasm' });
  expect([onWasm.name, onWasm.skipped]).toEqual(['wasm', []]);
  wasm.dispose();
});
