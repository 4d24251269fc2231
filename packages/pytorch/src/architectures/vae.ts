// internal: variational and vector-quantised autoencoders
import { ConvVAE, VAE, type VariationalAutoencoder, VectorQuantizer, VQVAE } from '@neurona/vae';
import { type ClassEntry, classRow } from './class-row.js';

const values = ({
  latentSize,
  numClasses,
}: VariationalAutoencoder): { latent_size: number; num_classes: number } => ({
  latent_size: latentSize,
  num_classes: numClasses ?? 0,
});

/** What is read beside x and z: labels, one-hot. */
const classes = `
def with_classes(self, x, labels):
    if self.num_classes == 0:
        return x
    return torch.cat([x, F.one_hot(labels.long(), self.num_classes).to(x.dtype)], dim=1)`;

const forward = `
def forward(self, x, labels=None):
    """The parameters of p(x | z), and mean and logarithm of the variance of q(z | x)."""
    mean, log_var = self.encode(x, labels)
    z = mean + torch.exp(log_var / 2) * torch.randn_like(mean) if self.training else mean
    return self.decode(z, labels), mean, log_var`;

/** Values of an image in PyTorch's order; beside labels they keep ours. */
const flat = (x: string, hasLabels: boolean): string =>
  hasLabels ? `${x}.movedim(1, -1).flatten(1)` : `${x}.flatten(1)`;

export const vae: readonly ClassEntry[] = [
  classRow(VAE, {
    values,
    methods: ({ inputShape, numClasses }) => {
      const isImage = inputShape.length === 3;
      const shape = `(${inputShape.join(', ')},)`;
      return `${classes}

def encode(self, x, labels=None):
    h = F.relu(self.fc1(self.with_classes(${isImage ? flat('x', numClasses !== undefined) : 'x.flatten(1)'}, labels)))
    return self.fc21(h), self.fc22(h)

def decode(self, z, labels=None):
    x = self.fc4(F.relu(self.fc3(self.with_classes(z, labels))))
    return x.unflatten(1, ${shape})${isImage ? '.movedim(-1, 1)' : ''}
${forward}`;
    },
  }),
  classRow(ConvVAE, {
    values,
    methods: ({ inputShape, channels, numClasses }) => {
      const [height, width] = inputShape as readonly [number, number, number];
      const size = [channels.at(-1)!, height / 2 ** channels.length, width / 2 ** channels.length];
      return `${classes}

def encode(self, x, labels=None):
    x = self.encoder(x)
    h = self.with_classes(${flat('x', numClasses !== undefined)}, labels)
    return self.fc_mean(h), self.fc_log_var(h)

def decode(self, z, labels=None):
    return self.decoder(self.fc_decoder(self.with_classes(z, labels)).unflatten(1, (${size.join(', ')})))
${forward}`;
    },
  }),
  classRow(VectorQuantizer, {
    about: 'Vectors [N, D, H, W] become the nearest of a codebook, which follows them in training.',
    values: ({ numCodes, decay, reviveBelow }) => ({ num_codes: numCodes, decay, revive_below: reviveBelow }),
    methods: `
def forward(self, z):
    vectors = z.movedim(1, -1)
    flat = vectors.detach().flatten(0, -2)
    distances = self.codebook.square().sum(1) - 2 * flat @ self.codebook.t()
    codes = distances.argmin(1)
    nearest = self.codebook[codes]
    is_code = F.one_hot(codes, self.num_codes).to(z.dtype)
    if self.training:
        self.follow(flat, is_code)
    commitment = F.mse_loss(vectors.flatten(0, -2), nearest)
    shares = is_code.mean(0)
    perplexity = torch.exp(-(shares * shares.clamp(min=1e-10).log()).sum())
    quantized = vectors + (nearest.reshape(vectors.shape) - vectors).detach()
    return quantized.movedim(-1, 1), codes.reshape(vectors.shape[:-1]), commitment, perplexity

@torch.no_grad()
def follow(self, vectors, is_code):
    size = self.cluster_size * self.decay + is_code.sum(0) * (1 - self.decay)
    sums = self.cluster_sum * self.decay + is_code.t() @ vectors * (1 - self.decay)
    means = torch.where(size.unsqueeze(1) > 0, sums / size.clamp(min=1e-12).unsqueeze(1), self.codebook)
    is_dead = size < self.revive_below
    drawn = vectors[torch.randint(len(vectors), (self.num_codes,), device=vectors.device)]
    self.codebook.copy_(torch.where(is_dead.unsqueeze(1), drawn, means))
    self.cluster_size.copy_(size.masked_fill(is_dead, self.revive_below))
    self.cluster_sum.copy_(torch.where(is_dead.unsqueeze(1), drawn * self.revive_below, sums))`,
  }),
  classRow(VQVAE, {
    methods: `
def forward(self, x):
    """The reconstruction, the codes, the commitment loss, and the perplexity of the codes."""
    quantized, codes, commitment, perplexity = self.quantizer(self.encoder(x))
    return self.decoder(quantized), codes, commitment, perplexity`,
  }),
];
