import { webgpu } from '@neurona/backend-webgpu';
const b = await (webgpu as any)({ software: true }).create();
const k = b.kernels;
const r = (shape: number[]) => k.random('uniform', shape, { seed: 1, offset: 0 });
async function time(name: string, f: () => any, flops: number) {
  const free = (o: any) => { for (const a of o.buffer ? [o] : Object.values(o)) b.free(a as any); };
  free(f()); await b.sync();
  let best = 1e9; for (let i = 0; i < 3; i++) { const t = performance.now(); const o = f(); await b.sync(); best = Math.min(best, performance.now() - t); free(o); }
  console.log(name.padEnd(34), best.toFixed(1), 'ms', (flops / best / 1e6).toFixed(3), 'GFLOP/s');
}
const g = (N: number, H: number, C: number, O: number, K = 3) => ({ inputShape: [N, H, H, C], outputShape: [N, H - K + 1, H - K + 1, O], kernelSize: [K, K], stride: [1, 1], dilation: [1, 1], padding: { top: 0, bottom: 0, left: 0, right: 0 }, groups: 1 });
{ const A = r([256, 256]), B = r([256, 256]);
  await time('matmul 256^3', () => k.matmul(A, B, {}), 2 * 256 ** 3);
  await time('matmul 256^3 tA', () => k.matmul(A, B, { transposeA: true }), 2 * 256 ** 3);
  await time('matmul 256^3 tB', () => k.matmul(A, B, { transposeB: true }), 2 * 256 ** 3); }
{ const A = r([64, 784]), B = r([784, 128]); await time('matmul 64x784x128', () => k.matmul(A, B, {}), 2 * 64 * 784 * 128); }
{ const G = g(2, 26, 32, 64); const x = r(G.inputShape), w = r([3, 3, 32, 64]), d = r(G.outputShape); const fl = 2 * 2 * 24 * 24 * 64 * 9 * 32;
  await time('conv2d 2x26x26x32->64', () => k.conv2d(x, w, G), fl);
  await time('inputGrad', () => k.conv2dInputGrad(d, w, G), fl);
  await time('filterGrad', () => k.conv2dFilterGrad(x, d, G), fl); }
{ const G = g(8, 28, 1, 32); const x = r(G.inputShape), w = r([3, 3, 1, 32]), d = r(G.outputShape); const fl = 2 * 8 * 26 * 26 * 32 * 9;
  await time('conv2d 8x28x28x1->32', () => k.conv2d(x, w, G), fl);
  await time('filterGrad', () => k.conv2dFilterGrad(x, d, G), fl); }
{ const x = r([1000, 1000]);
  await time('relu 1M', () => k.unary('relu', x), 1e6);
  await time('exp 1M', () => k.unary('exp', x), 1e6);
  await time('sum all 1M', () => k.reduce('sum', x, [0, 1]), 1e6);
  await time('sum axis0 1M', () => k.reduce('sum', x, [0]), 1e6);
  await time('sum axis1 1M', () => k.reduce('sum', x, [1]), 1e6);
  await time('softmax 1M', () => k.softmax(x), 1e6);
  await time('transpose 1M', () => k.transpose(x, [1, 0]), 1e6);
  await time('random normal 1M', () => k.random('normal', [1000, 1000], { seed: 1, offset: 0 }), 1e6);
}
