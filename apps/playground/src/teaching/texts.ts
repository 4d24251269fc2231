import { defineTexts } from '../i18n/texts.js';

export const networkTexts = defineTexts(
  {
    title: 'A published body',
    whatFits:
      'ResNet-18 or ResNet-34, as torchvision and timm publish them (.pth, .safetensors): trained on 1.2 million photographs, it sees 224 × 224 pixels. The file stays on this device.',
    inUse: (name: string) => `${name} is the body now.`,
    open: 'Open a ResNet',
    hub: 'Name on the Hugging Face hub',
    load: 'Load from the hub',
    reading: 'Reading the network …',
    downloaded: (loaded: string, total: string) => `Downloading: ${loaded} of ${total} MB`,
    cancel: 'Cancel',
    failed: 'This network could not be loaded.',
    differences: {
      missing: (count: string) => `${count} missing`,
      unexpected: (count: string) => `${count} unexpected`,
      mismatched: (count: string) => `${count} of another shape`,
    },
    interrupted: 'Something else on the page changed meanwhile. Load it once more.',
    features: (count: string) => `Features are computed: ${count} pictures are left`,
    model: 'The network as a file',
    save: 'Save (safetensors)',
    onnx: 'Save (ONNX)',
    openSaved: 'Load',
    fileHint:
      'ONNX runs in other programs, safetensors comes back here. Input: 32 × 32 pixels, channels last.',
    wholeHint:
      'The whole network with your head: ONNX takes 224 × 224 pixels from 0 to 1, channels last. safetensors has torchvision’s names, so PyTorch reads it, and it comes back here.',
    loaded: (share: string) => `Loaded: ${share} of the held-out pictures are right.`,
    notWeights: 'That file holds no network that this page saved.',
    tooLarge: 'It is larger than any file of this page.',
    notSaved: 'The file could not be made.',
  },
  {
    title: 'Un cuerpo publicado',
    whatFits:
      'ResNet-18 o ResNet-34, como las publican torchvision y timm (.pth, .safetensors): entrenada con 1,2 millones de fotografías, ve 224 × 224 píxeles. El archivo se queda en este aparato.',
    inUse: (name: string) => `Ahora el cuerpo es ${name}.`,
    open: 'Abrir una ResNet',
    hub: 'Nombre en el hub de Hugging Face',
    load: 'Cargar del hub',
    reading: 'Leyendo la red…',
    downloaded: (loaded: string, total: string) => `Descargando: ${loaded} de ${total} MB`,
    cancel: 'Cancelar',
    failed: 'No se pudo cargar esta red.',
    differences: {
      missing: (count) => `Faltan ${count}`,
      unexpected: (count) => `Sobran ${count}`,
      mismatched: (count) => `De otra forma (shape), ${count}`,
    },
    interrupted: 'Mientras tanto cambió otra cosa en la página. Vuelve a cargarla.',
    features: (count: string) => `Calculando características: faltan ${count} imágenes`,
    model: 'La red como archivo',
    save: 'Guardar (safetensors)',
    onnx: 'Guardar (ONNX)',
    openSaved: 'Cargar',
    fileHint:
      'ONNX sirve en otros programas, safetensors vuelve aquí. Entrada: 32 × 32 píxeles, canales al final.',
    wholeHint:
      'La red entera con tu cabeza: ONNX recibe 224 × 224 píxeles de 0 a 1, canales al final. safetensors lleva los nombres de torchvision: lo lee PyTorch, y también vuelve aquí.',
    loaded: (share: string) => `Cargada: acierta el ${share} de las imágenes reservadas.`,
    notWeights: 'Ese archivo no contiene una red que haya guardado esta página.',
    tooLarge: 'Es mayor que cualquier archivo de esta página.',
    notSaved: 'No se pudo crear el archivo.',
  },
);
