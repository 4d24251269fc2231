import ts from 'typescript';
import { type PublicTypes, publicTypes } from '../public-types.js';
import { type AdvisedCall, advisedCalls, advisedOptions } from './advised-calls.js';
import type { ErrorHint } from './error-hints.js';

/** What hints may call besides the packages: JavaScript's, Node.js's and PyTorch's own, and what the user writes. */
const foreign: readonly string[] = [
  'state_dict',
  'Number',
  'from',
  'readFile',
  'onMask',
  'forward',
  'batches',
  'function*',
];

/** A signature, by the names of the options that each parameter has. */
interface Known {
  readonly isMethod: boolean;
  readonly signature: ts.Signature;
}

/** Says of each hint what in it can't be called or passed as it is written. */
export function wrongHints(hints: readonly ErrorHint[], types: PublicTypes = publicTypes()): string[] {
  const { known, options } = callables(types);
  return hints.flatMap(({ path, line, text }) => {
    const wrong = advisedCalls(text).flatMap((call) => wrongCall(call, known, types.checker) ?? []);
    const unknown = advisedOptions(text).filter((name) => !options.has(name));
    return [...wrong, ...unknown.map((name) => `no options have ${name}`)].map(
      (problem) => `${path}:${line}: "${text}": ${problem}.`,
    );
  });
}

function wrongCall(
  { name, isMethod, args }: AdvisedCall,
  known: ReadonlyMap<string, readonly Known[]>,
  checker: ts.TypeChecker,
): string | undefined {
  if (foreign.includes(name)) return undefined;
  const signatures = (known.get(name) ?? []).filter((one) => one.isMethod || !isMethod);
  if (signatures.length === 0) return `nothing exported is called ${name}`;
  if (args.length === 0) return undefined; // named, not written out
  if (signatures.some(({ signature }) => fits(args, signature, checker))) return undefined;
  return `${name} isn't called like this`;
}

function fits(args: AdvisedCall['args'], signature: ts.Signature, checker: ts.TypeChecker): boolean {
  const parameters = parameterTypes(signature, checker);
  if (parameters === undefined) return true; // takes any number
  const least = parameters.filter(({ isOptional }) => !isOptional).length;
  if (args.length < least || args.length > parameters.length) return false;
  return args.every((names, i) => {
    const parts = unionOf(checker.getNonNullableType(parameters[i]!.type));
    return names.every((name) => parts.some((part) => checker.getPropertyOfType(part, name) !== undefined));
  });
}

const unionOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

interface ParameterType {
  readonly type: ts.Type;
  readonly isOptional: boolean;
}

/** Parameters one by one, those of a tuple too that a rest parameter stands for; undefined where there may be any number. */
function parameterTypes(signature: ts.Signature, checker: ts.TypeChecker): ParameterType[] | undefined {
  const types: ParameterType[] = [];
  for (const parameter of signature.parameters) {
    const type = checker.getTypeOfSymbol(parameter);
    const declared = parameter.valueDeclaration;
    if (!declared || !ts.isParameter(declared)) return undefined;
    if (!declared.dotDotDotToken) types.push({ type, isOptional: checker.isOptionalParameter(declared) });
    else if (checker.isTupleType(type)) {
      const { elementFlags } = (type as ts.TypeReference).target as ts.TupleType;
      checker.getTypeArguments(type as ts.TypeReference).forEach((element, i) => {
        types.push({ type: element, isOptional: elementFlags[i] !== ts.ElementFlags.Required });
      });
    } else return undefined;
  }
  return types;
}

/** Everything that can be called, by name, and the names of all options. */
function callables({ checker, packages }: PublicTypes): {
  readonly known: ReadonlyMap<string, readonly Known[]>;
  readonly options: ReadonlySet<string>;
} {
  const known = new Map<string, Known[]>();
  const options = new Set<string>();
  const add = (name: string, isMethod: boolean, signatures: readonly ts.Signature[]): void => {
    const all = known.get(name) ?? [];
    all.push(...signatures.map((signature) => ({ isMethod, signature })));
    if (all.length > 0) known.set(name, all);
  };
  for (const symbol of packages.flatMap(({ exports }) => exports)) {
    const declared = checker.getDeclaredTypeOfSymbol(symbol);
    if (/(Options|Config)$/.test(symbol.name))
      for (const { name } of checker.getPropertiesOfType(declared)) options.add(name);
    const type = checker.getTypeOfSymbol(symbol);
    add(symbol.name, false, [...type.getCallSignatures(), ...type.getConstructSignatures()]);
    if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))) continue;
    for (const member of checker.getPropertiesOfType(declared))
      add(member.name, true, checker.getTypeOfSymbol(member).getCallSignatures());
  }
  return { known, options };
}
