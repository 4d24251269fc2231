import { createRequire } from 'node:module';
import { build } from 'esbuild';

/**
 * Registers the gradients of tfjs's operations. Their module can't be loaded by Node as it is (its imports lack file endings), so
 * it is bundled first; the registry that it writes to is global.
 */
export async function registerGradients(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve(
    '@tensorflow/tfjs-core/dist/register_all_gradients.js',
  );
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'error',
  });
  const code = Buffer.from(outputFiles[0]!.contents).toString('base64');
  await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`);
}
