// internal: what a camera noted in a JPEG photo (EXIF)

const orientationTag = 0x0112;

/** Whether a JPEG photo is to be turned by a quarter; not if its notes are missing or damaged. */
export function liesOnItsSide(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
      while (view.getUint8(at + 1) === 0xff) at++; // fill bytes
      const marker = view.getUint8(at + 1);
      if (marker === 0xda || marker === 0xd9) return false;
      const isExif = marker === 0xe1 && view.getUint32(at + 4) === 0x45786966; // "Exif"
      if (isExif) return orientation(view, at + 10) >= 5;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // they end too early
  }
  return false;
}

/** The orientation, from 1 to 8, in notes laid out as a TIFF file; 1 if they have none. */
function orientation(view: DataView, start: number): number {
  const isLittle = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, isLittle);
  const count = view.getUint16(directory, isLittle);
  for (let entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12) {
    if (view.getUint16(entry, isLittle) !== orientationTag) continue;
    const value = view.getUint16(entry + 8, isLittle);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
