import { Hammer } from 'lucide-preact';
import { inLanguage } from '../../i18n/texts.js';
import { PageLayout } from '../../shell/page-layout.js';
import { shellTexts } from '../../shell/texts.js';
import { Empty } from '../../ui/notice.js';
import { neuronCard } from './card.js';

export function NeuronPage() {
  const { soon } = inLanguage(shellTexts);
  return (
    <PageLayout title={inLanguage(neuronCard.title)} lead={inLanguage(neuronCard.sentence)}>
      <Empty icon={Hammer} title={soon.title}>
        {soon.text}
      </Empty>
    </PageLayout>
  );
}
