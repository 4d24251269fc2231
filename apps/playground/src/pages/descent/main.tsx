import { Hammer } from 'lucide-preact';
import { inLanguage } from '../../i18n/texts.js';
import { PageLayout } from '../../shell/page-layout.js';
import { shellTexts } from '../../shell/texts.js';
import { Empty } from '../../ui/notice.js';
import { descentCard } from './card.js';

export function DescentPage() {
  const { soon } = inLanguage(shellTexts);
  return (
    <PageLayout title={inLanguage(descentCard.title)} lead={inLanguage(descentCard.sentence)}>
      <Empty icon={Hammer} title={soon.title}>
        {soon.text}
      </Empty>
    </PageLayout>
  );
}
