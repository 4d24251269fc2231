// internal

const upTo29 = [
  ...['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  ...['diez', 'once', 'doce', 'trece', 'catorce', 'quince'],
  ...['dieciséis', 'diecisiete', 'dieciocho', 'diecinueve'],
  ...['veinte', 'veintiuno', 'veintidós', 'veintitrés', 'veinticuatro'],
  ...['veinticinco', 'veintiséis', 'veintisiete', 'veintiocho', 'veintinueve'],
];
const tens = ['treinta', 'cuarenta', 'cincuenta', 'sesenta', 'setenta', 'ochenta', 'noventa'];
const hundreds = [
  ...['ciento', 'doscientos', 'trescientos', 'cuatrocientos', 'quinientos'],
  ...['seiscientos', 'setecientos', 'ochocientos', 'novecientos'],
];

/** A number below a million in Spanish, as it is counted: "veintiuno", "treinta y un mil". */
export function spanishNumber(n: number): string {
  const thousands = Math.floor(n / 1000);
  if (thousands === 0) return upTo999(n);
  const before = thousands === 1 ? 'mil' : `${beforeNoun(upTo999(thousands))} mil`;
  return n % 1000 === 0 ? before : `${before} ${upTo999(n % 1000)}`;
}

function upTo999(n: number): string {
  if (n < 30) return upTo29[n]!;
  if (n < 100) {
    const ten = tens[Math.floor(n / 10) - 3]!;
    return n % 10 === 0 ? ten : `${ten} y ${upTo29[n % 10]}`;
  }
  if (n === 100) return 'cien';
  const hundred = hundreds[Math.floor(n / 100) - 1]!;
  return n % 100 === 0 ? hundred : `${hundred} ${upTo999(n % 100)}`;
}

/** Before "mil", uno loses its o; what is left of veintiuno is stressed on its last syllable and gets an accent. */
const beforeNoun = (words: string): string => words.replace(/veintiuno$/, 'veintiún').replace(/uno$/, 'un');
