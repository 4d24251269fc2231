import { X } from 'lucide-preact';
import { formatBrief, formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { terms } from '../signs/terms.js';
import { IconButton } from '../ui/button.js';
import './network.css';
import type { NetworkPart } from './network-part.js';
import type { NetworkNumbers, Pass } from './pass.js';
import { networkTexts } from './texts.js';

/** Settings of {@link Inside}. */
export interface InsideProps {
  readonly network: NetworkNumbers;
  readonly part: NetworkPart;
  /** An example, whose numbers the formulas show. */
  readonly pass: Pass;
  readonly learningRate: number;
  readonly onClose: () => void;
}

/** What a unit or a weight computes: the formula, and the same with the numbers of now. */
export function Inside({ network, part, pass, learningRate, onClose }: InsideProps) {
  const texts = inLanguage(networkTexts);
  const [x, y] = pass.inputs[0]!.map((value) => formatBrief(value));
  return (
    <section class="inside" aria-label={texts.inside}>
      <header class="inside__head">
        <h3>{nameOf(network, part)}</h3>
        <IconButton label={texts.close} icon={X} onClick={onClose} />
      </header>
      {part.kind === 'unit' ? (
        <UnitFormulas network={network} part={part} pass={pass} />
      ) : (
        <WeightFormulas network={network} part={part} pass={pass} learningRate={learningRate} />
      )}
      <p class="field__hint">{texts.example(x!, y!)}</p>
    </section>
  );
}

/** What a part is called, as at the start of a sentence. */
function nameOf({ layers }: NetworkNumbers, part: NetworkPart): string {
  const texts = inLanguage(networkTexts);
  const isDeep = layers.length > 2; // then a unit's layer is named too
  const unitName = (layer: number, unit: number): string => {
    if (layer < 0) return inputName(0, unit);
    if (layer === layers.length - 1) return texts.outputName;
    return isDeep
      ? texts.deepUnitName(String(unit + 1), String(layer + 1))
      : texts.unitName(String(unit + 1));
  };
  const { layer, unit } = part;
  if (part.kind === 'unit') return upperFirst(unitName(layer, unit));
  if (part.input < 0) return texts.biasOf(unitName(layer, unit));
  return texts.weightOf(unitName(layer - 1, part.input), unitName(layer, unit));
}

const upperFirst = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
const subscript = (n: number): string => String.fromCharCode(0x2080 + n);
const inputName = (layer: number, i: number): string => `${layer === 0 ? 'x' : 'h'}${subscript(i + 1)}`;
const write = (value: number): string => formatNumber(value, 2);
/** A factor or a term after a sign: in brackets where it is below zero. */
const bracketed = (value: number): string =>
  write(value).startsWith('−') ? `(${write(value)})` : write(value);

interface UnitProps {
  readonly network: NetworkNumbers;
  readonly part: NetworkPart & { readonly kind: 'unit' };
  readonly pass: Pass;
}

function UnitFormulas({ network: { layers, bends }, part: { layer, unit }, pass }: UnitProps) {
  const texts = inLanguage(networkTexts);
  const { weight, bias } = layers[layer]!;
  const enters = pass.inputs[layer]!;
  const z = pass.sums[layer]![unit]!;
  const symbols = enters.map((_, i) => `w${subscript(i + 1)}${inputName(layer, i)}`).join(' + ');
  const numbers = enters
    .map((value, i) => `${bracketed(weight[i]![unit]!)} · ${bracketed(value)}`)
    .join(' + ');
  const bend = bends[layer]!;
  const phi = bend === 'sigmoid' ? 'σ' : bend === 'step' ? 'step' : inLanguage(terms).activations[bend];
  return (
    <dl class="inside__formulas numbers">
      <dt>{texts.sum}</dt>
      <dd>z = {symbols} + b</dd>
      <dd>
        = {numbers} + {bracketed(bias[unit]!)}
      </dd>
      <dd>
        <strong>= {write(z)}</strong>
      </dd>
      <dt>{texts.answer}</dt>
      <dd>
        {phi}({write(z)}) <strong>= {write(pass.answers[layer]![unit]!)}</strong>
      </dd>
    </dl>
  );
}

interface WeightProps {
  readonly network: NetworkNumbers;
  readonly part: NetworkPart & { readonly kind: 'weight' };
  readonly pass: Pass;
  readonly learningRate: number;
}

function WeightFormulas({ network: { layers }, part, pass, learningRate }: WeightProps) {
  const texts = inLanguage(networkTexts);
  const { layer, input, unit } = part;
  const isBias = input < 0;
  const value = isBias ? layers[layer]!.bias[unit]! : layers[layer]!.weight[input]![unit]!;
  const delta = pass.deltas[layer]![unit]!;
  const enters = isBias ? 1 : pass.inputs[layer]![input]!;
  const symbol = isBias ? 'b' : 'w';
  return (
    <dl class="inside__formulas numbers">
      <dt>{texts.now}</dt>
      <dd>
        <strong>
          {symbol} = {write(value)}
        </strong>
      </dd>
      <dt>{texts.gradient}</dt>
      <dd>
        ∂L/∂{symbol} ={' '}
        {isBias ? 'δ' : `${inputName(layer, input)} · δ = ${bracketed(enters)} · ${bracketed(delta)}`}{' '}
        <strong>= {write(enters * delta)}</strong>
      </dd>
      <dt>{texts.next}</dt>
      <dd>
        {write(value)} − {formatBrief(learningRate)} · {bracketed(enters * delta)}{' '}
        <strong>= {write(value - learningRate * enters * delta)}</strong>
      </dd>
    </dl>
  );
}
