// internal: transformers for text
import type { AnyModule, ModuleList } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { GPT2, type GPT2Config, Llama, type LlamaConfig, Seq2SeqTransformer } from '@neurona/transformer';
import { activationName, activationText } from '../layers/activation-name.js';
import { type ClassEntry, type ClassRow, classRow } from './class-row.js';

/** What classes inside keep of their model. */
interface Inside<C> {
  readonly config: C;
  readonly activation: (x: Tensor) => Tensor;
}

/** A module inside, as what it is. */
export const inside = <C = unknown>(module: AnyModule): Inside<C> => module as unknown as Inside<C>;

/** The activation of a module inside, of x. */
export function activated(module: AnyModule, x: string): string {
  const name = activationName(inside(module).activation);
  return activationText[name ?? 'relu'](x);
}

const inputFirst: ClassRow = {
  about: 'A linear layer with weights [in, out].',
  methods: `
def forward(self, x):
    return x @ self.weight + self.bias`,
};

export const loraLayer: ClassRow = {
  about: 'A layer that stays, and a small map beside it that learns.',
  values: (module) => ({ scale: (module as AnyModule & { readonly scale: number }).scale }),
  methods: `
def forward(self, x):
    return self.base_layer(x) + self.scale * self.lora_b(self.lora_a(self.dropout(x)))`,
};

function frequencies({ rotaryBase = 10_000, rotaryScaling }: LlamaConfig): string {
  const plain = `${rotaryBase} ** (-torch.arange(0, size, 2, dtype=torch.float64) / size)`;
  if (!rotaryScaling) return `frequencies = ${plain}`;
  if (rotaryScaling.type === 'linear') return `frequencies = ${plain} / ${rotaryScaling.factor}`;
  if (rotaryScaling.type === 'yarn') {
    const { factor, originalContextLength, fastTurns = 32, slowTurns = 1 } = rotaryScaling;
    const place = (turns: number): string =>
      `size * math.log(${originalContextLength} / (${turns} * 2 * math.pi)) / (2 * math.log(${rotaryBase}))`;
    return `frequencies = ${plain}
    first, last = max(math.floor(${place(fastTurns)}), 0), min(math.ceil(${place(slowTurns)}), size - 1)
    share = ((torch.arange(size // 2, dtype=torch.float64) - first) / max(last - first, 0.001)).clamp(0, 1)
    frequencies = share * frequencies / ${factor} + (1 - share) * frequencies`;
  }
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalContextLength } = rotaryScaling;
  return `frequencies = ${plain}
    turns = ${originalContextLength} * frequencies / (2 * math.pi)
    share = ((turns - ${low}) / ${high - low}).clamp(0, 1)
    frequencies = (1 - share) * frequencies / ${factor} + share * frequencies`;
}

/** What cosines and sines are multiplied by. */
function growth({ rotaryScaling }: LlamaConfig): string {
  if (rotaryScaling?.type !== 'yarn') return '';
  const { factor, attentionFactor = 0.1 * Math.log(factor) + 1 } = rotaryScaling;
  return ` * ${attentionFactor}`;
}

/** The configuration of the model that these layers are of. */
const configOfLayers = (body: AnyModule): LlamaConfig => {
  const { layers } = body as AnyModule & {
    readonly layers: ModuleList<AnyModule & { readonly selfAttn: AnyModule }>;
  };
  return inside<LlamaConfig>(layers.at(0).selfAttn).config;
};

function llamaBody(config: LlamaConfig): string {
  const { embedDim, numHeads, headDim = embedDim / numHeads, slidingWindow } = config;
  return `
def angles(self, length, device, size=${headDim}):
    ${frequencies(config)}
    turns = torch.arange(length, dtype=torch.float64).unsqueeze(1) * frequencies
    return (turns.cos()${growth(config)}).float().to(device), (turns.sin()${growth(config)}).float().to(device)

def forward(self, tokens):
    x = self.embed_tokens(tokens)
    length = tokens.shape[1]
    distance = torch.arange(length, device=x.device).unsqueeze(1) - torch.arange(length, device=x.device)
    mask = distance >= 0${slidingWindow === undefined ? '' : `\n    mask = mask & (distance < ${slidingWindow})`}
    angles = self.angles(length, x.device)
    for layer in self.layers:
        x = layer(x, angles, mask)
    return self.norm(x)`;
}

const dropoutIn = (dropout: number): string =>
  dropout > 0 ? `, dropout=${dropout} if self.training else 0.0` : '';

const attentionDropout = ({ dropout = 0.1, attentionDropout: own = dropout }: GPT2Config): number => own;

