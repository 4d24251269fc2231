// internal: autoencoders, perceptron
import {
  Autoencoder,
  ConvAutoencoder,
  Corruption,
  DenseAutoencoder,
  RecurrentAutoencoder,
  TiedLinear,
} from '@neurona/autoencoders';
import { Perceptron } from '@neurona/mlp';
import { type ClassEntry, type ClassRow, classRow } from './class-row.js';

const forward = `
def forward(self, x):
    return self.decode(self.encode(self.corruption(x))).reshape(x.shape)`;

const autoencoder: ClassRow = {
  methods: `
def encode(self, x):
    return self.encoder(x)

def decode(self, code):
    return self.decoder(code)
${forward}`,
};

const tied = `
def encode(self, x):
    return self.encoder(x)

def decode(self, code):
    layers = [layer for layer in self.encoder if isinstance(layer, nn.Linear)]
    for module in self.decoder:
        code = module(code, layers.pop()) if isinstance(module, TiedLinear) else module(code)
    return code
${forward}`;

const isTied = ({ decoder }: DenseAutoencoder): boolean =>
  [...decoder.namedChildren()].some(([, module]) => module instanceof TiedLinear);

export const autoencoders: readonly ClassEntry[] = [
  classRow(Perceptron, {
    methods: `
def forward(self, x):
    return ((x * self.weight).sum(-1) + self.bias >= 0).to(x.dtype)`,
  }),
  classRow(Corruption, {
    about: 'Noise and missing values, in training.',
    values: ({ noise, dropout }) => ({ noise, dropout }),
    methods: `
def forward(self, x):
    if not self.training:
        return x
    if self.dropout > 0:
        x = x * torch.bernoulli(torch.full_like(x, 1 - self.dropout))
    return x + self.noise * torch.randn_like(x)`,
  }),
  classRow(TiedLinear, {
    about: 'The transpose of a layer, with a bias of its own.',
    methods: `
def forward(self, y, layer):
    return F.linear(y, layer.weight.t(), self.bias)`,
  }),
  classRow(Autoencoder, autoencoder),
  classRow(ConvAutoencoder, autoencoder),
  classRow(DenseAutoencoder, {
    methods: (module) => (isTied(module) ? tied : String(autoencoder.methods)),
    unequal: (module, input) =>
      isTied(module) && (input?.length ?? 0) > 3 && input!.at(-1)! > 1
        ? 'tied weights of images of several channels, whose order differs in PyTorch'
        : undefined,
  }),
  classRow(RecurrentAutoencoder, {
    ...autoencoder,
    inner: {
      SequenceToVector: {
        methods: `
def forward(self, x):
    state = self.rnn(x)[1]
    hidden = state[0] if isinstance(state, tuple) else state
    return self.fc(hidden[-1])`,
      },
    },
  }),
];
