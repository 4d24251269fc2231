// internal: classes of exported programs where PyTorch has no equal, by name; only those that are used are written

/** A class, and the classes that it extends. */
interface Helper {
  readonly needs?: readonly string[];
  readonly text: string;
}

const sequencesLast = `class SequencesLast:
    """Sequences are [N, L, C], as recurrent layers and attention take them; layers of one axis take [N, C, L]."""

    def forward(self, x):
        return super().forward(x.transpose(-1, -2)).transpose(-1, -2)`;

const channelsLast = `class ChannelsLast:
    """Applied to the channels of images [N, C, H, W]."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)`;

const samePadding = `class SamePadding:
    """Pads so that the size is that of the input divided by the stride, or by fixed widths: left, right, top, bottom."""

    def __init__(self, *args, pad="same", pad_mode="constant", **settings):
        super().__init__(*args, **settings)
        self.pad, self.pad_mode = pad, pad_mode

    def widths(self, x):
        if self.pad != "same":
            return self.pad
        widths = []
        axes = zip(x.shape[2:], self.kernel_size, self.stride, self.dilation)
        for size, kernel, stride, dilation in reversed(list(axes)):
            total = max(0, ((size + stride - 1) // stride - 1) * stride + dilation * (kernel - 1) + 1 - size)
            widths += [total // 2, total - total // 2]
        return widths

    def forward(self, x):
        return super().forward(F.pad(x, self.widths(x), mode=self.pad_mode))`;

/** A class of torch.nn under the same name, with a mixin. */
const mixed = (name: string, mixin: string, of = name): readonly [string, Helper] => [
  name,
  { needs: [mixin], text: `class ${name}(${mixin}, nn.${of}):\n    pass` },
];

const recurrent = (name: string): readonly [string, Helper] => [
  name,
  {
    text: `class ${name}(nn.${name}):
    """Returns the outputs of all steps alone."""

    def forward(self, x):
        return super().forward(x)[0]`,
  },
];

const pooled = (name: string, how: string): readonly [string, Helper] => [
  name,
  {
    text: `class ${name}(nn.Module):
    """Over all places of images [N, C, H, W] or steps of sequences [N, L, C]."""

    def forward(self, x):
        return ${how}`,
  },
];

