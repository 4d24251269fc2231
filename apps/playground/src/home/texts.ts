import { defineTexts } from '../i18n/texts.js';

export const homeTexts = defineTexts(
  {
    title: 'See networks learn.',
    lead: 'Small neural networks that train in front of you, on your own device. Change something, press start and watch what it does.',
    start: (title: string) => `Start with: ${title}`,
    network: 'A trained network at work: it answers to which of two moons a wandering place belongs.',
    facts: ['Nothing to install', 'Your data stays here', 'What you have opened works offline'],
    foot: 'Made with neurona, deep learning for TypeScript.',
  },
  {
    title: 'Mira cómo aprenden las redes.',
    lead: 'Pequeñas redes neuronales que se entrenan ante tus ojos, en tu propio dispositivo. Cambia algo, pulsa iniciar y mira qué pasa.',
    start: (title: string) => `Empieza por: ${title}`,
    network: 'Una red entrenada en acción: responde a cuál de dos lunas pertenece un lugar que se mueve.',
    facts: ['Nada que instalar', 'Tus datos se quedan aquí', 'Lo que ya abriste funciona sin conexión'],
    foot: 'Hecho con neurona, aprendizaje profundo para TypeScript.',
  },
);
