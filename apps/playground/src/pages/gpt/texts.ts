import { defineTexts } from '../../i18n/texts.js';

export const gptTexts = defineTexts(
  {
    title: 'Write with GPT',
    lead: 'A GPT reads tokens and gives each possible next one a probability, looking back by attention at all before it. Train one here, choose how it draws, and adapt it to another text.',
    question: 'How does a GPT write, and how does it learn another author’s voice?',
    steps: {
      scratch: {
        title: 'From nothing',
        text: 'Its weights are random: it writes noise. [Let it train](start): it learns the text while it writes.',
        look: 'Point at a token to see what it was drawn from. First come frequent letters and spaces, then words.',
      },
      draw: {
        title: 'How it draws',
        text: 'The next token is drawn at random. A low [temperature](cold) sharpens the odds, [top-k 3](topK) leaves the three likeliest tokens, [top-p 0.9](topP) the fewest that have 90 % together.',
        look: 'In the bars, tokens that may not come have 0 %.',
      },
      lora: {
        title: 'Another voice: LoRA',
        text: 'Train on one text for a while. Then [freeze every weight](lora): only adapters of low rank are trained, beside the weights. Give it [the other text](other).',
        question: 'Can it learn another text while its weights stay frozen?',
        choices: ['Yes, by the few weights of the adapters', 'No, frozen weights learn nothing'],
        because:
          'y = x·W + x·A·B: W stays bit for bit, the small A and B learn. Switch LoRA off, and the old model is back.',
      },
      tokens: {
        title: 'Pieces of words',
        text: 'Published models read pieces of words. [Byte-pair encoding](bpe) joins the most frequent neighbours again and again, beginning with bytes. Train with it.',
        look: 'A token now has more characters: the same context reaches further back.',
      },
      published: {
        title: 'A published model',
        text: 'In the settings, pick the files of a GPT-2 or Llama model, or name one of the hub. It writes here, in your browser, and LoRA adapts it to your own text; save the adapters as files. With a model that was tuned for conversations, switch on “Chat”.',
      },
    },
    verdict: {
      wait: 'It begins to write.',
      start: 'Start the training.',
      losses: (loss: string, heldOut: string) =>
        `Loss ${loss} nats a character in training, ${heldOut} on what is held out.`,
      open: (count: string, all: string) => `Here ${count} of ${all} tokens may come.`,
      freeze: 'Switch LoRA on in the settings.',
      share: (share: string) => `${share} of the weights are trained.`,
      tokens: (count: string, length: string) => `${count} tokens, ${length} characters each on average.`,
      load: 'None is loaded.',
      loaded: (name: string) => `${name} is loaded.`,
    },
    written: 'What the model writes',
    next: 'Next token',
    probabilities: 'Probabilities of the next token',
    formula: (temperature: string) =>
      `P = softmax(logits / T), T = ${temperature}, then top-k and top-p. ␣ is a space, ↵ the end of a line, # a part of a character.`,
    at: 'Token',
    perSecond: 'tokens/s',
    stop: 'Stop writing',
    again: 'Write',
    prompt: 'Begins with',
    chat: 'Chat',
    chatHint: 'You write, and the model answers.',
    drawing: 'How it draws',
    temperature: 'Temperature',
    topK: 'Top-k',
    topP: 'Top-p',
    all: 'all',
    text: 'Text',
    names: { quijote: 'Don Quijote', sonnets: 'Shakespeare', own: 'Your own' },
    about: {
      quijote: 'Cervantes, from the first chapter, 1605.',
      sonnets: 'Six sonnets, 1609.',
      own: 'From 200 to 100,000 characters, which stay on this device. A text of up to 4,000 is also in the link that you share.',
    },
    tokens: 'Tokens',
    kinds: { characters: 'Characters', bpe: 'Byte pairs (BPE)' },
    lora: 'Adapt with LoRA',
    loraHint: 'All weights are frozen; adapters are trained.',
    rank: 'Rank of the adapters',
    size: (tokens: string, weights: string, trained: string) =>
      `${tokens} tokens to train on; ${weights} weights, ${trained} of them trained.`,
    losses: 'Loss in nats a character',
    explain: {
      how: [
        'What it is',
        'The architecture of GPT-2, small: two layers of attention with four heads, 64 numbers a token, a context of 64 tokens. What it has read it keeps as keys and values, so that each token is computed once.',
      ],
      lora: [
        'Why LoRA',
        'A model of billions of weights has no room for their gradients on your device. Adapters have a thousandth of them, fit into a small file, and can be added to the weights at the end (Hu et al., 2021).',
      ],
      size: [
        'What to expect',
        'A text of five thousand characters is learned by heart in a few hundred steps: loss in training falls far below that of what is held out. Published models have read billions of words.',
      ],
    },
  },
  {
    title: 'Escribir con GPT',
    lead: 'Un GPT lee tokens y da a cada posible siguiente una probabilidad, mirando con atención (attention) a todos los anteriores. Entrena uno aquí, elige cómo sortea y adáptalo a otro texto.',
    question: '¿Cómo escribe un GPT y cómo aprende la voz de otro autor?',
    steps: {
      scratch: {
        title: 'Desde cero',
        text: 'Sus pesos son aleatorios: escribe ruido. [Deja que entrene](start): aprende el texto mientras escribe.',
        look: 'Señala un token para ver de qué se sorteó. Primero llegan las letras frecuentes y los espacios; después, las palabras.',
      },
      draw: {
        title: 'Cómo sortea',
        text: 'El token siguiente se sortea. Una [temperatura baja](cold) concentra las probabilidades, [top-k 3](topK) deja los tres tokens más probables, [top-p 0,9](topP) los menos que suman el 90 %.',
        look: 'En las barras, los tokens que no pueden salir tienen un 0 %.',
      },
      lora: {
        title: 'Otra voz: LoRA',
        text: 'Entrena un rato con un texto. Después, [congela todos los pesos](lora): solo se entrenan adaptadores (adapters) de rango bajo, junto a los pesos. Dale [el otro texto](other).',
        question: '¿Puede aprender otro texto con los pesos congelados?',
        choices: ['Sí, con los pocos pesos de los adaptadores', 'No, unos pesos congelados no aprenden'],
        because:
          'y = x·W + x·A·B: W queda igual bit a bit; aprenden A y B, que son pequeñas. Apaga LoRA y vuelve el modelo anterior.',
      },
      tokens: {
        title: 'Trozos de palabras',
        text: 'Los modelos publicados leen trozos de palabras. La [codificación por pares de bytes](bpe) (byte-pair encoding) une una y otra vez los vecinos más frecuentes, empezando por bytes. Entrena con ella.',
        look: 'Cada token tiene ahora más caracteres: el mismo contexto llega más atrás.',
      },
      published: {
        title: 'Un modelo publicado',
        text: 'En los ajustes, elige los archivos de un modelo GPT-2 o Llama, o nombra uno del hub. Escribe aquí, en tu navegador, y LoRA lo adapta a un texto tuyo; guarda los adaptadores en archivos. Si es un modelo entrenado para conversar, enciende «Chat».',
      },
    },
    verdict: {
      wait: 'Empieza a escribir.',
      start: 'Inicia el entrenamiento.',
      losses: (loss, heldOut) =>
        `Pérdida de ${loss} nats por carácter en entrenamiento y ${heldOut} en lo reservado.`,
      open: (count, all) => `Aquí pueden salir ${count} de ${all} tokens.`,
      freeze: 'Enciende LoRA en los ajustes.',
      share: (share) => `Se entrena el ${share} de los pesos.`,
      tokens: (count, length) => `${count} tokens, de ${length} caracteres cada uno en promedio.`,
      load: 'No hay ninguno cargado.',
      loaded: (name) => `${name} está cargado.`,
    },
    written: 'Lo que escribe el modelo',
    next: 'Token siguiente',
    probabilities: 'Probabilidades del token siguiente',
    formula: (temperature) =>
      `P = softmax(logits / T), T = ${temperature}; después, top-k y top-p. ␣ es un espacio, ↵ el final de una línea, # una parte de un carácter.`,
    at: 'Token',
    perSecond: 'tokens/s',
    stop: 'Parar de escribir',
    again: 'Escribir',
    prompt: 'Empieza con',
    chat: 'Chat',
    chatHint: 'Tú escribes y el modelo responde.',
    drawing: 'Cómo sortea',
    temperature: 'Temperatura (temperature)',
    topK: 'Top-k',
    topP: 'Top-p',
    all: 'todos',
    text: 'Texto',
    names: { quijote: 'Don Quijote', sonnets: 'Shakespeare', own: 'Tuyo' },
    about: {
      quijote: 'Cervantes, del primer capítulo, 1605.',
      sonnets: 'Seis sonetos en inglés, 1609.',
      own: 'De 200 a 100.000 caracteres, que se quedan en este aparato. Un texto de hasta 4000 va también en el enlace que compartas.',
    },
    tokens: 'Tokens',
    kinds: { characters: 'Caracteres', bpe: 'Pares de bytes (BPE)' },
    lora: 'Adaptar con LoRA',
    loraHint: 'Todos los pesos se congelan; se entrenan adaptadores (adapters).',
    rank: 'Rango (rank) de los adaptadores',
    size: (tokens, weights, trained) =>
      `${tokens} tokens para entrenar; ${weights} pesos, de ellos se entrenan ${trained}.`,
    losses: 'Pérdida (loss) en nats por carácter',
    explain: {
      how: [
        'Qué es',
        'La arquitectura de GPT-2, en pequeño: dos capas de atención con cuatro cabezas (heads), 64 números por token, un contexto de 64 tokens. Lo que ha leído lo guarda como claves y valores (keys, values): cada token se calcula una sola vez.',
      ],
      lora: [
        'Por qué LoRA',
        'Un modelo de miles de millones de pesos no tiene sitio para sus gradientes en tu aparato. Los adaptadores son una milésima parte, caben en un archivo pequeño y al final se pueden sumar a los pesos (Hu et al., 2021).',
      ],
      size: [
        'Qué esperar',
        'Un texto de cinco mil caracteres se aprende de memoria en unos cientos de pasos: la pérdida en entrenamiento baja mucho más que en lo reservado. Los modelos publicados han leído miles de millones de palabras.',
      ],
    },
  },
);
