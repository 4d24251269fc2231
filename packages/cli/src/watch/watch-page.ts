// internal: the page of `watch`
import { type Block, htmlReport, plotLearningCurve, type ReportSection } from '@neurona/plots';
import { differingSettings, type WatchedRun } from './watched-runs.js';

const everyMs = 2000; // how often the page looks for news

/**
 * The page, with a script that brings it up to date; the nonce lets that script run, and no other. What it may load is said by the server:
 * a report's own policy, which lets nothing run, would hold beside that.
 */
export function watchPage(runs: readonly WatchedRun[], token: string, nonce: string): string {
  const page = htmlReport({
    title: 'Runs',
    subtitle:
      runs.length === 0
        ? 'None yet. This page shows the first as soon as it begins.'
        : `${runs.length}, the latest first`,
    sections: runs.length === 0 ? [] : sectionsOf(runs),
  });
  return page
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '<link rel="icon" href="data:,">')
    .replace(/<\/body>/, () => `${linksOf(runs, token)}<script nonce="${nonce}">${script}</script></body>`);
}

function sectionsOf(runs: readonly WatchedRun[]): ReportSection[] {
  const rows = runs.map(({ name, recipe, state, epochs }) => [name, recipe, state, epochs.length]);
  const recipes = [...new Set(runs.map(({ recipe }) => recipe))];
  return [
    { title: 'Where they are', blocks: [{ table: { columns: ['run', 'recipe', 'state', 'epochs'], rows } }] },
    ...recipes.map((recipe) => ({
      title: recipe,
      blocks: comparison(runs.filter((run) => run.recipe === recipe)),
    })),
  ];
}

/** Runs of one recipe side by side: scores, settings that differ, curves. */
function comparison(runs: readonly WatchedRun[]): Block[] {
  const names = runs.map(({ name }) => name);
  const scores = [...new Set(runs.flatMap((run) => Object.keys(run.scores)))];
  const scored = scores.map((score) => [score, ...runs.map((run) => shortened(run.scores[score]))]);
  const differing = differingSettings(runs);
  return [
    ...(scored.length > 0 ? [{ table: { columns: ['score', ...names], rows: scored } }] : []),
    ...(differing.length > 0 ? [{ table: { columns: ['setting', ...names], rows: differing } }] : []),
    ...curvesOf(runs),
  ];
}

/** A score as it is shown: counts are whole. */
const shortened = (value: number | undefined): string =>
  Number.isInteger(value) ? String(value) : (value?.toPrecision(4) ?? '');

/** A picture for each number, with a curve for each run. */
function curvesOf(runs: readonly WatchedRun[]): Block[] {
  const names = [...new Set(runs.flatMap(({ epochs }) => epochs.flatMap((epoch) => Object.keys(epoch))))];
  const blocks = names.map((name): Block => {
    const curves = runs.flatMap((run): [string, { mean: number[]; epochs: number[] }][] => {
      const measured = run.epochs.flatMap((epoch, i) => (name in epoch ? [i] : []));
      if (measured.length === 0) return [];
      return [
        [run.name, { mean: measured.map((i) => run.epochs[i]![name]!), epochs: measured.map((i) => i + 1) }],
      ];
    });
    return { svg: plotLearningCurve({ [name]: Object.fromEntries(curves) }, { title: name }) };
  });
  return blocks.length > 0 ? blocks : [{ text: 'No epoch has ended yet.' }];
}

/** Reports and drawings, under addresses of this server. */
function linksOf(runs: readonly WatchedRun[], token: string): string {
  const address = (kind: string, name: string, more: Readonly<Record<string, string>> = {}): string =>
    `/${kind}?${new URLSearchParams({ run: name, token, ...more }).toString().replaceAll('&', '&amp;')}`;
  const parts = runs.flatMap(({ name, hasReport, drawnAt }) => [
    ...(hasReport
      ? [`<p><a href="${address('report', name)}" target="_blank">Report of ${escaped(name)}</a></p>`]
      : []),
    ...(drawnAt > 0 // in the address too: a browser loads what is drawn anew
      ? [
          `<p><img src="${address('drawing', name, { at: String(drawnAt) })}" style="max-width:100%;height:auto" alt="What ${escaped(name)} draws"></p>`,
        ]
      : []),
  ]);
  return parts.length > 0 ? `<section><h2>Reports and pictures</h2>${parts.join('')}</section>` : '';
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const script = `
  setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(location.href).catch(() => undefined);
    if (!answer?.ok) {
      const news = answer
        ? 'This is the latest news: the runs can’t be read now.'
        : 'This is the latest news: the program that shows this page has ended.';
      const known = document.getElementById('old');
      const note = known ?? document.createElement('p');
      if (note.textContent === news) return;
      note.id = 'old';
      note.setAttribute('role', 'status');
      note.textContent = news;
      if (!known) document.body.prepend(note);
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const one of fresh.querySelectorAll('script')) one.remove();
    const old = document.body.cloneNode(true);
    for (const one of old.querySelectorAll('script')) one.remove();
    if (old.innerHTML !== fresh.body.innerHTML) document.body.replaceChildren(...fresh.body.childNodes);
  }, ${everyMs});
`;
