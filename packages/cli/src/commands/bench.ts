// internal: the command `bench`
import { crossEntropy, Linear, type Module, Sequential } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { manualSeed, randn, scoped, type Tensor, tensor } from '@neurona/tensor';
import { textTable } from '../console/style.js';
import { chooseDevice, listDevices } from '../device.js';
import { builtInRecipe } from '../recipes/recipe-file.js';

/** What `neurona bench` was told. */
export interface BenchOptions {
  readonly device?: string;
  readonly json?: boolean;
}

const secondsEach = 1;
const size = 512; // of square matrices
const batchSize = 64;

/** Times a matrix product and steps of training on each device, for about a second each. */
export async function bench({ device, json }: BenchOptions): Promise<void> {
  const names = device === undefined || device === 'auto' ? await usable() : [device];
  const found: { device: string; gigaflops: number; exampleRate: number; mlpRate: number }[] = [];
  for (const name of names) {
    await chooseDevice(name);
    manualSeed(1);
    found.push({
      device: name,
      gigaflops: await products(),
      exampleRate: await convSteps(),
      mlpRate: await mlpSteps(),
    });
  }
  if (json) {
    console.log(JSON.stringify(found));
    return;
  }
  const columns = ['device', `product ${size} × ${size}`, 'digits, training', 'MLP 784-512-10, training'];
  const rows = found.map((one) => [
    one.device,
    `${one.gigaflops.toPrecision(3)} GFLOP/s`,
    `${one.exampleRate.toFixed(0)} examples/s`,
    `${one.mlpRate.toFixed(0)} examples/s`,
  ]);
  console.log(textTable(columns, rows));
}

/** All but the reference, which is too slow to be of use. */
const usable = async (): Promise<string[]> =>
  (await listDevices()).filter(({ name, available }) => available && name !== 'cpu').map(({ name }) => name);

/** How often something runs in a second, after a first time that doesn't count. */
async function rate(run: () => Tensor): Promise<number> {
  const once = async (): Promise<void> => {
    const result = run();
    await result.data();
    result.dispose();
  };
  await once();
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < 1000 * secondsEach; count++) await once();
  return (1000 * count) / (performance.now() - start);
}

async function products(): Promise<number> {
  const [a, b] = [randn([size, size]), randn([size, size])];
  const perSecond = await rate(() => scoped(() => a.matmul(b).sum()));
  a.dispose();
  b.dispose();
  return (2 * size ** 3 * perSecond) / 1e9;
}

async function convSteps(): Promise<number> {
  const { task, settings } = builtInRecipe('digits');
  const facts = {
    height: 8,
    width: 8,
    channels: 1,
    classNames: Array.from({ length: 10 }, (_, i) => String(i)),
  };
  return await steps((await task.build(settings, facts)) as Module, [batchSize, 8, 8, 1]);
}

const mlpSteps = (): Promise<number> =>
  steps(new Sequential(new Linear(784, 512), new Linear(512, 10)), [batchSize, 784]);

async function steps(model: Module, shape: readonly number[]): Promise<number> {
  const optimizer = new Adam(model.parameters());
  const images = randn(shape);
  const classes = tensor(Int32Array.from({ length: batchSize }, (_, i) => i % 10));
  const perSecond = await rate(() =>
    scoped(() => {
      optimizer.zeroGrad();
      const loss = crossEntropy(model.forward(images) as Tensor, classes);
      loss.backward();
      optimizer.step();
      return loss.detach();
    }),
  );
  optimizer.dispose();
  model.dispose();
  images.dispose();
  classes.dispose();
  return batchSize * perSecond;
}
