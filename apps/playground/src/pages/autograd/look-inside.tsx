import { formatBrief } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Card } from '../../ui/card.js';
import { operations } from './operations.js';
import type { Plan } from './parse.js';
import { autogradTexts } from './texts.js';
import type { AutogradSnapshot } from './train.js';

/** What stands in a node. */
export function signOf({ nodes }: Plan, at: number): string {
  const node = nodes[at]!;
  if (node.kind === 'variable') return node.name;
  return node.kind === 'number' ? formatBrief(node.value) : operations[node.name].symbol;
}

/** A number in a formula: in brackets where it is below zero. */
const bracketed = (value: number): string =>
  formatBrief(value).startsWith('−') ? `(${formatBrief(value)})` : formatBrief(value);

/** An operation with the numbers of now: `2 · 3 = 6`. */
export function formulaOf(plan: Plan, { values }: AutogradSnapshot, at: number): string {
  const node = plan.nodes[at]!;
  if (node.kind !== 'operation') return '';
  const sign = operations[node.name].symbol;
  const numbers = node.inputs.map((input) => bracketed(values[input]!));
  const isInfix = numbers.length === 2 && !/^m/.test(sign);
  const call = isInfix
    ? numbers.join(` ${sign} `)
    : sign === '−'
      ? `−${numbers[0]}`
      : `${sign}(${numbers.join('; ')})`;
  return `${call} = ${formatBrief(values[at]!)}`;
}

/** What an operation hands back to an input: `3 · 1 = 3`. */
export const shareOf = (derivative: number, gradient: number): string =>
  `${bracketed(gradient)} · ${bracketed(derivative)} = ${formatBrief(gradient * derivative)}`;

/** Settings of {@link LookInside}. */
export interface LookInsideProps {
  readonly plan: Plan;
  readonly snapshot: AutogradSnapshot;
  readonly node: number;
}

/** A node in formulas: what it computes, its own derivatives, and what it hands back. */
export function LookInside({ plan, snapshot, node: at }: LookInsideProps) {
  const texts = inLanguage(autogradTexts);
  const node = plan.nodes[at]!;
  const gradient = snapshot.gradients[at]!;
  const sign = signOf(plan, at);
  if (node.kind !== 'operation') {
    const uses = plan.nodes.flatMap((other) => (other.kind === 'operation' ? other.inputs : []));
    const count = formatBrief(uses.filter((input) => input === at).length);
    return (
      <Card title={texts.inside(sign)}>
        <p>{node.kind === 'number' ? texts.number : texts.leaf(sign, count)}</p>
        {node.kind === 'variable' && <p class="numbers">{texts.gradientOf(sign, formatBrief(gradient))}</p>}
      </Card>
    );
  }
  const names = node.inputs.map((input, k) => `${'ab'[k]} = ${signOf(plan, input)}`);
  return (
    <Card title={texts.inside(sign)}>
      <dl class="autograd-inside numbers">
        <dt>{texts.computes}</dt>
        <dd>
          c = <strong>{formulaOf(plan, snapshot, at)}</strong>
        </dd>
        <dt>{texts.arrives}</dt>
        <dd>
          <strong>{formatBrief(gradient)}</strong>
        </dd>
        {node.inputs.map((_, k) => {
          const local = snapshot.locals[at]![k]!;
          return (
            <>
              <dt>{texts.own(names[k]!)}</dt>
              <dd>
                ∂c/∂{'ab'[k]} = {operations[node.name].derivatives[k]} = <strong>{formatBrief(local)}</strong>
              </dd>
              <dt>{texts.hands(names[k]!)}</dt>
              <dd>{shareOf(local, gradient)}</dd>
            </>
          );
        })}
      </dl>
    </Card>
  );
}
