import ts from 'typescript';
import { publicTypes } from '../public-types.js';

/** Something exported that takes an object of options. */
export interface OptionTaker {
  readonly packageName: string;
  /** `Linear`, `crossEntropy`, `Tensor.sum`. */
  readonly name: string;
  readonly kind: 'function' | 'class' | 'method';
  /** The types of the arguments before the options. */
  readonly before: readonly string[];
}

/** Every exported function, class and method with a parameter of options, found by its type. */
export function optionTakers(): OptionTaker[] {
  const { checker, packages } = publicTypes();
  const found = new Map<string, OptionTaker>();
  const add = (taker: OptionTaker): void => void found.set(`${taker.packageName} ${taker.name}`, taker);
  for (const { name: packageName, exports } of packages) {
    for (const symbol of exports) {
      if (!(symbol.flags & ts.SymbolFlags.Value)) continue;
      const type = checker.getTypeOfSymbol(symbol);
      const take = (signatures: readonly ts.Signature[], kind: OptionTaker['kind'], name: string): void => {
        for (const signature of signatures) {
          if (signature.declaration && isInternal(signature.declaration)) continue;
          const before = beforeOptions(signature, checker);
          if (before) add({ packageName, name, kind, before });
        }
      };
      take(type.getCallSignatures(), 'function', symbol.name);
      take(type.getConstructSignatures(), 'class', symbol.name);
      if (!(symbol.flags & ts.SymbolFlags.Class)) continue;
      for (const member of checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))) {
        if (!isPublic(member) || !isOwn(member, symbol)) continue;
        take(checker.getTypeOfSymbol(member).getCallSignatures(), 'method', `${symbol.name}.${member.name}`);
      }
    }
  }
  return [...found.values()];
}

const isInternal = (declaration: ts.Node): boolean =>
  ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal');

/** The types of the parameters before the options; undefined where there are none. */
function beforeOptions(signature: ts.Signature, checker: ts.TypeChecker): string[] | undefined {
  const types: string[] = [];
  for (const { name, type, isRest } of parametersOf(signature, checker)) {
    const text = checker.typeToString(checker.getNonNullableType(type));
    if (!isRest && (/^\w*Options(<.*>)?$/.test(text) || name === 'options')) return types;
    types.push(text);
  }
  return undefined;
}

interface ParameterType {
  readonly name: string;
  readonly type: ts.Type;
  readonly isRest: boolean;
}

/** Parameters one by one; `...rest: [a: A, options?: B]`, as methods are declared, are those of the tuple. */
function parametersOf(signature: ts.Signature, checker: ts.TypeChecker): ParameterType[] {
  return signature.parameters.flatMap((parameter): ParameterType[] => {
    const type = checker.getTypeOfSymbol(parameter);
    const declared = parameter.valueDeclaration;
    const isRest =
      declared !== undefined && ts.isParameter(declared) && declared.dotDotDotToken !== undefined;
    if (!isRest || !checker.isTupleType(type)) return [{ name: parameter.name, type, isRest }];
    const labels = ((type as ts.TypeReference).target as ts.TupleType).labeledElementDeclarations ?? [];
    return checker.getTypeArguments(type as ts.TypeReference).map((element, i) => {
      const label = labels[i]?.name;
      return { name: label && ts.isIdentifier(label) ? label.text : '', type: element, isRest: false };
    });
  });
}

const isPublic = (member: ts.Symbol): boolean =>
  !member.name.startsWith('__#') &&
  !member.name.startsWith('#') &&
  (member.declarations ?? []).every(
    (declaration) =>
      !(ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) &&
      !isInternal(declaration),
  );

/** Whether a class has the member from itself, or from declarations that are merged into it, not from one that it extends. */
const isOwn = (member: ts.Symbol, owner: ts.Symbol): boolean =>
  (member.declarations ?? []).some((declaration) => {
    const { parent } = declaration;
    return (
      (ts.isClassDeclaration(parent) || ts.isInterfaceDeclaration(parent)) && parent.name?.text === owner.name
    );
  });
