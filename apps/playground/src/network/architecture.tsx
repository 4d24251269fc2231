import { Minus, Plus, X } from 'lucide-preact';
import { formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { terms } from '../signs/terms.js';
import { type ActivationName, activationNames } from './activations.js';
import './network.css';
import { networkTexts } from './texts.js';

/** A hidden layer as it is edited. */
export interface LayerPlan {
  readonly units: number;
  readonly activation: ActivationName;
}

/** Settings of {@link Architecture}. */
export interface ArchitectureProps {
  readonly layers: readonly LayerPlan[];
  readonly most: { readonly layers: number; readonly units: number };
  /** Whether the activation of each layer is chosen; default true. */
  readonly choosesActivation?: boolean;
  readonly onChange: (layers: readonly LayerPlan[]) => void;
}

/** The hidden layers, above the drawn network: one adds and removes units and layers, and chooses each layer's activation. */
export function Architecture({ layers, most, choosesActivation = true, onChange }: ArchitectureProps) {
  const texts = inLanguage(networkTexts).architecture;
  const { activations, activation: activationWord } = inLanguage(terms);
  const change = (at: number, changes: Partial<LayerPlan>) =>
    onChange(layers.map((layer, i) => (i === at ? { ...layer, ...changes } : layer)));
  return (
    <div class="architecture">
      {layers.map(({ units, activation }, i) => {
        const name = texts.layer(formatNumber(i + 1));
        return (
          <fieldset key={i} class="architecture__layer">
            <legend class="visually-hidden">{name}</legend>
            <div class="architecture__units">
              <button
                type="button"
                aria-label={`${name}: ${texts.fewer}`}
                disabled={units <= 1}
                onClick={() => change(i, { units: units - 1 })}
              >
                <Minus aria-hidden="true" />
              </button>
              <output class="numbers">{formatNumber(units)}</output>
              <button
                type="button"
                aria-label={`${name}: ${texts.more}`}
                disabled={units >= most.units}
                onClick={() => change(i, { units: units + 1 })}
              >
                <Plus aria-hidden="true" />
              </button>
              <button
                type="button"
                aria-label={`${name}: ${texts.remove}`}
                onClick={() => onChange(layers.toSpliced(i, 1))}
              >
                <X aria-hidden="true" />
              </button>
            </div>
            {choosesActivation && (
              <select
                aria-label={`${name}: ${activationWord}`}
                value={activation}
                onChange={(event) => change(i, { activation: event.currentTarget.value as ActivationName })}
              >
                {activationNames.map((value) => (
                  <option key={value} value={value}>
                    {activations[value]}
                  </option>
                ))}
              </select>
            )}
          </fieldset>
        );
      })}
      {layers.length < most.layers && (
        <button
          type="button"
          class="architecture__add"
          onClick={() =>
            onChange([
              ...layers,
              { units: Math.min(3, most.units), activation: layers.at(-1)?.activation ?? 'tanh' },
            ])
          }
        >
          <Plus aria-hidden="true" />
          {layers.length === 0 ? texts.first : texts.add}
        </button>
      )}
    </div>
  );
}
