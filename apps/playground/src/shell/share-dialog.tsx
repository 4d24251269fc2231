import { Copy, Share2 } from 'lucide-preact';
import { useId, useState } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import { Button, IconButton } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { toast } from '../ui/toast.js';
import { linkHere } from './address.js';
import './share-dialog.css';
import { shellTexts } from './texts.js';

/** A button that shares the page in the state of now: as a link, or to stand in another site. */
export function ShareButton({ title }: { readonly title: string }) {
  const texts = inLanguage(shellTexts).share;
  const [isOpen, setOpen] = useState(false);
  const link = isOpen ? linkHere() : '';
  const frame = isOpen ? frameOf(linkHere({ embed: true }), title) : '';
  return (
    <>
      <IconButton label={texts.title} icon={Share2} onClick={() => setOpen(true)} />
      <Dialog open={isOpen} title={texts.title} onClose={() => setOpen(false)}>
        <Copied label={texts.link} hint={texts.linkHint} text={link} />
        <Copied label={texts.frame} hint={texts.frameHint} text={frame} />
      </Dialog>
    </>
  );
}

/** A text that is copied with a button. */
function Copied({
  label,
  hint,
  text,
}: {
  readonly label: string;
  readonly hint: string;
  readonly text: string;
}) {
  const texts = inLanguage(shellTexts).share;
  const id = useId();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => toast(texts.copied),
      () => document.getElementById(id)?.focus(), // it selects itself: the keyboard copies it
    );
  return (
    <div class="share">
      <label class="field__label" for={id}>
        {label}
      </label>
      <div class="share__row">
        <input
          id={id}
          class="share__text"
          readOnly
          value={text}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button icon={Copy} onClick={() => void copy()}>
          {texts.copy}
        </Button>
      </div>
      <p class="field__hint">{hint}</p>
    </div>
  );
}

const frameOf = (link: string, title: string): string =>
  `<iframe src="${link.replaceAll('&', '&amp;')}" title="${title}" width="100%" height="640" allow="camera"></iframe>`;
