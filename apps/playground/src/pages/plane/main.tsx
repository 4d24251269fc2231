import { Hammer } from 'lucide-preact';
import { inLanguage } from '../../i18n/texts.js';
import { PageLayout } from '../../shell/page-layout.js';
import { shellTexts } from '../../shell/texts.js';
import { Empty } from '../../ui/notice.js';
import { planeCard } from './card.js';

export function PlanePage() {
  const { soon } = inLanguage(shellTexts);
  return (
    <PageLayout title={inLanguage(planeCard.title)} lead={inLanguage(planeCard.sentence)}>
      <Empty icon={Hammer} title={soon.title}>
        {soon.text}
      </Empty>
    </PageLayout>
  );
}
