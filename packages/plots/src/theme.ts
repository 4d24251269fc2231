// internal: colours and fonts
/** A colour on a light page and the one that takes its place on a dark page. */
export interface Tone {
  readonly light: string;
  readonly dark: string;
}

const tone = (light: string, dark: string): Tone => ({ light, dark });

/** Every colour of the pictures; the light ones are all different, since the dark style finds elements by them. */
export const tones = {
  surface: tone('#ffffff', '#14181f'),
  ink: tone('#1c2128', '#e4e9ef'),
  muted: tone('#5a6472', '#9ba6b3'),
  grid: tone('#dfe3e8', '#2c333d'),
  hit: tone('#18793a', '#45c26b'),
  miss: tone('#c9252d', '#ff7a70'),
  cell: tone('#f2f4f7', '#1d232c'),
  heat: tone('#083f86', '#5e9ff0'),
  cold: tone('#a33b00', '#ffa257'),
  node: tone('#eaf1fb', '#1b2a3f'),
  inkOnPale: tone('#07090c', '#fefefe'),
  inkOnHeat: tone('#fffffe', '#05070b'),
} as const satisfies Record<string, Tone>;

/** How a series looks: its colour and, so that colour is not the only difference, its dashes. */
export interface SeriesLook {
  readonly tone: Tone;
  readonly dashes: string;
}

/** Looks of the series in their order; training is usually the first, validation the second. */
export const seriesLooks: readonly SeriesLook[] = [
  { tone: tone('#1763cf', '#63a9ff'), dashes: '' },
  { tone: tone('#c24f06', '#ff9d55'), dashes: '5 3' },
  { tone: tone('#1a7a45', '#4fcf86'), dashes: '' },
  { tone: tone('#7d45d6', '#bd95ff'), dashes: '5 3' },
  { tone: tone('#b8326f', '#ff82b8'), dashes: '' },
  { tone: tone('#0b7285', '#4cc9dd'), dashes: '5 3' },
  { tone: tone('#806000', '#dcb73f'), dashes: '' },
  { tone: tone('#4a5568', '#a9b6c8'), dashes: '5 3' },
];

/** Fonts that are there already on common systems. */
export const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** The class of the pictures' root, which scopes their style when several stand in one page. */
export const rootClass = 'neurona-figure';

/** The class that Plot puts on each panel. */
export const panelClass = 'neurona-panel';

/** The style inside every picture; a viewer that doesn't read it shows the light colours, which are attributes. */
export function figureStyle(): string {
  const dark = [...Object.values(tones), ...seriesLooks.map((look) => look.tone)].flatMap(({ light, dark }) =>
    ['fill', 'stroke'].map((name) => `.${rootClass} [${name}="${light}"]{${name}:${dark}}`),
  );
  return [
    `:where(.${rootClass}){max-width:100%;height:auto}`,
    `:where(.${rootClass} text){white-space:pre}`,
    `@media (prefers-color-scheme:dark){.${rootClass}{color:${tones.ink.dark}}`,
    ...dark,
    '}',
  ].join('\n');
}
