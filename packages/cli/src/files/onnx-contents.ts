// internal: what is in an ONNX file
import { PbfReader } from 'pbf';
import { UsageError } from '../console/usage-error.js';
import type { FileContents, FileTensor } from './file-contents.js';

interface Value {
  name: string;
  dtype: string;
  shape: string[];
}

interface Graph {
  readonly ops: Map<string, number>;
  readonly tensors: FileTensor[];
  readonly inputs: Value[];
  readonly outputs: Value[];
}

/** Types of onnx.proto by number. */
const types = [
  '?',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
];
const bits: Readonly<Record<string, number>> = {
  float32: 32,
  uint8: 8,
  int8: 8,
  uint16: 16,
  int16: 16,
  int32: 32,
  int64: 64,
  bool: 8,
  float16: 16,
  float64: 64,
  uint32: 32,
  uint64: 64,
  complex64: 64,
  complex128: 128,
  bfloat16: 16,
  uint4: 4,
  int4: 4,
};

/**
 * Reads what an ONNX model consists of; values of weights are passed over. Numbers of fields are those of onnx.proto.
 * @throws {@link UsageError} if it is no such file, or damaged.
 */
export function onnxContents(bytes: Uint8Array, file: string): FileContents {
  const facts: [string, string][] = [];
  let graph: Graph | undefined;
  try {
    eachField(new PbfReader(bytes), bytes.length, (field, reader) => {
      if (field === 2) facts.push(['written by', reader.readString()]);
      else if (field === 3) facts.push(['its version', reader.readString()]);
      else if (field === 7) graph = readGraph(reader, endOf(reader, bytes.length));
      else if (field === 8) readOpset(reader, endOf(reader, bytes.length), facts);
      else if (field === 14) readPair(reader, endOf(reader, bytes.length), facts);
    });
  } catch {
    graph = undefined;
  }
  if (!graph) throw new UsageError(`${file} is no ONNX file, or damaged.`);
  const { ops, tensors, inputs, outputs } = graph;
  const shown = ({ name, dtype, shape }: Value): string => `${name} ${dtype} [${shape.join(', ')}]`;
  const names = new Set(tensors.map(({ name }) => name));
  return {
    kind: 'ONNX model',
    facts: [
      ...facts,
      ...inputs
        .filter(({ name }) => !names.has(name))
        .map((value): [string, string] => ['input', shown(value)]),
      ...outputs.map((value): [string, string] => ['output', shown(value)]),
      [
        'operations',
        [...ops]
          .sort((a, b) => b[1] - a[1])
          .map(([op, count]) => `${count} ${op}`)
          .join(', '),
      ],
    ],
    tensors,
  };
}

/** Reads the fields of a message up to its end; those that `read` leaves are passed over. */
function eachField(reader: PbfReader, end: number, read: (field: number, reader: PbfReader) => void): void {
  while (reader.pos < end) {
    const tag = reader.readVarint();
    const before = reader.pos;
    reader.type = tag & 7;
    if (reader.type === 2 || reader.type === 0) read(tag >>> 3, reader);
    if (reader.pos === before) reader.skip(tag);
    if (reader.pos > end || reader.pos < before) throw new RangeError('a field beyond its message');
  }
}

/** The end of the message that begins here. */
function endOf(reader: PbfReader, limit: number): number {
  const size = reader.readVarint();
  if (!(size >= 0 && reader.pos + size <= limit)) throw new RangeError('a message beyond the file');
  return reader.pos + size;
}

function readGraph(reader: PbfReader, end: number): Graph {
  const graph: Graph = { ops: new Map(), tensors: [], inputs: [], outputs: [] };
  eachField(reader, end, (field) => {
    if (field === 1) {
      eachField(reader, endOf(reader, end), (own) => {
        if (own !== 4) return; // op_type
        const op = reader.readString();
        graph.ops.set(op, (graph.ops.get(op) ?? 0) + 1);
      });
    } else if (field === 5) graph.tensors.push(readTensor(reader, endOf(reader, end)));
    else if (field === 11) graph.inputs.push(readValue(reader, endOf(reader, end)));
    else if (field === 12) graph.outputs.push(readValue(reader, endOf(reader, end)));
  });
  return graph;
}

function readTensor(reader: PbfReader, end: number): FileTensor {
  const shape: number[] = [];
  let [name, dtype] = ['', '?'];
  eachField(reader, end, (field) => {
    if (field === 1) readDims(reader, end, shape);
    else if (field === 2) dtype = types[reader.readVarint()] ?? '?';
    else if (field === 8) name = reader.readString();
  });
  const count = shape.reduce((product, size) => product * size, 1);
  return { name, dtype, shape, sizeBytes: Math.ceil((count * (bits[dtype] ?? 0)) / 8) };
}

/** Sizes are written packed, or one by one. */
function readDims(reader: PbfReader, end: number, shape: number[]): void {
  if (reader.type !== 2) {
    shape.push(reader.readVarint(true));
    return;
  }
  const last = endOf(reader, end);
  while (reader.pos < last) shape.push(reader.readVarint(true));
}

/** ValueInfoProto: name = 1, type = 2 { tensor_type = 1 { elem_type = 1, shape = 2 { dim = 1 { dim_value = 1, dim_param = 2 } } } }. */
function readValue(reader: PbfReader, end: number): Value {
  const value: Value = { name: '', dtype: '?', shape: [] };
  eachField(reader, end, (field) => {
    if (field === 1) value.name = reader.readString();
    else if (field === 2) {
      eachField(reader, endOf(reader, end), (kind) => {
        if (kind === 1)
          eachField(reader, endOf(reader, end), (own) => readTensorType(reader, end, own, value));
      });
    }
  });
  return value;
}

function readTensorType(reader: PbfReader, end: number, field: number, value: Value): void {
  if (field === 1) value.dtype = types[reader.readVarint()] ?? '?';
  if (field !== 2) return;
  eachField(reader, endOf(reader, end), (dim) => {
    if (dim !== 1) return;
    let size = '?';
    eachField(reader, endOf(reader, end), (own) => {
      if (own === 1) size = String(reader.readVarint(true));
      else if (own === 2) size = reader.readString();
    });
    value.shape.push(size);
  });
}

function readOpset(reader: PbfReader, end: number, facts: [string, string][]): void {
  let [domain, version] = ['', 0];
  eachField(reader, end, (field) => {
    if (field === 1) domain = reader.readString();
    else if (field === 2) version = reader.readVarint(true);
  });
  facts.push(['operators', `${domain === '' ? 'ai.onnx' : domain} ${version}`]);
}

function readPair(reader: PbfReader, end: number, facts: [string, string][]): void {
  let [key, value] = ['', ''];
  eachField(reader, end, (field) => {
    if (field === 1) key = reader.readString();
    else if (field === 2) value = reader.readString();
  });
  facts.push([key, value]);
}
