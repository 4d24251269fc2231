import { CircleAlert, Info, type LucideIcon, TriangleAlert, X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { inLanguage } from '../i18n/texts.js';
import { IconButton } from './button.js';
import './notice.css';
import { uiTexts } from './texts.js';

/** How grave it is. */
export type NoticeKind = 'info' | 'warning' | 'problem';

/** Settings of {@link Notice}. */
export interface NoticeProps {
  /** Default `info`. */
  readonly kind?: NoticeKind;
  readonly title?: string;
  readonly children?: ComponentChildren;
  /** A button that mends it. */
  readonly action?: ComponentChildren;
  /** With it there is a button that closes the notice. */
  readonly onClose?: () => void;
}

const icons: Readonly<Record<NoticeKind, LucideIcon>> = {
  info: Info,
  warning: TriangleAlert,
  problem: CircleAlert,
};

/** A message in the page, read out when it appears. */
export function Notice({ kind = 'info', title, children, action, onClose }: NoticeProps) {
  const Icon = icons[kind];
  const texts = inLanguage(uiTexts);
  return (
    <div class={`notice notice--${kind}`} role={kind === 'problem' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" />
      <div>
        {title && <p class="notice__title">{title}</p>}
        {children && <div class="notice__detail">{children}</div>}
      </div>
      {(action || onClose) && (
        <div class="notice__actions">
          {action}
          {onClose && <IconButton label={texts.close} icon={X} onClick={onClose} />}
        </div>
      )}
    </div>
  );
}

/** Settings of {@link Empty}. */
export interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** What stands where nothing is yet, and how something comes there. */
export function Empty({ icon: Icon, title, children }: EmptyProps) {
  return (
    <div class="empty">
      <Icon aria-hidden="true" />
      <p class="empty__title">{title}</p>
      {children && <div>{children}</div>}
    </div>
  );
}
