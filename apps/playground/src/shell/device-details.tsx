import { useState } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import type { Device } from '../worker/device.js';
import './device-details.css';
import { shellTexts } from './texts.js';

/** The device that trains, and in a window why it is this one. */
export function DeviceDetails({ device }: { readonly device: Device }) {
  const texts = inLanguage(shellTexts).training;
  const [isOpen, setOpen] = useState(false);
  const isIsolated = globalThis.crossOriginIsolated === true;
  return (
    <>
      <Button variant="ghost" onClick={() => setOpen(true)}>
        {texts.why}
      </Button>
      <Dialog open={isOpen} title={texts.whereTitle} onClose={() => setOpen(false)}>
        <dl class="device">
          <div>
            <dt>{texts.inUse}</dt>
            <dd>
              <strong>{texts.devices[device.name]}</strong>
              <span>{device.description}</span>
            </dd>
          </div>
          {device.skipped.map(({ name, reason }) => (
            <div key={name}>
              <dt>{texts.notUsed}</dt>
              <dd>
                <strong>{texts.devices[name]}</strong>
                <span lang="en">{reason}</span>
              </dd>
            </div>
          ))}
          <div>
            <dt>{texts.threads}</dt>
            <dd>
              <span>{isIsolated ? texts.isolated : texts.notIsolated}</span>
            </dd>
          </div>
        </dl>
        <p class="field__hint">{texts.where}</p>
      </Dialog>
    </>
  );
}
