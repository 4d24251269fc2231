// internal: BERT with its heads, vision transformers
import {
  BERT,
  type BERTConfig,
  BERTForMaskedLM,
  BERTForQuestionAnswering,
  BERTForSequenceClassification,
  BERTForTokenClassification,
  ViT,
} from '@neurona/transformer';
import { type ClassEntry, type ClassRow, classRow } from './class-row.js';
import { activated, inside, loraLayer } from './transformer.js';

const call = 'tokens, token_types=None, key_padding_mask=None';
const passed = 'tokens, token_types, key_padding_mask';

/** A model around BERT: what it makes of the hidden states and the pooled one. */
const head = (result: string): string => `
def forward(self, ${call}):
    hidden, pooled = self.bert(${passed})
    return ${result}`;

const classes: Readonly<Record<string, ClassRow>> = {
  LoRALayer: loraLayer,
  BERTEmbeddings: {
    methods: `
def forward(self, tokens, token_types):
    types = self.token_type_embeddings.weight[:1] if token_types is None else self.token_type_embeddings(token_types)
    places = self.position_embeddings.weight[: tokens.shape[1]]
    return self.dropout(self.LayerNorm(self.word_embeddings(tokens) + places + types))`,
  },
  BERTEncoder: {
    methods: `
def forward(self, x, mask):
    for layer in self.layer:
        x = layer(x, mask)
    return x`,
  },
  BERTLayer: {
    methods: `
def forward(self, x, mask):
    x = self.attention(x, mask)
    return self.output(self.intermediate(x), x)`,
  },
  BERTAttention: {
    methods: `
def forward(self, x, mask):
    return self.output(self.self(x, mask), x)`,
  },
  BERTSelfAttention: {
    values: (module) => {
      const {
        numHeads,
        dropout: whole = 0.1,
        attentionDropout: dropout = whole,
      } = inside<BERTConfig>(module).config;
      return { num_heads: numHeads, dropout };
    },
    methods: `
def forward(self, x, mask):
    q, k, v = (split_heads(part(x), self.num_heads) for part in (self.query, self.key, self.value))
    return join_heads(attend(q, k, v, mask, self.dropout if self.training else 0.0))`,
  },
  BERTSum: {
    methods: `
def forward(self, x, before):
    return self.LayerNorm(self.dropout(self.dense(x)) + before)`,
  },
  BERTIntermediate: {
    methods: (module) => `def forward(self, x):\n    return ${activated(module, 'self.dense(x)')}`,
  },
  BERTPooler: {
    methods: `
def forward(self, hidden):
    return torch.tanh(self.dense(hidden[:, 0]))`,
  },
  BERTMaskedHead: {
    methods: `
def forward(self, hidden, words):
    return self.predictions(hidden, words)`,
  },
  BERTPredictions: {
    methods: `
def forward(self, hidden, words):
    return F.linear(self.transform(hidden), words, self.bias)`,
  },
  BERTTransform: {
    methods: (module) =>
      `def forward(self, hidden):\n    return self.LayerNorm(${activated(module, 'self.dense(hidden)')})`,
  },
};

const tokenHead: ClassRow = { methods: head('self.classifier(self.dropout(hidden))'), inner: classes };

export const bert: readonly ClassEntry[] = [
  classRow(BERT, {
    about: 'key_padding_mask [N, L] is true where there are tokens.',
    optional: ['pooler'],
    methods: `
def forward(self, ${call}):
    mask = None if key_padding_mask is None else key_padding_mask[:, None, None]
    hidden = self.encoder(self.embeddings(tokens, token_types), mask)
    return hidden, None if self.pooler is None else self.pooler(hidden)`,
    inner: classes,
  }),
  classRow(BERTForMaskedLM, {
    methods: head('self.cls(hidden, self.bert.embeddings.word_embeddings.weight)'),
    inner: classes,
  }),
  classRow(BERTForSequenceClassification, {
    methods: head('self.classifier(self.dropout(pooled))'),
    inner: classes,
  }),
  classRow(BERTForTokenClassification, tokenHead),
  classRow(BERTForQuestionAnswering, { methods: head('self.qa_outputs(hidden)'), inner: classes }),
  classRow(ViT, {
    methods: `
def forward(self, images):
    patches = self.conv_proj(images).flatten(2).transpose(1, 2)
    x = torch.cat([self.class_token.expand(images.shape[0], -1, -1), patches], dim=1)
    return self.heads(self.encoder(x)[:, 0])`,
    inner: {
      LoRALayer: loraLayer,
      ViTEncoder: {
        methods: `
def forward(self, x):
    x = self.dropout(x + self.pos_embedding)
    for layer in self.layers.values():
        x = layer(x)
    return self.ln(x)`,
      },
      ViTBlock: {
        methods: `
def forward(self, x):
    y = self.ln_1(x)
    x = x + self.dropout(self.self_attention(y, y, y, need_weights=False)[0])
    return x + self.mlp(self.ln_2(x))`,
      },
      ViTHeads: { methods: 'def forward(self, x):\n    return self.head(x)' },
    },
  }),
];
