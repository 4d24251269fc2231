import { Camera, Clock, Download } from 'lucide-preact';
import { formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import type { PageEntry } from '../pages/page-entry.js';
import './badges.css';
import { shellTexts } from './texts.js';

/** What a page takes: minutes, the camera, megabytes. */
export function Badges({ page: { minutes, camera, megabytes } }: { readonly page: PageEntry }) {
  const texts = inLanguage(shellTexts).badges;
  return (
    <ul class="badges">
      <li>
        <Clock aria-hidden="true" />
        {texts.minutes(formatNumber(minutes))}
      </li>
      {camera && (
        <li>
          <Camera aria-hidden="true" />
          {texts.camera}
        </li>
      )}
      {megabytes !== undefined && (
        <li>
          <Download aria-hidden="true" />
          {texts.megabytes(formatNumber(megabytes))}
        </li>
      )}
    </ul>
  );
}
