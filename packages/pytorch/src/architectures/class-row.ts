// internal: how a class with a forward pass of its own is written
import type { Shape } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import type { Python } from '../python/expression.js';

/** A class in Python: its constructor is written from the modules inside, its methods are given. */
export interface ClassRow<M extends AnyModule = AnyModule> {
  /** The name in Python, by default that of ours. */
  readonly name?: string;
  /** One sentence for readers. */
  readonly about?: string;
  /** The methods, in Python, with images as [N, C, H, W]; fields are named as in the state dictionary. */
  readonly methods: string | ((module: M) => string);
  /** Numbers and the like that the methods need. */
  readonly values?: (module: M) => Readonly<Record<string, Python>>;
  /** Why a module has no equal all the same, given the shape of its input. */
  readonly unequal?: (module: M, input: Shape | undefined) => string | undefined;
  /** Modules that are others under a second name. */
  readonly leavesOut?: (module: M) => readonly string[];
  /** Modules that are missing in some: their fields are `None` there. */
  readonly optional?: readonly string[];
  /** Rows of the classes inside that their package doesn't export, by kind. */
  readonly inner?: Readonly<Record<string, ClassRow>>;
}

/** A class and its row. */
// biome-ignore lint/suspicious/noExplicitAny: a class of any arguments
export type ClassEntry = readonly [kind: abstract new (...args: any[]) => AnyModule, row: ClassRow<any>];

/** An entry of the table; the compiler checks that class and row fit. */
export const classRow = <M extends AnyModule>(
  // biome-ignore lint/suspicious/noExplicitAny: a class of any arguments
  kind: abstract new (...args: any[]) => M,
  row: ClassRow<M>,
): ClassEntry => [kind, row];
