// `pnpm generate`: writes the generated files of the repository; with `--api` the reports of what packages export, from their builds.
import { apiReports } from './api-reports.js';
import { generatedFiles } from './generated-files.js';

const problems = process.argv.includes('--api') ? apiReports(true) : await generatedFiles(false);
for (const problem of problems) console.error(problem);
console.log(
  `generate: ${problems.length === 0 ? 'everything is up to date' : `${problems.length} problems`}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
