// internal: recurrent networks
import { AdditiveAttention, MultiplicativeAttention } from '@neurona/layers';
import {
  EncoderDecoder,
  Forecaster,
  type ForecasterConfig,
  RecurrentLanguageModel,
  SequenceClassifier,
  SequenceTagger,
} from '@neurona/rnn';
import { type ClassEntry, type ClassRow, classRow } from './class-row.js';

const read = `
def read(self, x, lengths=None):
    x = self.dropout(x if self.embedding is None else self.embedding(x))
    return run_recurrent(self.rnn, x, None, lengths)
`;

const plainDecoder: ClassRow = {
  methods: `
def forward(self, tokens, state, memory, mask):
    return run_recurrent(self.rnn, self.dropout(self.embedding(tokens)), state)[0]`,
};

const luongDecoder: ClassRow = {
  methods: `
def forward(self, tokens, state, memory, mask):
    hidden, _ = run_recurrent(self.rnn, self.dropout(self.embedding(tokens)), state)
    context, _ = self.attention(hidden, memory, mask)
    return torch.tanh(self.combine(torch.cat([context, hidden], dim=-1)))`,
};

const bahdanauDecoder: ClassRow = {
  methods: `
def forward(self, tokens, state, memory, mask):
    outputs = []
    for token in self.dropout(self.embedding(tokens)).unbind(1):
        query = hidden_of(state)[-1].unsqueeze(1)
        context, _ = self.attention(query, memory, mask)
        hidden, state = run_recurrent(self.rnn, torch.cat([token.unsqueeze(1), context], dim=-1), state)
        outputs.append(torch.cat([context, hidden], dim=-1))
    return torch.tanh(self.combine(torch.cat(outputs, dim=1)))`,
};

const scalings: Readonly<Record<NonNullable<ForecasterConfig['scaling']>, string>> = {
  none: 'center, scale = 0.0, torch.ones_like(x[:, :1])',
  meanAbsolute: 'center, scale = 0.0, x.abs().mean(1, keepdim=True)',
  standard: 'center, scale = x.mean(1, keepdim=True), x.var(1, unbiased=False, keepdim=True).sqrt()',
};

const middleOf = (quantiles: readonly number[]): number =>
  quantiles.reduce((best, q, i) => (Math.abs(q - 0.5) < Math.abs(quantiles[best]! - 0.5) ? i : best), 0);

function forecaster({ config }: Forecaster): string {
  const { strategy = 'direct', quantiles = [], scaling = 'standard' } = config;
  const shape = ['self.num_series', ...(quantiles.length > 0 ? [quantiles.length] : [])].join(', ');
  const fit = quantiles.length > 0 ? '.unsqueeze(-1)' : '';
  const outputs =
    strategy === 'direct'
      ? `y = self.steps(hidden_of(state)[-1], (x.shape[0], self.horizon, ${shape}))`
      : `steps = []
    while True:
        step = self.steps(hidden_of(state)[-1], (x.shape[0], ${shape}))
        steps.append(step)
        if len(steps) == self.horizon:
            break
        value = ${quantiles.length > 0 ? `step[..., ${middleOf(quantiles)}]` : 'step'}
        state = run_recurrent(self.rnn, value.unsqueeze(1), state)[1]
    y = torch.stack(steps, dim=1)`;
  return `
def steps(self, hidden, shape):
    y = self.fc(self.dropout(hidden)).reshape(shape)${
      quantiles.length > 1
        ? '\n    y = torch.cat([y[..., :1], F.softplus(y[..., 1:])], dim=-1).cumsum(-1)  # quantiles ascend'
        : ''
    }
    return y

def forward(self, x):
    ${scalings[scaling]}
    scale = torch.where(scale > 0, scale, torch.ones_like(scale))
    state = run_recurrent(self.rnn, (x - center) / scale)[1]
    ${outputs}
    return y * scale${fit}${scaling === 'standard' ? ` + center${fit}` : ''}`;
}

