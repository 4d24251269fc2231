/** A safetensors file of any header and any bytes, right or wrong. */
export function rawFile(
  header: string | Uint8Array,
  data: Uint8Array | number = 0,
  length?: bigint,
): Uint8Array {
  const json = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const values = typeof data === 'number' ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + json.length + values.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(values, 8 + json.length);
  return bytes;
}

/** A file of one tensor `a`, as its dtype, shape and bytes say. */
export const oneTensor = (dtype: string, shape: readonly number[], data: ArrayBufferView): Uint8Array =>
  rawFile(
    JSON.stringify({ a: { dtype, shape, data_offsets: [0, data.byteLength] } }),
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
