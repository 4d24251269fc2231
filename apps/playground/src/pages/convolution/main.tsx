import { Hammer } from 'lucide-preact';
import { inLanguage } from '../../i18n/texts.js';
import { PageLayout } from '../../shell/page-layout.js';
import { shellTexts } from '../../shell/texts.js';
import { Empty } from '../../ui/notice.js';
import { convolutionCard } from './card.js';

export function ConvolutionPage() {
  const { soon } = inLanguage(shellTexts);
  return (
    <PageLayout title={inLanguage(convolutionCard.title)} lead={inLanguage(convolutionCard.sentence)}>
      <Empty icon={Hammer} title={soon.title}>
        {soon.text}
      </Empty>
    </PageLayout>
  );
}