export const rnn: readonly ClassEntry[] = [
  classRow(SequenceClassifier, {
    optional: ['embedding'],
    methods: ({ config }) => `${read}
def forward(self, x, lengths=None):
    hidden = hidden_of(self.read(x, lengths)[1])
    ends = ${config.bidirectional ? 'torch.cat([hidden[-2], hidden[-1]], dim=-1)' : 'hidden[-1]'}
    return self.fc(self.dropout(ends))`,
  }),
  classRow(SequenceTagger, {
    optional: ['embedding'],
    methods: `${read}
def forward(self, x, lengths=None):
    return self.fc(self.dropout(self.read(x, lengths)[0]))`,
  }),
  classRow(RecurrentLanguageModel, {
    methods: ({ fc }) => `
def forward(self, tokens, state=None, with_state=False):
    x, state = run_recurrent(self.rnn, self.dropout(self.embedding(tokens)), state)
    x = self.dropout(x)
    logits = ${fc ? 'self.fc(x)' : 'F.linear(x, self.embedding.weight, self.bias)'}
    return (logits, state) if with_state else logits`,
  }),
  classRow(Forecaster, {
    methods: forecaster,
    values: ({ config }) => ({ num_series: config.numSeries, horizon: config.horizon }),
  }),
  classRow(AdditiveAttention, {
    about:
      'Queries [N, L, D] and prepared keys with their values [N, S, E]; mask [N, S] is true where they are seen.',
    methods: `
def prepare(self, values):
    return self.key(values), values

def forward(self, query, memory, mask=None):
    keys, values = memory
    scores = torch.tanh(self.query(query).unsqueeze(2) + keys.unsqueeze(1)) @ self.v
    if mask is not None:
        scores = scores.masked_fill(~mask.unsqueeze(1), -torch.inf)
    weights = scores.softmax(-1)
    return weights @ values, weights`,
  }),
  classRow(MultiplicativeAttention, {
    about:
      'Queries [N, L, D] and prepared keys with their values [N, S, E]; mask [N, S] is true where they are seen.',
    methods: ({ key }) => `
def prepare(self, values):
    return ${key ? 'self.key(values)' : 'values'}, values

def forward(self, query, memory, mask=None):
    keys, values = memory
    scores = query @ keys.transpose(1, 2)
    if mask is not None:
        scores = scores.masked_fill(~mask.unsqueeze(1), -torch.inf)
    weights = scores.softmax(-1)
    return weights @ values, weights`,
  }),
  classRow(EncoderDecoder, {
    methods: ({ config: { attention = 'additive' } }) => `
def forward(self, source, target, lengths=None):
    output, state = self.encoder(source, lengths)
    mask = None
    if lengths is not None:
        mask = torch.arange(source.shape[1], device=source.device) < lengths.unsqueeze(1)
    memory = ${attention === 'none' ? 'None' : 'self.decoder.attention.prepare(output)'}
    return self.fc(self.dropout(self.decoder(target, state, memory, mask)))`,
    inner: {
      SequenceEncoder: {
        optional: ['embedding'],
        methods: (module) => {
          const { config } = module as unknown as { readonly config: { readonly bidirectional?: boolean } };
          const joined = config.bidirectional
            ? `

@staticmethod
def join(states):
    """The states of both directions beside each other."""
    return torch.cat([states[0::2], states[1::2]], dim=-1)`
            : '';
          const state = config.bidirectional
            ? '\n    state = tuple(map(self.join, state)) if isinstance(state, tuple) else self.join(state)'
            : '';
          return `${read}
def forward(self, x, lengths=None):
    output, state = self.read(x, lengths)${state}
    return output, state${joined}`;
        },
      },
      PlainDecoder: plainDecoder,
      LuongDecoder: luongDecoder,
      BahdanauDecoder: bahdanauDecoder,
    },
  }),
];
