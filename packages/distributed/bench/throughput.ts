// Examples per second of a training by several processes, and the processor time that it takes: see the README.
//   mpirun -n 2 node --conditions=@neurona/source --import tsx packages/distributed/bench/throughput.ts
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { DataLoader, digits } from '@neurona/datasets';
import { Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { fit } from '@neurona/training';
import { mpi } from '../src/index.js';

await useBackend(wasm({ threads: 1 }));
const group = await mpi();
const data = await digits();
const model = new Sequential(
  new Conv2d(1, 32, 3, { padding: 'same' }),
  new ReLU(),
  new Conv2d(32, 64, 3, { padding: 'same' }),
  new ReLU(),
  new MaxPool2d(2),
  new Flatten(),
  new Linear(4 * 4 * 64, 128),
  new ReLU(),
  new Linear(128, 10),
);
const optimizer = new SGD(model.parameters(), { learningRate: 0.05, momentum: 0.9 });
const train = (epochs: number): Promise<unknown> =>
  fit(model, new DataLoader(data, { batchSize: 256, shuffle: true }), {
    loss: 'crossEntropy',
    optimizer,
    epochs,
    progress: false,
    group,
  });

await train(1); // warms up
const epochs = 3;
await group.barrier();
const [started, before] = [performance.now(), process.cpuUsage()];
await train(epochs);
const used = process.cpuUsage(before);
const [processor] = await group.allReduce(Float64Array.of((used.user + used.system) / 1e6));
const seconds = (performance.now() - started) / 1000;
if (group.rank === 0) {
  const rate = Math.round((epochs * data.length) / seconds);
  console.log(
    `${group.size} ranks: ${rate} examples/s, ${processor!.toFixed(1)} s of processor time, ${seconds.toFixed(1)} s`,
  );
}
await group.close();
