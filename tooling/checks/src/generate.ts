// Writes the generated files of the repository: the packages' entry points.
import { entryPoints } from './entry-points.js';

const problems = entryPoints(false);
for (const problem of problems) console.error(problem);
console.log(
  `generate: ${problems.length === 0 ? 'entry points are up to date' : `${problems.length} problems`}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
