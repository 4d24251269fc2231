import { join } from 'node:path';
import ts from 'typescript';
import { type Package, publicPackages, root } from './workspace.js';

/** The published packages' sources as one program. */
export interface PublicTypes {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** What each package exports, aliases resolved. */
  readonly packages: readonly { readonly name: Package['name']; readonly exports: readonly ts.Symbol[] }[];
}

let compiled: PublicTypes | undefined;

/** Compiles the sources of all published packages but `neurona`, which exports what the others do; once in a process. */
export function publicTypes(): PublicTypes {
  compiled ??= compileSources();
  return compiled;
}

function compileSources(): PublicTypes {
  const config = ts.readConfigFile(join(root, 'tooling/tsconfig/base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config.config, files: [] },
    ts.sys,
    join(root, 'tooling/checks'),
  );
  const entries = publicPackages()
    .filter(({ name }) => name !== 'neurona')
    .map(({ name, folder }) => ({ name, file: join(root, folder, 'src/index.ts') }));
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    options,
  );
  const checker = program.getTypeChecker();
  const packages = entries.map(({ name, file }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
    const exports = checker
      .getExportsOfModule(module)
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
    return { name, exports };
  });
  return { program, checker, packages };
}
