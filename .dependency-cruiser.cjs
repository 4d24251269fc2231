/**
 * Who may import whom: a package imports packages of lower levels only, through their entry points. The table of levels,
 * and the sideways imports that are wanted, are in levels.json; a name with a star stands for every package of a folder.
 */
const { levels, sideways } = require('./tooling/checks/levels.json');

const top = levels.length - 1;
const adapters = 'backend-*';
const tests = '(\\.test\\.ts$|/(src/testing|bench)/)';

const pattern = (name) => name.replace('*', '[^/]+');
const anyOf = (names) => `^packages/(${names.map(pattern).join('|')})/`;

const forbidden = [
  {
    name: 'no-cycles',
    comment: 'Modules that need each other at run time; a cycle that only types close is fine.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'entry-points-only',
    comment: 'Across packages import the package name.',
    severity: 'error',
    from: { path: '^(packages/architectures/[^/]+|packages/[^/]+|apps/[^/]+|tooling/[^/]+)/' },
    to: {
      path: '^packages/',
      pathNot: ['^$1/', '/src/index\\.ts$', '/src/testing/index\\.ts$'],
    },
  },
  {
    name: 'not-the-own-entry-point',
    comment: 'Inside a package import the file.',
    severity: 'error',
    from: {
      path: '^(packages/architectures/[^/]+|packages/[^/]+)/src/',
      pathNot: tests,
    },
    to: { path: '^$1/src/index\\.ts$' },
  },
  {
    name: 'packages-below-apps',
    severity: 'error',
    from: { path: '^packages/', pathNot: '\\.config\\.ts$' },
    to: { path: '^(apps|tooling)/' },
  },
  { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
];

levels.forEach((names, level) => {
  const below = levels.slice(0, level).flat();
  for (const name of names) {
    const allowed = [
      name,
      ...below.filter((other) => level === top || !other.startsWith('backend-')),
      ...(sideways[name] ?? []),
    ];
    forbidden.push(
      {
        name: `${name.replace('/*', '')}-imports-lower-levels`,
        severity: 'error',
        from: { path: anyOf([name]), pathNot: tests },
        to: { path: '^packages/', pathNot: anyOf(allowed) },
      },
      {
        name: `${name.replace('/*', '')}-tests-import-lower-levels`,
        comment: 'Tests, and the code that they share, may pick a backend.',
        severity: 'error',
        from: { path: `${anyOf([name])}.*${tests}` },
        to: { path: '^packages/', pathNot: anyOf([...allowed, adapters]) },
      },
    );
  }
});

forbidden.push(
  {
    name: 'families-apart',
    severity: 'error',
    from: { path: '^packages/architectures/([^/]+)/', pathNot: '^packages/architectures/vae/' },
    to: { path: '^packages/architectures/', pathNot: '^packages/architectures/$1/' },
  },
  {
    name: 'vae-builds-on-autoencoders',
    severity: 'error',
    from: { path: '^packages/architectures/vae/' },
    to: { path: '^packages/architectures/', pathNot: '^packages/architectures/(vae|autoencoders)/' },
  },
);

module.exports = {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.cache)/' },
    moduleSystems: ['es6'], // a method named `require` is no import
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@neurona/source', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
