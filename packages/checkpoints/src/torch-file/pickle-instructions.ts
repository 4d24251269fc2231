// internal
/** The instructions that are understood, by their byte. */
const codes = {
  mark: '(',
  stop: '.',
  pop: '0',
  popMark: '1',
  dup: '2',
  float: 'G',
  int: 'J',
  int1: 'K',
  int2: 'M',
  none: 'N',
  persistent: 'Q',
  reduce: 'R',
  string: 'T',
  shortString: 'U',
  unicode: 'X',
  append: 'a',
  build: 'b',
  global: 'c',
  appends: 'e',
  get: 'h',
  longGet: 'j',
  put: 'q',
  longPut: 'r',
  setItem: 's',
  tuple: 't',
  emptyTuple: ')',
  setItems: 'u',
  emptyList: ']',
  emptyDict: '}',
  bytes: 'B',
  shortBytes: 'C',
  proto: '\x80',
  tuple1: '\x85',
  tuple2: '\x86',
  tuple3: '\x87',
  true: '\x88',
  false: '\x89',
  long1: '\x8a',
  shortUnicode: '\x8c',
  stackGlobal: '\x93',
  memoize: '\x94',
  frame: '\x95',
  newObject: '\x81',
  emptySet: '\x8f',
  addItems: '\x90',
} as const;

/** An instruction's name. */
export type Instruction = keyof typeof codes;

/** Instructions by their byte. */
export const instructions: ReadonlyMap<number, Instruction> = new Map(
  Object.entries(codes).map(([name, code]) => [code.charCodeAt(0), name as Instruction]),
);
