import { createHash } from 'node:crypto';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { policy } from './src/shell/content-security.js';

/** Cross-origin isolation, which threads in WebAssembly want. On static hosts the service worker adds these. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Writes the content security policy into the built page, with the hashes of the scripts that stand in it. */
const contentSecurity: Plugin = {
  name: 'content-security',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html) {
      const scripts = [...html.matchAll(/<script(?![^>]* src=)[^>]*>([\s\S]*?)<\/script>/g)];
      const hashes = scripts.map(
        ([, code]) => `sha256-${createHash('sha256').update(code!).digest('base64')}`,
      );
      const content = policy(hashes);
      return html.replace(
        /(<meta charset="utf-8" \/>)/,
        `$1\n    <meta http-equiv="Content-Security-Policy" content="${content}" />`,
      );
    },
  },
};

/** What pages alone use, and several of them share: weights and files of them, networks for images, attention, tokenizers, what writes. */
const isOfPages =
  /[\\/](checkpoints|weights|architectures[\\/]cnn|hub|generation|published)[\\/]|[\\/](multihead-attention|character-tokenizer)\.ts$/;

/** Parts that are loaded when a page is entered, backends apart: the service worker keeps them when they are used. */
const names = {
  chunkFileNames: ({
    isDynamicEntry,
    facadeModuleId,
    moduleIds,
  }: {
    readonly isDynamicEntry: boolean;
    readonly facadeModuleId: string | null;
    readonly moduleIds: readonly string[];
  }) =>
    (isDynamicEntry && !/[\\/]backend-\w+[\\/]/.test(facadeModuleId ?? '')) ||
    moduleIds.some((id) => isOfPages.test(id))
      ? 'assets/pages/[name]-[hash].js'
      : 'assets/[name]-[hash].js',
  assetFileNames: ({ names: [name = ''] }: { readonly names: readonly string[] }) =>
    /^main\.css$/.test(name) ? 'assets/pages/[name]-[hash][extname]' : 'assets/[name]-[hash][extname]',
};

const standIns = process.env.PLAYGROUND_STAND_INS; // page tests build a second entry, with pages that stand in for later ones

export default defineConfig({
  base: './', // the site works from any folder
  resolve: { conditions: ['@neurona/source', 'module', 'browser', 'development|production'] },
  plugins: [
    contentSecurity,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globPatterns: ['**/*.{html,js,css,svg,woff2,wasm,webmanifest,png,json,bin}'],
        globIgnores: ['**/geist-{cyrillic,vietnamese,latin-ext}*', '**/stand-ins*'],
        maximumFileSizeToCacheInBytes: 8 * 2 ** 20,
      },
    }),
  ],
  worker: { format: 'es', rolldownOptions: { output: names } },
  build: {
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      ...(standIns && { input: ['index.html', 'stand-ins.html'] }),
      output: names,
    },
  },
  server: { headers: isolation },
  preview: { headers: isolation },
});
