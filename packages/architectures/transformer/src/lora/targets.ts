// internal: what gets an adapter, and what is learned whole beside them
import { ArgumentError, checkArgument } from '@neurona/backend';
import { type AnyModule, LinearMap, QuantizedLinear } from '@neurona/layers';
import { BERTForMaskedLM } from '../bert-heads.js';
import { GPT2 } from '../gpt2.js';
import { Llama } from '../llama.js';
import { baseLayers, outermost, type Place } from './adapters.js';
import type { BaseLayer } from './lora-layer.js';

/** Ends of paths, an expression for whole paths, or all linear maps but the head. */
export type Targets = readonly string[] | RegExp | 'all-linear';

/** Queries and values, by the names that models have for them. */
const attentionTargets = ['q_proj', 'v_proj', 'c_attn', 'query', 'value'];

/** Feed-forward maps, of models whose queries, keys and values are one weight in PyTorch's layer for attention. */
const feedForwardTargets = ['linear1', 'linear2', 'mlp.0', 'mlp.3'];

/** Heads, which `all-linear` leaves out. */
const heads = new Set(['lm_head', 'classifier', 'score', 'qa_outputs', 'heads.head', 'head', 'output']);

const isNamed = (path: string, name: string): boolean => path === name || path.endsWith(`.${name}`);

/** The layers that get an adapter; throws if there are none, or a name is that of none. */
export function targetsOf(
  model: AnyModule,
  targets: Targets | undefined,
  wholes: readonly string[],
): Place<BaseLayer>[] {
  const layers = baseLayers(model).filter(
    ({ path }) => !wholes.some((whole) => path === whole || path.startsWith(`${whole}.`)),
  );
  const named = (names: readonly string[]) =>
    layers.filter(({ path }) => names.some((name) => isNamed(path, name)));
  let chosen: Place<BaseLayer>[];
  let missing: unknown = targets;
  if (targets === undefined) {
    missing = 'none of those that are usual';
    chosen = named(attentionTargets);
    if (chosen.length === 0) chosen = named(feedForwardTargets);
  } else if (targets instanceof RegExp) {
    chosen = layers.filter(({ path }) => path.search(targets) >= 0);
  } else if (targets === 'all-linear') {
    chosen = layers.filter(
      ({ path, part }) => (part instanceof LinearMap || part instanceof QuantizedLinear) && !heads.has(path),
    );
  } else {
    if (!Array.isArray(targets) || !targets.every((name) => typeof name === 'string')) {
      throw new ArgumentError('lora', {
        expected: "targets as a list of names, an expression, or 'all-linear'",
        received: targets,
      });
    }
    chosen = named(targets);
    const unknown = targets.filter((name) => named([name]).length === 0);
    if (unknown.length > 0) [chosen, missing] = [[], unknown];
  }
  if (chosen.length > 0) return chosen;
  const names = new Set(layers.map(({ path }) => path.split('.').at(-1)!));
  throw new ArgumentError('lora', {
    expected: `targets among the linear maps and convolutions ${[...names].join(', ')}`,
    received: missing,
  });
}

/** The modules that are learned whole, by the ends of their paths; throws where one can't be. */
export function namedWholes(
  model: AnyModule,
  names: readonly string[],
): (readonly [path: string, module: AnyModule])[] {
  checkArgument('lora', 'modulesToSave', names, 'list');
  const unknown = names.find(
    (name) => name === '' || outermost(model, (_, path) => isNamed(path, name)).length === 0,
  );
  if (unknown !== undefined) {
    const paths = Array.from(model.namedChildren(), ([name]) => name);
    throw new ArgumentError('lora', {
      expected: `modulesToSave by ends of their paths, as ${paths.join(', ')}`,
      received: unknown,
    });
  }
  const found = outermost(model, (_, path) => path !== '' && names.some((name) => isNamed(path, name)));
  for (const [path, module] of found) checkWhole('lora', model, path, module);
  return found;
}

/** Throws if a module can't be learned and saved by itself. */
export function checkWhole(subject: string, model: AnyModule, path: string, module: AnyModule): void {
  const inside = new Set(Array.from(module.namedModules(), ([, one]) => one));
  if ([...inside].some((one) => one instanceof QuantizedLinear)) {
    throw new ArgumentError(subject, {
      expected: 'modules to save in float32',
      received: `${path}, whose weights are rounded`,
      hint: 'Leave it out of what is quantised.',
    });
  }
  if (sharedWords(model).some((words) => inside.has(words))) {
    throw new ArgumentError(subject, {
      expected: 'modules to save whose weights no other module reads',
      received: `${path}, whose embedding of words is the head's weight too`,
      hint: 'In PEFT the two would part.',
    });
  }
}

/** Embeddings of words that heads read too. */
function sharedWords(model: AnyModule): AnyModule[] {
  return Array.from(model.namedModules(), ([, one]) => {
    if (one instanceof GPT2 && !one.lmHead) return [one.transformer.wte];
    if (one instanceof Llama && !one.lmHead) return [one.model.embedTokens];
    if (one instanceof BERTForMaskedLM) return [one.bert.embeddings.wordEmbeddings];
    return [];
  }).flat();
}
