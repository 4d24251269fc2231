import type { PageCard } from '../page-entry.js';

/** A small graph: two leaves, a product and a sum, and a gradient on its way back. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      <path class="thumb-line" d="M60 60 150 90M60 140 150 100M150 95 255 100" />
      <path
        class="thumb-line-b thumb-draws"
        d="M255 112C220 128 190 120 160 112M140 112C110 130 90 150 72 152"
      />
      <circle class="thumb-ink" cx="56" cy="58" r="18" />
      <circle class="thumb-ink" cx="56" cy="142" r="18" />
      <circle class="thumb-a" cx="150" cy="96" r="22" />
      <circle class="thumb-a" cx="260" cy="98" r="22" />
      <path
        d="M144 90 156 102M156 90 144 102M250 98H270M260 88V108"
        stroke="var(--surface)"
        stroke-width="3.5"
        stroke-linecap="round"
      />
    </svg>
  );
}

export const autogradCard: PageCard = {
  title: { en: 'The autograd graph', es: 'El grafo de autograd' },
  sentence: {
    en: 'Type an expression, and see its values flow forward and its gradients backward, node by node.',
    es: 'Escribe una expresión y mira fluir sus valores hacia delante y sus gradientes hacia atrás, nodo a nodo.',
  },
  Thumbnail,
};
