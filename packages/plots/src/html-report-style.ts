// internal: the style of the page
import { fontFamily, tones } from './theme.js';

const variables = (side: 'light' | 'dark'): string =>
  (['surface', 'ink', 'muted', 'grid', 'cell'] as const)
    .map((name) => `--${name}:${tones[name][side]}`)
    .join(';');

/** The style of a report's page, in the colours of the pictures; these shrink to 0.7 at most, so that text stays readable. */
export const reportStyle = `:root{color-scheme:light dark;${variables('light')};--page:#f6f7f9}
@media (prefers-color-scheme:dark){:root{${variables('dark')};--page:#0d1015}}
*{box-sizing:border-box}
body{margin:0 auto;padding:clamp(1rem,4vw,2.5rem);max-width:54rem;background:var(--page);color:var(--ink);font:1rem/1.55 ${fontFamily};-webkit-text-size-adjust:100%}
h1{margin:0;font-size:clamp(1.5rem,5vw,2.1rem);line-height:1.2;letter-spacing:-.01em;overflow-wrap:anywhere}
header p{margin:.4rem 0 0;color:var(--muted)}
section{margin-top:2.5rem}
h2{margin:0 0 .9rem;font-size:1.2rem;line-height:1.3}
p{max-width:44rem;margin:0 0 1rem;overflow-wrap:anywhere}
figure{width:fit-content;max-width:100%;margin:0 0 1.25rem;padding:.25rem;background:var(--surface);border:1px solid var(--grid);border-radius:10px}
figcaption,caption{color:var(--muted);font-size:.875rem;text-align:left}
figcaption{padding:.25rem 1rem .75rem}
caption{padding-bottom:.5rem}
.scroll{overflow-x:auto}
.scroll>svg{display:block;min-width:calc(.7*var(--width));max-width:100%;height:auto}
pre{width:fit-content;max-width:100%;margin:0 0 1.25rem;padding:.9rem 1rem;overflow-x:auto;background:var(--surface);border:1px solid var(--grid);border-radius:10px;font:.82rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}
table{border-collapse:collapse;margin:0 0 1.25rem;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{padding:.42rem .9rem .42rem 0;border-bottom:1px solid var(--grid);text-align:left;vertical-align:top}
th{color:var(--muted);font-weight:600;white-space:nowrap}
.number{text-align:right}
@media print{:root{--page:#fff}section{break-inside:avoid}}`;
