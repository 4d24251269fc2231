import { defineTexts } from '../i18n/texts.js';

export const homeTexts = defineTexts(
  {
    title: 'See networks learn.',
    lead: 'Small neural networks that train in front of you, on your own device. Change something, press start and watch what it does.',
    gallery: 'Experiments',
    facts: ['Nothing to install', 'Your data stays here', 'Works offline once loaded'],
    foot: 'Made with neurona, deep learning for TypeScript.',
  },
  {
    title: 'Mira cómo aprenden las redes.',
    lead: 'Pequeñas redes neuronales que se entrenan ante tus ojos, en tu propio dispositivo. Cambia algo, pulsa iniciar y mira qué pasa.',
    gallery: 'Experimentos',
    facts: ['Nada que instalar', 'Tus datos se quedan aquí', 'Funciona sin conexión una vez cargado'],
    foot: 'Hecho con neurona, aprendizaje profundo para TypeScript.',
  },
);