const table: Readonly<Record<string, Helper>> = Object.fromEntries([
  ['SequencesLast', { text: sequencesLast }],
  ['ChannelsLast', { text: channelsLast }],
  ['SamePadding', { text: samePadding }],
  [
    'SequenceConv1d',
    { needs: ['SequencesLast'], text: 'class SequenceConv1d(SequencesLast, nn.Conv1d):\n    pass' },
  ],
  [
    'SequenceSameConv1d',
    {
      needs: ['SequencesLast', 'SamePadding'],
      text: 'class SequenceSameConv1d(SequencesLast, SamePadding, nn.Conv1d):\n    pass',
    },
  ],
  mixed('SameConv2d', 'SamePadding', 'Conv2d'),
  mixed('SameConv3d', 'SamePadding', 'Conv3d'),
  ...[
    'ConvTranspose1d',
    'MaxPool1d',
    'AvgPool1d',
    'LPPool1d',
    'AdaptiveAvgPool1d',
    'AdaptiveMaxPool1d',
    'BatchNorm1d',
    'InstanceNorm1d',
    'GroupNorm',
    'PReLU',
    'ReflectionPad1d',
    'ReplicationPad1d',
    'ConstantPad1d',
    'Upsample',
    'Dropout1d',
  ].map((name) => mixed(`Sequence${name}`, 'SequencesLast', name)),
  ...['Linear', 'LayerNorm'].map((name) => mixed(`Image${name}`, 'ChannelsLast', name)),
  [
    'ImageRMSNorm',
    { needs: ['ChannelsLast', 'RMSNorm'], text: 'class ImageRMSNorm(ChannelsLast, RMSNorm):\n    pass' },
  ],
  ...['RNN', 'GRU', 'LSTM'].map(recurrent),
  pooled('GlobalAvgPool', 'x.flatten(2).mean(2) if x.dim() > 3 else x.mean(1)'),
  pooled('GlobalMaxPool', 'x.flatten(2).amax(2) if x.dim() > 3 else x.amax(1)'),
  [
    'RMSNorm',
    {
      text: `class RMSNorm(nn.Module):
    def __init__(self, features, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(features))
        self.eps = eps

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.weight`,
    },
  ],
  [
    'SelfAttention',
    {
      text: `class SelfAttention(nn.MultiheadAttention):
    """Each element of a sequence attends to all; returns the outputs alone."""

    def forward(self, x):
        return super().forward(x, x, x, need_weights=False)[0]`,
    },
  ],
  [
    'Residual',
    {
      text: `class Residual(nn.Module):
    def __init__(self, body, shortcut=None):
        super().__init__()
        self.body = body
        self.shortcut = shortcut

    def forward(self, x):
        return (x if self.shortcut is None else self.shortcut(x)) + self.body(x)`,
    },
  ],
  [
    'Parallel',
    {
      text: `class Parallel(nn.Module):
    def __init__(self, *branches, combine="concat", dim=1):
        super().__init__()
        self.branches = nn.ModuleList(branches)
        self.combine, self.dim = combine, dim

    def forward(self, x):
        results = [branch(x) for branch in self.branches]
        if self.combine == "concat":
            return torch.cat(results, dim=self.dim)
        y = results[0]
        for result in results[1:]:
            y = y + result if self.combine == "add" else y * result
        return y`,
    },
  ],
  [
    'SeparableConv2d',
    {
      text: `class SeparableConv2d(nn.Module):
    def __init__(self, depthwise, pointwise):
        super().__init__()
        self.depthwise, self.pointwise = depthwise, pointwise

    def forward(self, x):
        return self.pointwise(self.depthwise(x))`,
    },
  ],
  [
    'TimeDistributed',
    {
      text: `class TimeDistributed(nn.Module):
    """Applies a module to each step of sequences [N, L, ...]."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x.flatten(0, 1)).unflatten(0, x.shape[:2])`,
    },
  ],
  [
    'RepeatVector',
    {
      text: `class RepeatVector(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.length = length

    def forward(self, x):
        return x.unsqueeze(1).expand(-1, self.length, -1)`,
    },
  ],
  [
    'Reshape',
    {
      text: `class Reshape(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.reshape(x.shape[0], *self.shape)`,
    },
  ],
  [
    'Permute',
    {
      text: `class Permute(nn.Module):
    def __init__(self, *dims):
        super().__init__()
        self.dims = dims

    def forward(self, x):
        return x.permute(self.dims)`,
    },
  ],
  [
    'Pad',
    {
      text: `class Pad(nn.Module):
    def __init__(self, widths, mode="constant", value=0.0):
        super().__init__()
        self.widths, self.mode, self.value = widths, mode, value

    def forward(self, x):
        if self.mode == "constant":
            return F.pad(x, self.widths, value=self.value)
        return F.pad(x, self.widths, mode=self.mode)`,
    },
  ],
  [
    'SequencePad',
    { needs: ['SequencesLast', 'Pad'], text: 'class SequencePad(SequencesLast, Pad):\n    pass' },
  ],
  [
    'Step',
    {
      text: `class Step(nn.Module):
    def forward(self, x):
        return (x >= 0).to(x.dtype)`,
    },
  ],
  [
    'BipolarSigmoid',
    {
      text: `class BipolarSigmoid(nn.Module):
    def forward(self, x):
        return torch.tanh(x / 2)`,
    },
  ],
  [
    'GaussianNoise',
    {
      text: `class GaussianNoise(nn.Module):
    def __init__(self, std):
        super().__init__()
        self.std = std

    def forward(self, x):
        return x + self.std * torch.randn_like(x) if self.training else x`,
    },
  ],
  [
    'GaussianDropout',
    {
      text: `class GaussianDropout(nn.Module):
    def __init__(self, probability):
        super().__init__()
        self.std = (probability / (1 - probability)) ** 0.5

    def forward(self, x):
        return x * (1 + self.std * torch.randn_like(x)) if self.training else x`,
    },
  ],
  [
    'StochasticDepth',
    {
      text: `class StochasticDepth(nn.Module):
    """Leaves out whole examples of a branch in training."""

    def __init__(self, probability):
        super().__init__()
        self.probability = probability

    def forward(self, x):
        if not self.training or self.probability == 0:
            return x
        kept = torch.rand(x.shape[:1] + (1,) * (x.dim() - 1), device=x.device) >= self.probability
        return x * kept / max(1 - self.probability, 1e-12)`,
    },
  ],
  [
    'SinusoidalPositions',
    {
      text: `class SinusoidalPositions(nn.Module):
    def __init__(self, embed_dim, base=10000):
        super().__init__()
        self.embed_dim, self.base = embed_dim, base

    def forward(self, x):
        positions = torch.arange(x.shape[-2], device=x.device, dtype=torch.float32).unsqueeze(1)
        pairs = torch.arange(0, self.embed_dim, 2, device=x.device, dtype=torch.float32)
        angles = positions * self.base ** (-pairs / self.embed_dim)
        table = torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)
        return x + table[:, : self.embed_dim]`,
    },
  ],
  [
    'LearnedPositions',
    {
      text: `class LearnedPositions(nn.Module):
    def __init__(self, context_length, embed_dim):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(context_length, embed_dim))

    def forward(self, x):
        return x + self.weight[: x.shape[-2]]`,
    },
  ],
  [
    'hidden_of',
    {
      text: `def hidden_of(state):
    """The hidden part of a recurrent layer's state, [layers and directions, N, H]."""
    return state[0] if isinstance(state, tuple) else state`,
    },
  ],
  [
    'run_recurrent',
    {
      needs: ['hidden_of'],
      text: `def run_recurrent(layers, x, state=None, lengths=None):
    """Outputs and last states; lengths are those of padded sequences."""
    if lengths is None:
        return layers(x, state)
    pack = nn.utils.rnn.pack_padded_sequence
    packed = pack(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
    output, state = layers(packed, state)
    return nn.utils.rnn.pad_packed_sequence(output, batch_first=True, total_length=x.shape[1])[0], state`,
    },
  ],
  [
    'split_heads',
    {
      text: `def split_heads(x, heads):
    """[N, L, H * D] as [N, H, L, D]."""
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)`,
    },
  ],
  [
    'join_heads',
    {
      text: `def join_heads(x):
    """[N, H, L, D] as [N, L, H * D]."""
    return x.transpose(1, 2).flatten(2)`,
    },
  ],
  [
    'attend',
    {
      text: `def attend(q, k, v, mask=None, dropout=0.0):
    """Attention of queries to keys and values; mask is true where they are seen."""
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -torch.inf)
    return F.dropout(scores.softmax(-1), dropout) @ v`,
    },
  ],
  [
    'turned',
    {
      text: `def turned(x, angles):
    """Pairs of features, one of each half, turned by the angles of their positions."""
    cos, sin = angles
    a, b = x.chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)`,
    },
  ],
  [
    'time_embedding',
    {
      text: `def time_embedding(t, size, base=10000.0):
    """Sines and cosines of steps [N], as [N, size]."""
    half = size // 2
    angles = t.float().unsqueeze(1) * base ** (-torch.arange(half, device=t.device) / half)
    return torch.cat([angles.sin(), angles.cos()], dim=1)`,
    },
  ],
] as [string, Helper][]);

/** The text of a helper class. */
export const helperText = (name: string): string => table[name]!.text;

/** A helper's name and what it needs, those first. */
export const withNeeds = (name: string): string[] => [...(table[name]?.needs ?? []).flatMap(withNeeds), name];

export const isHelper = (name: string): boolean => Object.hasOwn(table, name);
