// internal: functions of exported programs, by name
import type { SupportPart } from './support-part.js';

/** By name. */
export const supportFunctions: readonly (readonly [string, SupportPart])[] = [
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
];
