"""Tokenizers of every published kind, trained on a few lines, and what Hugging Face's `tokenizers` makes of difficult texts.

python3 -m venv venv && venv/bin/pip install tokenizers sentencepiece protobuf
venv/bin/python tooling/generators/tokenizer-fixtures.py > packages/architectures/transformer/fixtures/tokenizers.json

With an older file as argument, its tokenizers are kept: training breaks ties by the order of a hash table.
"""
import io
import json
import sys
import tempfile
from pathlib import Path

import tokenizers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

CORPUS = [
    "First Citizen: Before we proceed any further, hear me speak. All: Speak, speak.",
    "You are all resolved rather to die than to famish? Resolved, resolved.",
    "Let us kill him, and we'll have corn at our own price. Is't a verdict?",
    "def f(x):\n    return x ** 2  # 1 2 3 10 100",
    "Der schnelle braune Fuchs springt über den faulen Hund.",
    "El veloz murciélago hindú comía feliz cardillo y kiwi.",
    "Съешь же ещё этих мягких французских булок",
    "שלום עולם",
    "مرحبا بالعالم",
    "私はガラスを食べられます",
    "👩‍👩‍👧‍👦 😀🏽 🇪🇸",
] * 5

TEXTS = [
  "Hello, world!  Two  spaces,\ttabs\r\nand CRLF\r\n\r\n", "", " ", "\n\n\n", "a", "don't can't I'll we've 'tis", "x"*500, "pneumonoultramicroscopicsilicovolcanoconiosis"*8,
  "👩‍👩‍👧‍👦 😀🏽 🇪🇸 ❤️", "e\u0301 n\u0303 o\u0308 \u1e9b\u0323", "é ñ ö ǅ ﬁ Å", "שלום עולם مرحبا بالعالم‏", "私はガラスを食べられます。それは私を傷つけません", "Съешь же ещё этих мягких французских булок", "नमस्ते दुनिया ไทย ภาษา", "1234567890 3.14159 1e-5 ½ ⅷ", "<s>special</s> [MASK] <|endoftext|> [CLS]", "tab\tzero\u200bwidth\u00a0nbsp\ufeffbom\u0000nul\u007f", "mixed—dashes – and “quotes” ‘x’ … «y»", "UPPER lower MiXeD İstanbul ẞ ς Σ", "\U0001F600 𝕳𝖊𝖑𝖑𝖔 𐍈", "def f(x):\n    return x**2  # comment\n\n\n", "http://example.com/a?b=c&d=%20", "   leading and trailing   ", "[MASK]s and ma[MASK]", "a  <mask> b",
]


def described(tokenizer):
    cases = []
    for text in TEXTS:
        ids = tokenizer.encode(text).ids
        encoding = tokenizer.encode(text, add_special_tokens=False)
        plain = encoding.ids
        kept = tokenizer.decode(ids, skip_special_tokens=False)
        cases.append({"text": text, "ids": ids, "plain": plain, "offsets": encoding.offsets, "decoded": tokenizer.decode(plain), "kept": kept})
    pair = tokenizer.encode("How old are you?", "I'm 6 years old.")
    tokenizer.enable_truncation(9)
    cut = tokenizer.encode(TEXTS[0]).ids
    cut_pairs = []
    for first, second in [("a b c d e", "f g h i j"), ("a b", "c d e f g h i"), ("c d e f g h i", "a b c"), ("", "a b c d e f")]:
        for length in (5, 6, 7, 8, 9, 10, 11):
            tokenizer.enable_truncation(length)
            cut_pairs.append({"texts": [first, second], "length": length, "ids": tokenizer.encode(first, second).ids})
    tokenizer.enable_truncation(9)
    return {
        "tokenizer": json.loads(tokenizer.to_str()),
        "cases": cases,
        "pair": {"ids": pair.ids, "types": pair.type_ids},
        "cut": cut,
        "cutPairs": cut_pairs,
    }


def byte_level(specials, before=None):
    tokenizer = Tokenizer(models.BPE())
    last = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=not isinstance(before, pre_tokenizers.Split))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([before, last]) if before else last
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=380, special_tokens=specials, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def gpt2():
    tokenizer = byte_level(["<|endoftext|>"])
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def llama3():
    pattern = (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )
    tokenizer = byte_level(["<s>", "</s>"], pre_tokenizers.Split(Regex(pattern), "isolated"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 0)]
    )
    return tokenizer


def smollm():
    return byte_level(["<|endoftext|>", "<|im_start|>", "<|im_end|>"], pre_tokenizers.Digits(individual_digits=True))


def roberta():
    tokenizer = byte_level(["<s>", "</s>", "<mask>"])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 1), ("<s>", 0), trim_offsets=True)
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True)])
    return tokenizer


def bert():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(
        CORPUS, trainers.WordPieceTrainer(vocab_size=300, special_tokens=specials, show_progress=False)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def t5():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    specials = ["<pad>", "</s>", "<unk>"]
    tokenizer.train_from_iterator(
        CORPUS,
        trainers.UnigramTrainer(vocab_size=300, special_tokens=specials, unk_token="<unk>", show_progress=False),
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)]
    )
    return tokenizer


def llama2():
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    specials = ["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)]
    trainer = trainers.BpeTrainer(vocab_size=420, special_tokens=specials, max_token_length=16, show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)]
    )
    return tokenizer


# What a character map changes: compositions, ligatures, other forms of letters and digits, spaces, and what is left out.
CHARACTERS = {
    "e\u0301": "é", "n\u0303": "ñ", "o\u0308": "ö", "\u1e9b\u0323": "ṩ", "ﬁ": "fi", "ǅ": "Dž", "½": "1⁄2", "ⅷ": "viii", "…": "...", "𝕳": "H",
    "❤\ufe0f": "♥", "\U0001F600": ":)", "\u00a0": " ", "\t": " ", "\n": " ", "\r": " ", "\u200b": " ", "\ufeff": " ", "\u007f": "", "\u200f": "",
}


def character_map():
    from sentencepiece import SentencePieceTrainer, sentencepiece_model_pb2

    def code(text):
        return " ".join(f"{ord(character):X}" for character in text)

    model = io.BytesIO()
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as rules:
        rules.write("".join(f"{code(a)}\t{code(b)}\n" for a, b in CHARACTERS.items()))
        rules.flush()
        SentencePieceTrainer.train(
            sentence_iterator=iter(CORPUS), model_writer=model, vocab_size=200, hard_vocab_limit=False, normalization_rule_tsv=rules.name
        )
    parsed = sentencepiece_model_pb2.ModelProto()
    parsed.ParseFromString(model.getvalue())
    return parsed.normalizer_spec.precompiled_charsmap


def xlmr():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(character_map()), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    specials = ["<s>", "<pad>", "</s>", "<unk>"]
    trainer = trainers.UnigramTrainer(vocab_size=300, special_tokens=specials, unk_token="<unk>", show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


KEPT = json.loads(Path(sys.argv[1]).read_text())["kinds"] if len(sys.argv) > 1 else {}


def trained(make):
    if make.__name__ not in KEPT:
        return make()
    tokenizer = Tokenizer.from_str(json.dumps(KEPT[make.__name__]["tokenizer"]))
    tokenizer.no_truncation()
    return tokenizer


kinds = {make.__name__: described(trained(make)) for make in (gpt2, llama3, smollm, roberta, bert, t5, llama2, xlmr)}
print(json.dumps({"version": tokenizers.__version__, "corpus": CORPUS, "kinds": kinds}, ensure_ascii=True, separators=(",", ":")))
