// internal
import { ArgumentError } from '@neurona/backend';
import { PbfWriter } from 'pbf';
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxTensor, OnnxType, OnnxValue } from './graph.js';

/** Version of the operators that are written. */
export const onnxOpset = 18;
/** Version of the file's form that goes with it. */
const irVersion = 8;

const typeNumbers: Readonly<Record<OnnxType, number>> = { float32: 1, int8: 3, int32: 6, int64: 7, bool: 9 };
const largest = 2 ** 31 - 1; // of a message

/** A model as bytes. Numbers of fields are those of onnx.proto, which is named beside each. */
export function encodeModel(graph: OnnxGraph, metadata: Readonly<Record<string, string>>): Uint8Array {
  const bytes = graph.initializers.reduce((sum, { values }) => sum + values.byteLength, 0);
  if (bytes > largest) {
    throw new ArgumentError('exportONNX', {
      expected: `less than 2 GB of weights in one file`,
      received: `${bytes} bytes`,
      hint: 'Save the weights as safetensors instead.',
    });
  }
  const writer = new PbfWriter();
  writer.writeVarintField(1, irVersion); // ir_version
  writer.writeStringField(2, 'neurona'); // producer_name
  writer.writeMessage(7, writeGraph, graph); // graph
  writer.writeMessage(8, writeOpset, onnxOpset); // opset_import
  for (const pair of Object.entries(metadata)) writer.writeMessage(14, writePair, pair); // metadata_props
  return writer.finish();
}

function writeOpset(version: number, writer: PbfWriter): void {
  writer.writeStringField(1, ''); // domain: ONNX's own
  writer.writeVarintField(2, version); // version
}

function writePair([key, value]: [string, string], writer: PbfWriter): void {
  writer.writeStringField(1, key); // key
  writer.writeStringField(2, value); // value
}

function writeGraph(graph: OnnxGraph, writer: PbfWriter): void {
  for (const node of graph.nodes) writer.writeMessage(1, writeNode, node); // node
  writer.writeStringField(2, 'model'); // name
  for (const tensor of graph.initializers) writer.writeMessage(5, writeTensor, tensor); // initializer
  for (const value of graph.inputs) writer.writeMessage(11, writeValue, value); // input
  for (const value of graph.outputs) writer.writeMessage(12, writeValue, value); // output
}

function writeNode({ op, inputs, outputs, attributes }: OnnxNode, writer: PbfWriter): void {
  for (const name of inputs) writer.writeStringField(1, name); // input
  for (const name of outputs) writer.writeStringField(2, name); // output
  writer.writeStringField(3, outputs[0]!); // name
  writer.writeStringField(4, op); // op_type
  for (const pair of Object.entries(attributes)) writer.writeMessage(5, writeAttribute, pair); // attribute
}

function writeAttribute([name, value]: [string, OnnxAttribute], writer: PbfWriter): void {
  writer.writeStringField(1, name); // name
  if (typeof value === 'number') {
    writer.writeVarintField(3, value); // i
    writer.writeVarintField(20, 2); // type: INT
  } else if (typeof value === 'string') {
    writer.writeBytesField(4, new TextEncoder().encode(value)); // s
    writer.writeVarintField(20, 3); // STRING
  } else if ('float' in value) {
    writer.writeFloatField(2, value.float); // f
    writer.writeVarintField(20, 1); // FLOAT
  } else if ('tensor' in value) {
    writer.writeMessage(5, writeTensor, value.tensor); // t
    writer.writeVarintField(20, 4); // TENSOR
  } else if (typeof value[0] === 'string') {
    for (const item of value) writer.writeBytesField(9, new TextEncoder().encode(String(item))); // strings
    writer.writeVarintField(20, 8); // STRINGS
  } else {
    for (const item of value) writer.writeVarintField(8, Number(item)); // ints
    writer.writeVarintField(20, 7); // INTS
  }
}

function writeTensor({ name, type, shape, values }: OnnxTensor, writer: PbfWriter): void {
  for (const size of shape) writer.writeVarintField(1, size); // dims
  writer.writeVarintField(2, typeNumbers[type]); // data_type
  writer.writeStringField(8, name); // name
  const { buffer, byteOffset, byteLength } = values;
  writer.writeBytesField(9, new Uint8Array(buffer, byteOffset, byteLength)); // raw_data, little-endian
}

function writeValue({ name, type, shape }: OnnxValue, writer: PbfWriter): void {
  writer.writeStringField(1, name); // name
  writer.writeMessage(2, writeType, { type, shape }); // type
}

function writeType(value: Pick<OnnxValue, 'type' | 'shape'>, writer: PbfWriter): void {
  writer.writeMessage(1, writeTensorType, value); // tensor_type
}

function writeTensorType({ type, shape }: Pick<OnnxValue, 'type' | 'shape'>, writer: PbfWriter): void {
  writer.writeVarintField(1, typeNumbers[type]); // elem_type
  writer.writeMessage(2, writeShape, shape); // shape
}

function writeShape(shape: OnnxValue['shape'], writer: PbfWriter): void {
  for (const size of shape) writer.writeMessage(1, writeSize, size); // dim
}

function writeSize(size: number | string, writer: PbfWriter): void {
  if (typeof size === 'number')
    writer.writeVarintField(1, size); // dim_value
  else writer.writeStringField(2, size); // dim_param
}
