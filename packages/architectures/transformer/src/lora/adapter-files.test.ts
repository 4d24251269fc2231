import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ArgumentError, useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { CheckpointError, decodeSafetensors } from '@neurona/checkpoints';
import { DatasetError } from '@neurona/datasets';
import { crossEntropy, quantize } from '@neurona/layers';
import { AdamW } from '@neurona/optimizers';
import { manualSeed, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import logits from '../../fixtures/lora/logits.json' with { type: 'json' };
import { BERTForSequenceClassification } from '../bert-heads.js';
import { GPT2 } from '../gpt2.js';
import { fromPretrained } from '../pretrained/from-pretrained.js';
import { Seq2SeqTransformer } from '../seq2seq-transformer.js';
import { ViT } from '../vit.js';
import { type LoRAFiles, loadLora, loraFiles } from './adapter-files.js';
import { lora, mergeLora } from './lora.js';

const bert = fileURLToPath(new URL('../../fixtures/lora/bert', import.meta.url));

const text = (): Tensor =>
  tensor(
    [
      [1, 2, 3, 4, 5, 6],
      [8, 7, 0, 1, 1, 2],
    ],
    { dtype: 'int32' },
  );

const sizes = { vocabSize: 9, contextLength: 8, embedDim: 12, numLayers: 2, numHeads: 3, dropout: 0 };

const gpt = (): GPT2 => {
  manualSeed(3);
  return new GPT2(sizes);
};

const classifier = (): BERTForSequenceClassification => {
  manualSeed(3);
  return new BERTForSequenceClassification({ ...sizes, feedForwardDim: 20, numClasses: 3 });
};

const published = async () =>
  (await fromPretrained(bert, { architecture: 'BERTForSequenceClassification', settings: { numClasses: 3 } }))
    .model;

const configOf = (files: LoRAFiles) => JSON.parse(new TextDecoder().decode(files['adapter_config.json']));

const withConfig = (files: LoRAFiles, changes: object): LoRAFiles => ({
  ...files,
  'adapter_config.json': new TextEncoder().encode(JSON.stringify({ ...configOf(files), ...changes })),
});

const learnedOf = (model: GPT2 | BERTForSequenceClassification): string[] =>
  Array.from(model.namedParameters()).flatMap(([path, { requiresGrad }]) => (requiresGrad ? [path] : []));

const shift = (model: GPT2 | BERTForSequenceClassification, pattern: RegExp): void => {
  for (const [path, parameter] of model.namedParameters())
    if (pattern.test(path)) noGrad(() => scoped(() => parameter.set(parameter.add(0.1))));
};

describe('files of adapters', () => {
  beforeAll(() => useBackend(wasm()));

  it('are bytes, read from bytes and from files that somebody picked', async () => {
    const model = lora(gpt(), { rank: 2, alpha: 3 });
    shift(model, /lora_B/);
    const wanted = await model.forward(text()).data();
    const files = await loraFiles(model, { baseModel: 'openai-community/gpt2' });
    expect(Object.keys(files)).toEqual(['adapter_config.json', 'adapter_model.safetensors']);
    expect(configOf(files)).toMatchObject({
      r: 2,
      lora_alpha: 3,
      modules_to_save: null,
      rank_pattern: {},
      base_model_name_or_path: 'openai-community/gpt2',
    });
    const again = await loadLora(gpt(), files);
    expect(await again.forward(text()).data()).toEqual(wanted);
    const picked = Object.entries(files).map(([name, bytes]) => new File([bytes], name));
    expect(await (await loadLora(gpt(), picked)).forward(text()).data()).toEqual(wanted);
    const half = loadLora(gpt(), picked.slice(1));
    await expect(half).rejects.toThrow(DatasetError);
    await expect(half).rejects.toThrow(
      '[loadLora] expected the file adapter_config.json, got none (adapter_config.json). Take adapter_config.json and adapter_model.safetensors together.',
    );
    await expect(loadLora(gpt(), 7 as never)).rejects.toThrow(ArgumentError);
  });

  it('of PEFT have a head that was learned whole, and ranks and factors by layer', async () => {
    const model = await loadLora(await published(), join(bert, 'adapters'));
    expectClose(await model.forward(text()).data(), logits.bert);
    const ranks = Array.from(model.namedModules(), ([, module]) => module).flatMap((module) =>
      'rank' in module && 'scale' in module ? [[module.rank, module.scale]] : [],
    );
    expect(ranks).toEqual([
      [2, 3],
      [2, 2.5],
      [3, 2],
      [2, 2.5],
    ]);
    const files = await loraFiles(model);
    expect(configOf(files)).toMatchObject({
      modules_to_save: ['classifier'],
      rank_pattern: { '^bert\\.encoder\\.layer\\.1\\.attention\\.self\\.query': 3 },
    });
    const kept = decodeSafetensors(await readFile(join(bert, 'adapters', 'adapter_model.safetensors')));
    const own = decodeSafetensors(files['adapter_model.safetensors']).tensors;
    expect(Object.keys(own).sort()).toEqual(Object.keys(kept.tensors).sort());
    for (const [key, { values }] of Object.entries(kept.tensors))
      expect(own[key]!.values, key).toEqual(values);
    const again = await loadLora(await published(), files);
    expectClose(await again.forward(text()).data(), logits.bert);
    expectClose(await mergeLora(again).forward(text()).data(), logits.bert);
  });

  it('have what is learned beside adapters, and are refused where they would lack some', async () => {
    const model = lora(classifier(), { rank: 2, modulesToSave: ['classifier'] });
    expect(learnedOf(model).filter((path) => !path.includes('lora_'))).toEqual([
      'classifier.weight',
      'classifier.bias',
    ]);
    const optimizer = new AdamW(model.parameters(), { learningRate: 0.05 });
    for (let step = 0; step < 3; step++) {
      scoped(() => {
        optimizer.zeroGrad();
        crossEntropy(model.forward(text()), tensor([2, 0], { dtype: 'int32' })).backward();
        optimizer.step();
      });
    }
    optimizer.dispose();
    const other = await loadLora(classifier(), await loraFiles(model));
    expect(await other.eval().forward(text()).data()).toEqual(await model.eval().forward(text()).data());
    expect(learnedOf(other)).toEqual(learnedOf(model));
    model.bert.pooler!.unfreeze();
    const refused = loraFiles(model);
    await expect(refused).rejects.toThrow(CheckpointError);
    await expect(refused).rejects.toThrow(
      "[loraFiles] expected adapters, and modulesToSave, as all that is learned, got bert.pooler.dense.weight, which is learned too. It would not be saved: name it as lora(model, { modulesToSave: ['bert.pooler.dense'] }) does, or freeze it.",
    );
    expect(learnedOf(mergeLora(model))).toHaveLength(model.parameters().length);
    const image = { imageSize: 8, patchSize: 4, embedDim: 8, numLayers: 1, numHeads: 2, numClasses: 3 };
    const images = lora(new ViT(image), { rank: 2 });
    images.classToken.requiresGrad = true;
    await expect(loraFiles(images)).rejects.toThrow(
      'got class_token, which is learned too. It would not be saved, and is in no module that could be: freeze it.',
    );
  });

  it('take empty settings of PEFT for none, and name those that can not be taken', async () => {
    const files = await loraFiles(lora(gpt(), { rank: 2 }));
    const empty = { modules_to_save: [], rank_pattern: {}, alpha_pattern: {}, trainable_token_indices: [] };
    await loadLora(gpt(), withConfig(files, empty));
    const before = learnedOf(gpt());
    for (const [changes, message] of [
      [{ lora_dropout: 3 }, '[loadLora] expected lora_dropout to be from 0 to less than 1, got 3'],
      [{ modules_to_save: 'x' }, '[loadLora] expected modules_to_save to be a list of names, got x'],
      [{ bias: 'all' }, '[loadLora] expected bias to be none, got all'],
      [{ lora_bias: true }, '[loadLora] expected lora_bias to be unset, got true'],
      [
        { rank_pattern: { '(': 2 } },
        '[loadLora] expected rank_pattern to be numbers by expressions for paths',
      ],
      [{ rank_pattern: { c_attn: 0 } }, '[loadLora] expected c_attn to be an integer of at least 1, got 0'],
      [{ rank_pattern: { c_attn: 3 } }, 'lora_A.weight [3, 12], got [2, 12]'],
      [{ modules_to_save: ['ln_f'] }, 'expected base_model.model.transformer.ln_f.weight [12], got none'],
      [{ modules_to_save: ['wte'] }, 'got transformer.wte, whose embedding of words is the head'],
    ] as const) {
      const model = gpt();
      await expect(loadLora(model, withConfig(files, changes)), message).rejects.toThrow(message);
      expect(learnedOf(model)).toEqual(before);
    }
  });
});

describe('targets of adapters', () => {
  beforeAll(() => useBackend(wasm()));

  const targetsIn = (model: ViT | Seq2SeqTransformer | GPT2 | BERTForSequenceClassification): string[] => [
    ...new Set(Object.keys(model.stateDict()).flatMap((path) => path.match(/([^.]+)\.lora_A/)?.[1] ?? [])),
  ];

  it('are all linear maps but the head, and usual ones by default', () => {
    expect(targetsIn(lora(classifier(), { targets: 'all-linear' })).sort()).toEqual(
      ['dense', 'key', 'query', 'value'].sort(),
    );
    const image = { imageSize: 8, patchSize: 4, embedDim: 8, numLayers: 1, numHeads: 2, numClasses: 3 };
    expect(targetsIn(lora(new ViT(image)))).toEqual(['0', '3']);
    const pair = { sourceVocabSize: 9, targetVocabSize: 9, embedDim: 16, numHeads: 2 };
    const translator = new Seq2SeqTransformer({ ...pair, numEncoderLayers: 1, numDecoderLayers: 1 });
    expect(targetsIn(lora(translator))).toEqual(['linear1', 'linear2']);
  });

  it('that are wrong leave a model as it was', () => {
    const untied = new GPT2({ ...sizes, embedDim: 64, numHeads: 4, tied: false });
    const rounded = quantize(untied, { bits: 8 });
    const learned = learnedOf(rounded);
    for (const [model, options, message] of [
      [gpt(), { dropout: 2 }, '[lora] expected dropout from 0 to less than 1, got 2'],
      [
        gpt(),
        { targets: 'c_attn' },
        "[lora] expected targets as a list of names, an expression, or 'all-linear'",
      ],
      [gpt(), { targets: ['c_attn', 'q_proj'] }, 'c_attn, c_proj, c_fc, got [q_proj].'],
      [gpt(), { targets: ['c_attn'], modulesToSave: ['score'] }, 'modulesToSave by ends of their paths'],
      [gpt(), { targets: ['c_attn'], modulesToSave: [''] }, 'modulesToSave by ends of their paths'],
      [gpt(), { targets: ['c_attn'], modulesToSave: ['attn'] }, 'got [c_attn]'],
      [
        gpt(),
        { modulesToSave: ['wte'] },
        '[lora] expected modules to save whose weights no other module reads',
      ],
      [rounded, { modulesToSave: ['lm_head'] }, '[lora] expected modules to save in float32, got lm_head'],
    ] as const) {
      expect(() => lora(model, options as never), message).toThrow(ArgumentError);
      expect(() => lora(model, options as never)).toThrow(message);
      expect(learnedOf(model)).toEqual(model === rounded ? learned : learnedOf(gpt()));
    }
  });
});
