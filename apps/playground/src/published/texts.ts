import { defineTexts } from '../i18n/texts.js';

export const publishedTexts = defineTexts(
  {
    model: 'Published model',
    hub: 'Name on the Hugging Face hub',
    load: 'Load',
    pick: 'Pick files',
    pickHint:
      'config.json, model.safetensors and tokenizer.json together, and tokenizer_config.json if there is one. They stay on this device.',
    reading: 'Reading the model …',
    failed: 'This model could not be loaded.',
  },
  {
    model: 'Modelo publicado',
    hub: 'Nombre en el hub de Hugging Face',
    load: 'Cargar',
    pick: 'Elegir archivos',
    pickHint:
      'config.json, model.safetensors y tokenizer.json a la vez, y tokenizer_config.json si lo hay. Se quedan en este aparato.',
    reading: 'Leyendo el modelo…',
    failed: 'No se pudo cargar este modelo.',
  },
);
