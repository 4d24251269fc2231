"""Cases of recurrent encoder-decoders: attention by sums and by products over padded sources, a loss without padding."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from .training import trained

DOC = (
    "source -> embedding -> packed rnn, both directions of hidden / 2 side by side; decoder from their last states; additive: context of the state "
    "before goes into the cell, v tanh(q W + k U); dot, general: the new states attend; features = tanh(combine([context; hidden])); "
    "loss = cross_entropy(fc(features), following), -100 ignored"
)


class Encoder(nn.Module):
    def __init__(self, vocab, dim, hidden, cell, layers, bidirectional):
        super().__init__()
        self.directions = 2 if bidirectional else 1
        self.embedding = nn.Embedding(vocab, dim)
        self.rnn = getattr(nn, cell)(dim, hidden // self.directions, layers, bidirectional=bidirectional, batch_first=True)

    def forward(self, source, lengths):
        packed = pack_padded_sequence(self.embedding(source), lengths, batch_first=True, enforce_sorted=False)
        output, state = self.rnn(packed)
        output, _ = pad_packed_sequence(output, batch_first=True, total_length=source.shape[1])
        join = lambda x: torch.cat([x[i :: self.directions] for i in range(self.directions)], -1)
        return output, tuple(join(x) for x in state) if isinstance(state, tuple) else join(state)


class Attention(nn.Module):
    def __init__(self, kind, hidden):
        super().__init__()
        self.kind = kind
        if kind == "additive":
            self.query, self.v = nn.Linear(hidden, hidden, bias=False), nn.Parameter(torch.zeros(hidden))
        if kind != "dot":
            self.key = nn.Linear(hidden, hidden, bias=False)

    def forward(self, query, memory, lengths):
        if self.kind == "additive":
            scores = torch.tanh(self.query(query)[:, :, None] + self.key(memory)[:, None]) @ self.v
        else:
            scores = query @ (memory if self.kind == "dot" else self.key(memory)).transpose(1, 2)
        inside = torch.arange(memory.shape[1]) < lengths[:, None, None]
        return scores.masked_fill(~inside, -torch.inf).softmax(-1) @ memory


class Decoder(nn.Module):
    def __init__(self, vocab, dim, hidden, cell, layers, kind):
        super().__init__()
        self.kind = kind
        self.embedding = nn.Embedding(vocab, dim)
        self.rnn = getattr(nn, cell)(dim + (hidden if kind == "additive" else 0), hidden, layers, batch_first=True)
        if kind != "none":
            self.attention, self.combine = Attention(kind, hidden), nn.Linear(2 * hidden, hidden, bias=False)

    def forward(self, target, memory, state, lengths):
        x = self.embedding(target)
        if self.kind == "additive":
            hidden, contexts = [], []
            for t in range(target.shape[1]):
                query = (state[0] if isinstance(state, tuple) else state)[-1][:, None]
                contexts.append(self.attention(query, memory, lengths))
                output, state = self.rnn(torch.cat([x[:, t : t + 1], contexts[-1]], -1), state)
                hidden.append(output)
            hidden, context = torch.cat(hidden, 1), torch.cat(contexts, 1)
        else:
            hidden, _ = self.rnn(x, state)
            if self.kind == "none":
                return hidden
            context = self.attention(hidden, memory, lengths)
        return torch.tanh(self.combine(torch.cat([context, hidden], -1)))


class EncoderDecoder(nn.Module):
    def __init__(self, source_vocab, target_vocab, hidden, dim, attention, cell, num_layers=1, bidirectional=True):
        super().__init__()
        self.encoder = Encoder(source_vocab, dim, hidden, cell, num_layers, bidirectional)
        self.decoder = Decoder(target_vocab, dim, hidden, cell, num_layers, attention)
        self.fc = nn.Linear(hidden, target_vocab)

    def forward(self, source, lengths, target, following):
        memory, state = self.encoder(source, lengths)
        logits = self.fc(self.decoder(target, memory, state, lengths))
        return cross_entropy(logits.flatten(0, 1), following.flatten(), ignore_index=-100)


def generate(w):
    for label, more in (
        ("additive_gru", {"attention": "additive", "cell": "GRU"}),
        ("additive_lstm_2", {"attention": "additive", "cell": "LSTM", "num_layers": 2}),
        ("general_lstm", {"attention": "general", "cell": "LSTM"}),
        ("dot_rnn_forward", {"attention": "dot", "cell": "RNN", "bidirectional": False}),
        ("none_gru_2", {"attention": "none", "cell": "GRU", "num_layers": 2}),
    ):
        ctor = {"source_vocab": 6, "target_vocab": 5, "hidden": 4, "dim": 3, **more}
        following = w.whole(3, 4, below=5)
        following[0, 2:], following[1, 3:] = -100, -100
        data = {"source": w.whole(3, 5, below=6), "lengths": torch.tensor([3, 5, 1]), "target": w.whole(3, 4, below=5), "following": following}
        trained(w, f"encoder_decoder_{label}", "SGD", {"lr": 0.5}, group="training", model=EncoderDecoder(**ctor), name="EncoderDecoder", ctor=ctor,
                data=data, doc=DOC, steps=3)
