// internal
/** Types of a storage buffer's elements; bools are stored as i32. */
export type Scalar = 'f32' | 'i32' | 'u32';

/** A compute shader: the body of `main` and what it sees. */
export interface ShaderSource {
  /** What it does, for error messages and traces. */
  readonly name: string;
  /** Read-only arrays, in the order of the buffers of a dispatch. */
  readonly inputs?: Readonly<Record<string, Scalar>>;
  /** Arrays that are written or updated, after the inputs. */
  readonly outputs: Readonly<Record<string, Scalar>>;
  /** Fields of `params`, in the order of the values of a dispatch. */
  readonly params?: Readonly<Record<string, Scalar>>;
  /** Threads of a workgroup, default 256. */
  readonly threads?: number;
  /** Functions, structures and workgroup memory. */
  readonly declarations?: string;
  /** The body of `main(group: vec3u, lane: u32, groups: vec3u)`: workgroup, thread in it, number of workgroups. */
  readonly body: string;
}

/** WGSL of a shader. */
export function assemble(source: ShaderSource): string {
  const { inputs = {}, outputs, params = {}, threads = 256, declarations = '', body } = source;
  const buffers = [
    ...Object.entries(inputs).map(([name, type]) => `var<storage, read> ${name}: array<${type}>;`),
    ...Object.entries(outputs).map(([name, type]) => `var<storage, read_write> ${name}: array<${type}>;`),
  ];
  const fields = Object.entries(params).map(([name, type]) => `  ${name}: ${type},`);
  if (fields.length > 0) buffers.push('var<uniform> params: Params;');
  return [
    fields.length > 0 ? `struct Params {\n${fields.join('\n')}\n}` : '',
    ...buffers.map((declaration, i) => `@group(0) @binding(${i}) ${declaration}`),
    declarations,
    `@compute @workgroup_size(${threads})`,
    'fn main(',
    '  @builtin(workgroup_id) group: vec3u,',
    '  @builtin(local_invocation_index) lane: u32,',
    '  @builtin(num_workgroups) groups: vec3u,',
    ') {',
    body,
    '}',
  ].join('\n');
}

/** First lines of a body with one thread an element: `i`, the element, below `params.size`. */
export const eachElement = (threads = 256): string => `
  let i = (group.y * groups.x + group.x) * ${threads}u + lane;
  if (i >= params.size) { return; }`;

/** Workgroups for one thread an element, spread over two axes where one is too short. */
export function elementGroups(size: number, threads = 256): [number, number, number] {
  return spread(Math.ceil(size / threads));
}

/** A number of workgroups as a grid whose sides every device takes; the last row may be partly idle. */
export function spread(count: number): [number, number, number] {
  if (count <= 65535) return [count, 1, 1];
  const rows = Math.ceil(count / 65535);
  return [Math.ceil(count / rows), rows, 1];
}

/** Params of the type `u32`, one for each value. */
export const fieldsOf = (params: Readonly<Record<string, number>>): Record<string, 'u32'> =>
  Object.fromEntries(Object.keys(params).map((name) => [name, 'u32' as const]));
