// internal: floats of 16 bits, from and to float32

/** The bits of float32 values; they lie where the values lie. */
const bitsOf = (values: Float32Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, values.length);

/** Halves (1 sign, 5 exponent and 10 fraction bits) as float32. */
export function fromHalves(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  const bits = bitsOf(values);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i]!;
    const exponent = half & 0x7c00;
    if (exponent === 0) values[i] = (half & 0x8000 ? -1 : 1) * (half & 0x3ff) * 2 ** -24;
    else {
      const rebased = exponent === 0x7c00 ? 0x7f800000 : (exponent << 13) + 0x38000000; // infinite and NaN stay so
      bits[i] = ((half & 0x8000) << 16) | rebased | ((half & 0x3ff) << 13);
    }
  }
  return values;
}

/** The halves next to float32 values; of two equally near ones the even one. */
export function toHalves(values: Float32Array): Uint16Array {
  const bits = bitsOf(values);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < halves.length; i++) {
    const sign = (bits[i]! >>> 16) & 0x8000;
    const magnitude = bits[i]! & 0x7fffffff;
    if (magnitude > 0x7f800000)
      halves[i] = sign | 0x7e00; // not a number
    else if (magnitude >= 0x47800000)
      halves[i] = sign | 0x7c00; // 2^16 and more: infinite
    else if (magnitude < 0x38800000)
      halves[i] = sign | roundToEven(Math.abs(values[i]!) * 2 ** 24); // below 2^-14: subnormal
    else halves[i] = sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  }
  return halves;
}

/** Bfloat16 values, which are float32's upper halves, as float32. */
export function fromBfloats(bfloats: Uint16Array): Float32Array {
  const values = new Float32Array(bfloats.length);
  const bits = bitsOf(values);
  for (let i = 0; i < bits.length; i++) bits[i] = bfloats[i]! << 16;
  return values;
}

/** The bfloat16 values next to float32 ones; of two equally near ones the even one. */
export function toBfloats(values: Float32Array): Uint16Array {
  const bits = bitsOf(values);
  const bfloats = new Uint16Array(values.length);
  for (let i = 0; i < bfloats.length; i++) {
    const value = bits[i]!;
    const isNumber = (value & 0x7fffffff) <= 0x7f800000;
    bfloats[i] = isNumber ? (value + 0x7fff + ((value >>> 16) & 1)) >>> 16 : (value >>> 16) | 0x40;
  }
  return bfloats;
}

function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
