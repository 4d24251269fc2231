// internal: the commands `devices` and `doctor`
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, freemem, platform, release, totalmem } from 'node:os';
import { neurona } from '../console/started-as.js';
import { sizeInWords, style, textTable } from '../console/style.js';
import { listDevices } from '../device.js';
import { version } from '../version.js';

/** What these commands share. */
export interface MachineOptions {
  readonly json?: boolean;
}

/** Lists where this machine can compute, best first. */
export async function showDevices({ json }: MachineOptions): Promise<void> {
  const found = await listDevices();
  if (json) {
    console.log(JSON.stringify(found));
    return;
  }
  const rows = found.map((one) => [
    one.name,
    one.available ? 'yes' : 'no',
    one.available ? one.description : one.reason,
  ]);
  console.log(textTable(['device', 'works', 'what it is, or why not'], rows));
  const best = found.find(({ available }) => available)?.name;
  console.log(`\n--device auto takes ${best}; --device wasm and so on another.`);
}

/** One thing that was looked at. */
interface Finding {
  readonly what: string;
  readonly works: boolean;
  /** What it is. */
  readonly found: string;
  /** What to do where it doesn't work. */
  readonly remedy?: string;
}

/** Tells what works on this machine, and what to install for what doesn't. */
export async function doctor({ json }: MachineOptions): Promise<void> {
  const findings = [...(await programs()), ...(await computing()), await writing()];
  if (json) {
    console.log(JSON.stringify(findings));
    return;
  }
  for (const { what, works, found, remedy } of findings) {
    console.log(`${works ? style.green('ok') : style.yellow('--')}  ${style.bold(what)}: ${found}`);
    if (!works && remedy !== undefined) console.log(`      ${remedy}`);
  }
}

async function programs(): Promise<Finding[]> {
  const sharp = await import('sharp').then(
    ({ default: { versions } }) => versions.sharp,
    () => undefined,
  );
  return [
    { what: 'neurona', works: true, found: version },
    { what: 'Node.js', works: true, found: `${process.version} on ${platform()} ${release()}` },
    {
      what: 'pictures',
      works: sharp !== undefined,
      found:
        sharp === undefined
          ? 'the package sharp, which reads PNG, JPEG and WebP, is missing'
          : `sharp ${sharp}`,
      remedy: 'It is needed for pictures of your own: npm i neurona sharp',
    },
  ];
}

async function computing(): Promise<Finding[]> {
  const free = `${sizeInWords(freemem())} of ${sizeInWords(totalmem())} free`;
  const found = await listDevices();
  return [
    {
      what: 'processor',
      works: true,
      found: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} threads, ${free}`,
    },
    ...found.map((one): Finding => {
      if (one.available) return { what: `device ${one.name}`, works: true, found: one.description };
      return {
        what: `device ${one.name}`,
        works: false,
        found: one.reason,
        remedy: 'It is not needed; a GPU is faster for large networks.',
      };
    }),
  ];
}

async function writing(): Promise<Finding> {
  try {
    await rm(await mkdtemp('.neurona-'), { recursive: true });
    return { what: 'this folder', works: true, found: 'runs can be written here' };
  } catch (error) {
    return {
      what: 'this folder',
      works: false,
      found: (error as Error).message,
      remedy: `Go to a folder of your own, or name one: ${neurona} train digits --out path/to/folder`,
    };
  }
}
