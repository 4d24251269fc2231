import { RotateCcw } from 'lucide-preact';
import { inLanguage } from '../i18n/texts.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { recover } from './new-version.js';
import { problemText, reasonText } from './problem-text.js';
import { shellTexts } from './texts.js';
import type { AnyTraining } from './training-bar.js';

/** What went wrong with the device or in the worker, with what there is to do. */
export function TrainingNotices({ training }: { readonly training: AnyTraining }) {
  const texts = inLanguage(shellTexts).training;
  const device = training.device.value;
  const problem = training.problem.value;
  const choice = training.choice.value;
  if (training.status.value === 'failed') {
    const restart = () => {
      if (problem?.kind === 'load') void recover().then((isReloading) => isReloading || training.open());
      else training.open();
    };
    return (
      <Notice
        kind="problem"
        title={typeof Worker === 'undefined' ? texts.noWorkers : texts.crashed}
        action={
          <Button icon={RotateCcw} onClick={restart}>
            {texts.restart}
          </Button>
        }
      >
        {problem && typeof Worker !== 'undefined' && problemText(problem)}
      </Notice>
    );
  }
  const skipped = choice === 'auto' ? undefined : device?.skipped.find(({ name }) => name === choice);
  return (
    <>
      {device && skipped && (
        <Notice
          kind="warning"
          title={texts.fellBack(texts.devices[skipped.name], texts.devices[device.name])}
        >
          {reasonText(skipped)}
        </Notice>
      )}
      {problem && (
        <Notice
          kind="problem"
          title={texts.failed}
          onClose={() => {
            training.problem.value = undefined;
          }}
        >
          {problemText(problem)}
        </Notice>
      )}
    </>
  );
}
