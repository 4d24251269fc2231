import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { type Package, publicPackages, root } from './workspace.js';

const quiet = { default: { logLevel: ExtractorLogLevel.None } };

/**
 * The interface of each published package, as its built types have it, in `api.md` beside its package.json: a change of what is
 * exported is seen in review.
 * @param write - Writes the reports anew instead of comparing.
 * @returns Reports that are not as the packages are.
 */
export function apiReports(write = false): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'neurona-api-'));
  try {
    const all = publicPackages().map((one) => ({ one, config: configOf(one, folder) }));
    const [first, ...others] = all.map(({ config }) => config);
    const additionalEntryPoints = others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath);
    const compilerState = CompilerState.create(first!, { additionalEntryPoints }); // one program for all packages
    return all.flatMap(({ one, config }) => {
      const path = join(root, one.folder, 'api.md');
      const report = reportOf(one, config, compilerState);
      if (write) writeFileSync(path, report);
      const written = existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '';
      if (written === report) return [];
      return [
        `${one.folder}/api.md is not what the package exports: \`npm run generate -- --api\` after a build writes it.`,
      ];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function configOf({ folder }: Package, target: string): ExtractorConfig {
  const projectFolder = join(root, folder);
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder,
      mainEntryPointFilePath: join(projectFolder, 'dist/index.d.cts'),
      compiler: { overrideTsconfig: { compilerOptions: { ...settings, types: [] } } },
      apiReport: { enabled: true, reportFolder: target, reportTempFolder: target, reportFileName: 'report' },
      newlineKind: 'lf',
      messages: {
        extractorMessageReporting: quiet,
        tsdocMessageReporting: quiet,
        compilerMessageReporting: quiet,
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, 'package.json'),
  });
}

function reportOf({ folder }: Package, config: ExtractorConfig, compilerState: CompilerState): string {
  const { succeeded } = Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true;
    },
  });
  if (!succeeded) throw new Error(`${folder}: its types can't be reported; build it first.`);
  return readFileSync(config.reportFilePath, 'utf8')
    .replace(/^ *\/\/ \(undocumented\)\n/gm, '')
    .replace(/^> Do not edit.*\n\n/m, '');
}

const settings = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2023', 'esnext.disposable', 'dom'],
  skipLibCheck: true,
};
