/** Leaves out of a published package.json what only this repository has: its sources, tools and scripts. */
export const hooks = {
  beforePacking({ devDependencies: _tools, scripts: _scripts, ...manifest }) {
    for (const field of ['exports', 'imports'])
      if (manifest[field]) manifest[field] = published(manifest[field]);
    return manifest;
  },
};

const published = (conditions) =>
  typeof conditions === 'object' && conditions !== null
    ? Object.fromEntries(
        Object.entries(conditions).flatMap(([name, target]) =>
          name === '@neurona/source' ? [] : [[name, published(target)]],
        ),
      )
    : conditions;
