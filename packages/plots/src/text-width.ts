// internal: there is no font to measure with, so widths are estimated from what a wide sans-serif needs
const narrow = /[ijlI.,:;|!'()[\]{} ]/;
const broad =
  /[mwMW@%—]|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]|\p{Extended_Pictographic}/u;

/** Estimates how wide one line of text is, in pixels. */
export function textWidth(text: string, fontSize: number): number {
  let em = 0;
  for (const character of text) em += broad.test(character) ? 1 : narrow.test(character) ? 0.38 : 0.63;
  return em * fontSize;
}

/** Cuts a line of text that is wider than `width` pixels and ends it with an ellipsis. */
export function shorten(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, fontSize) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
