import { Check, X } from 'lucide-preact';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import './answers.css';
import type { PointSet } from './settings.js';
import { neuronTexts } from './texts.js';
import type { NeuronSnapshot } from './train.js';

/** Settings of {@link AnswerTable}. */
export interface AnswerTableProps {
  readonly set: PointSet;
  readonly snapshot: NeuronSnapshot;
}

/** The truth table: what each point should give, what the network answers, and whether that is right. */
export function AnswerTable({ set, snapshot }: AnswerTableProps) {
  const texts = inLanguage(neuronTexts);
  const isGate = set.points.length === 4;
  const decimals = snapshot.outputs.every(Number.isInteger) ? 0 : 2; // a step, or a sigmoid
  return (
    <table class="answers numbers">
      <caption class="visually-hidden">{texts.answers}</caption>
      <thead>
        <tr>
          <th scope="col">x₁</th>
          <th scope="col">x₂</th>
          <th scope="col">{texts.target}</th>
          <th scope="col">{texts.answer}</th>
          <th scope="col">
            <span class="visually-hidden">{texts.verdictOf}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {set.points.map(({ x, y, label }, i) => {
          const isWrong = snapshot.wrong[i] === true;
          const Icon = isWrong ? X : Check;
          return (
            <tr key={`${x} ${y}`} class={isWrong ? 'answers__wrong' : undefined}>
              <td>{formatNumber(x, isGate ? 0 : 2)}</td>
              <td>{formatNumber(y, isGate ? 0 : 2)}</td>
              <td>{label}</td>
              <td>{formatNumber(snapshot.outputs[i] ?? Number.NaN, decimals)}</td>
              <td>
                <Icon aria-hidden="true" />
                <span class="visually-hidden">{isWrong ? texts.wrong : texts.right}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