export const transformer: readonly ClassEntry[] = [
  classRow(GPT2, {
    methods: ({ lmHead }) => `
def forward(self, tokens):
    hidden = self.transformer(tokens)
    return ${lmHead ? 'self.lm_head(hidden)' : 'F.linear(hidden, self.transformer.wte.weight)'}`,
    inner: {
      InputFirstLinear: inputFirst,
      LoRALayer: loraLayer,
      GPT2Body: {
        methods: `
def forward(self, tokens):
    length = tokens.shape[1]
    x = self.drop(self.wte(tokens) + self.wpe.weight[:length])
    mask = torch.ones(length, length, dtype=torch.bool, device=x.device).tril()
    for block in self.h:
        x = block(x, mask)
    return self.ln_f(x)`,
      },
      GPT2Block: {
        methods: `
def forward(self, x, mask):
    x = x + self.attn(self.ln_1(x), mask)
    return x + self.mlp(self.ln_2(x))`,
      },
      GPT2Attention: {
        values: (module) => ({ num_heads: inside<GPT2Config>(module).config.numHeads }),
        methods: (module) => `
def forward(self, x, mask):
    q, k, v = (split_heads(part, self.num_heads) for part in self.c_attn(x).chunk(3, dim=-1))
    y = attend(q, k, v, mask${dropoutIn(attentionDropout(inside<GPT2Config>(module).config))})
    return self.resid_dropout(self.c_proj(join_heads(y)))`,
      },
      GPT2FeedForward: {
        methods: (module) =>
          `def forward(self, x):\n    return self.dropout(self.c_proj(${activated(module, 'self.c_fc(x)')}))`,
      },
    },
  }),
  classRow(Llama, {
    methods: ({ lmHead }) => `
def forward(self, tokens):
    hidden = self.model(tokens)
    return ${lmHead ? 'self.lm_head(hidden)' : 'F.linear(hidden, self.model.embed_tokens.weight)'}`,
    inner: {
      LoRALayer: loraLayer,
      LlamaBody: { methods: (module) => llamaBody(configOfLayers(module)) },
      LlamaLayer: {
        methods: `
def forward(self, x, angles, mask):
    x = x + self.self_attn(self.input_layernorm(x), angles, mask)
    return x + self.mlp(self.post_attention_layernorm(x))`,
      },
      LlamaAttention: {
        values: (module) => {
          const { numHeads, numKeyValueHeads = numHeads } = inside<LlamaConfig>(module).config;
          return { num_heads: numHeads, num_key_value_heads: numKeyValueHeads };
        },
        methods: (module) => `
def forward(self, x, angles, mask):
    q = turned(split_heads(self.q_proj(x), self.num_heads), angles)
    k = turned(split_heads(self.k_proj(x), self.num_key_value_heads), angles)
    v = split_heads(self.v_proj(x), self.num_key_value_heads)
    shared = self.num_heads // self.num_key_value_heads
    k, v = k.repeat_interleave(shared, dim=1), v.repeat_interleave(shared, dim=1)
    y = attend(q, k, v, mask${dropoutIn(inside<LlamaConfig>(module).config.dropout ?? 0)})
    return self.o_proj(join_heads(y))`,
      },
      LlamaFeedForward: {
        methods: (module) =>
          `def forward(self, x):\n    return self.down_proj(${activated(module, 'self.gate_proj(x)')} * self.up_proj(x))`,
      },
    },
  }),
  classRow(Seq2SeqTransformer, {
    leavesOut: ({ config }) => (config.shared ? ['targetEmbedding'] : []),
    values: ({ embedDim }) => ({ embed_dim: embedDim }),
    optional: ['sourcePositions', 'targetPositions'],
    methods: ({ config: { shared } }) => {
      const target = shared ? 'self.source_embedding' : 'self.target_embedding';
      return `
def placed(self, x, positions):
    x = x * self.embed_dim ** 0.5
    return self.dropout(x if positions is None else positions(x))

def forward(self, source, target, source_padding_mask=None):
    """source_padding_mask is true where there are tokens."""
    padding = None if source_padding_mask is None else ~source_padding_mask
    memory = self.placed(self.source_embedding(source), self.source_positions)
    memory = self.transformer.encoder(memory, src_key_padding_mask=padding)
    length = target.shape[1]
    causal = torch.ones(length, length, dtype=torch.bool, device=target.device).triu(1)
    x = self.placed(${target}(target), self.target_positions)
    x = self.transformer.decoder(x, memory, tgt_mask=causal, memory_key_padding_mask=padding)
    return ${shared ? `F.linear(x, ${target}.weight)` : 'self.output(x)'}`;
    },
  }),
];
