import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.js';

const versions = { tfjsNode: '4.22.0', tensorflow: '2.15.1', nodeGyp: '12.4.0' };

/** The version of Node-API that tfjs-node is built for, and the folder in which it looks for its addon. */
const napi = 8;

/** What is taken out of the wheel: the libraries, and the headers of the C API with what they include. */
const wanted = [
  'libtensorflow_cc.so.2',
  'libtensorflow_framework.so.2',
  'include/tensorflow/c/',
  'include/tensorflow/core/platform/',
  'include/tsl/',
];

const unpack = `
import sys, zipfile
wheel, into, *wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(into, [name for name in archive.namelist() if name.startswith(tuple('tensorflow/' + start for start in wanted))])
`;

/**
 * Installs tfjs-node without its download and builds its addon on the library of Python's package `tensorflow`, which has CUDA, or
 * `tensorflow-cpu`. Needs Linux on x86-64, Python 3 with pip, and a C++ compiler.
 * @returns The package's folder. One that was built before is taken as it is.
 */
export function buildAddon(cache: string, cuda: boolean): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`[tfjs-node] expected Linux on x64, got ${process.platform} on ${process.arch}.`);
  }
  const name = cuda ? 'tfjs-node-gpu' : 'tfjs-node';
  const place = join(cache, `${name}-${versions.tfjsNode}-tensorflow-${versions.tensorflow}`);
  const within = join('node_modules', '@tensorflow', name);
  if (existsSync(join(place, within))) return join(place, within);
  const building = `${place}.part`; // renamed when it is complete
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  writeFileSync(join(building, 'package.json'), '{ "private": true }\n');
  const packages = [`@tensorflow/${name}@${versions.tfjsNode}`, `node-gyp@${versions.nodeGyp}`];
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], building);
  fetchLibrary(building, cuda ? 'tensorflow' : 'tensorflow-cpu');
  linkLibrary(join(building, within));
  compile(building, join(building, within));
  renameSync(building, place);
  return join(place, within);
}

/** Puts TensorFlow's library and headers into `tensorflow/`. */
function fetchLibrary(folder: string, name: string): void {
  const from = ['--python-version', '3.11', '--platform', 'manylinux2014_x86_64', '--only-binary=:all:'];
  const args = ['download', '--no-deps', ...from, '-d', 'wheel', `${name}==${versions.tensorflow}`];
  run('python3', ['-m', 'pip', ...args], folder);
  const wheel = readdirSync(join(folder, 'wheel')).find((file) => file.endsWith('.whl'))!;
  run('python3', ['-c', unpack, join('wheel', wheel), '.', ...wanted], folder);
  rmSync(join(folder, 'wheel'), { recursive: true });
}

/** Links library and headers to where binding.gyp expects them. Links are relative: the folder is renamed. */
function linkLibrary(addon: string): void {
  const up = '../../../../../tensorflow';
  mkdirSync(join(addon, 'deps', 'lib'), { recursive: true });
  for (const [name, file] of [
    ['libtensorflow.so', 'libtensorflow_cc.so.2'], // the name to link by
    ['libtensorflow_framework.so', 'libtensorflow_framework.so.2'],
    ['libtensorflow_cc.so.2', 'libtensorflow_cc.so.2'], // the name to load by
    ['libtensorflow_framework.so.2', 'libtensorflow_framework.so.2'],
  ] as const)
    symlinkSync(join(up, file), join(addon, 'deps', 'lib', name));
  symlinkSync('../../../../tensorflow/include', join(addon, 'deps', 'include'));
}

function compile(folder: string, addon: string): void {
  const gyp = join(folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const ownHeaders = join(dirname(process.execPath), '..');
  const headers = [ownHeaders, '/usr'].find((root) => existsSync(join(root, 'include/node/common.gypi')));
  const target = join(addon, 'lib', `napi-v${napi}`);
  mkdirSync(target, { recursive: true });
  const args = [`--napi_build_version=${napi}`, '--module_name=tfjs_binding', `--module_path=${target}`];
  if (headers) args.push(`--nodedir=${headers}`); // else it downloads them
  run(process.execPath, [gyp, 'rebuild', '--loglevel=error', ...args], addon);
}
