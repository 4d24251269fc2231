// internal: what an ONNX file says. Numbers of fields are those of onnx.proto.
import { CheckpointError } from '../../checkpoint-error.js';
import { Message } from './message.js';
import { type External, externalPlace, readTensor, type StoredTensor } from './read-tensor.js';

/** An attribute's value. */
export type AttributeValue = number | string | readonly number[] | readonly string[] | StoredTensor;

/** One operation. */
export interface ReadNode {
  readonly name: string;
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  /** Which attributes are floats, not integers. */
  readonly floats: ReadonlySet<string>;
}

/** What goes into the graph or comes out. */
export interface ReadValue {
  readonly name: string;
  /** Sizes; undefined where one may vary. */
  readonly shape: readonly (number | undefined)[] | undefined;
}

/** A graph as the file says it. */
export interface ReadModel {
  readonly file: string;
  readonly producer: string;
  /** Version of the operators. */
  readonly opset: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly nodes: readonly ReadNode[];
  readonly initializers: readonly StoredTensor[];
  readonly inputs: readonly ReadValue[];
  readonly outputs: readonly ReadValue[];
}

const subject = 'importONNX';

/** Versions of the operators that are read. */
const opsets = { least: 9, most: 21 };

/** A file, its values still where they are. */
export function openModel(bytes: Uint8Array, file: string): Message {
  const model = guarded(file, () => new Message(bytes));
  if (model.has(7)) return model;
  throw new CheckpointError(subject, { expected: 'an ONNX file, with a graph', received: 'none', file });
}

/** Names of files beside the model that hold values. */
export const externalFiles = (model: Message, file: string): string[] =>
  guarded(file, () => [
    ...new Set(
      model
        .message(7)!
        .messages(5)
        .filter((tensor) => tensor.integer(14) === 1)
        .map((tensor) => externalPlace(tensor).location),
    ),
  ]);

/** Reads a file's graph. */
export function readModel(model: Message, external: External, file: string): ReadModel {
  return guarded(file, () => {
    const graph = model.message(7)!;
    const opset =
      model
        .messages(8)
        .find((one) => ['', 'ai.onnx'].includes(one.text(1)))
        ?.integer(2) ?? 0;
    if (opset < opsets.least || opset > opsets.most) {
      throw new CheckpointError(subject, {
        expected: `operators of version ${opsets.least} to ${opsets.most}`,
        received: opset,
        file,
        hint: 'In PyTorch: torch.onnx.export(…, opset_version=17).',
      });
    }
    return {
      file,
      producer: [model.text(2), model.text(3)].filter((text) => text !== '').join(' '),
      opset,
      metadata: Object.fromEntries(model.messages(14).map((pair) => [pair.text(1), pair.text(2)])),
      nodes: graph.messages(1).map((node, i) => readNode(node, i, external, file)),
      initializers: graph.messages(5).map((tensor) => readTensor(tensor, external, file)),
      inputs: graph.messages(11).map(readValue),
      outputs: graph.messages(12).map(readValue),
    };
  });
}

function guarded<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CheckpointError(subject, {
      expected: 'an ONNX file',
      received: 'a damaged one, or another',
      file,
      cause: error,
    });
  }
}

function readNode(node: Message, i: number, external: External, file: string): ReadNode {
  const outputs = node.texts(2);
  return {
    name: node.text(3) || outputs[0] || String(i),
    op: node.text(4),
    domain: node.text(7),
    inputs: node.texts(1),
    outputs,
    attributes: new Map(
      node.messages(5).map((attribute) => [attribute.text(1), readAttribute(attribute, external, file)]),
    ),
    floats: new Set(
      node
        .messages(5)
        .filter((attribute) => attribute.integer(20) === 1)
        .map((attribute) => attribute.text(1)),
    ),
  };
}

/** By the number of its type; graphs and what else isn't read are their type's number as text. */
function readAttribute(attribute: Message, external: External, file: string): AttributeValue {
  switch (attribute.integer(20)) {
    case 1:
      return attribute.floats(2).at(-1) ?? 0;
    case 2:
      return attribute.integer(3);
    case 3:
      return attribute.text(4);
    case 4:
      return readTensor(attribute.message(5) ?? new Message(new Uint8Array()), external, file);
    case 6:
      return attribute.floats(7);
    case 7:
      return attribute.integers(8);
    case 8:
      return attribute.texts(9);
    default:
      return `type ${attribute.integer(20)}`;
  }
}

/** ValueInfoProto: name = 1, type = 2 { tensor_type = 1 { shape = 2 { dim = 1 { dim_value = 1 } } } }. */
function readValue(value: Message): ReadValue {
  const shape = value.message(2)?.message(1)?.message(2);
  return {
    name: value.text(1),
    shape: shape?.messages(1).map((dim) => (dim.has(1) ? dim.integer(1) : undefined)),
  };
}
