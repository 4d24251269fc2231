// internal: classes of exported programs where PyTorch has no equal, by name
import type { SupportPart } from './support-part.js';

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
const mixed = (name: string, mixin: string, of = name): readonly [string, SupportPart] => [
  name,
  { needs: [mixin], text: `class ${name}(${mixin}, nn.${of}):\n    pass` },
];

const recurrent = (name: string): readonly [string, SupportPart] => [
  name,
  {
    text: `class ${name}(nn.${name}):
    """Returns the outputs of all steps alone."""

    def forward(self, x):
        return super().forward(x)[0]`,
  },
];

const pooled = (name: string, how: string): readonly [string, SupportPart] => [
  name,
  {
    text: `class ${name}(nn.Module):
    """Over all places of images [N, C, H, W] or steps of sequences [N, L, C]."""

    def forward(self, x):
        return ${how}`,
  },
];

/** By name. */
export const supportClasses: readonly (readonly [string, SupportPart])[] = [
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
];
