import { signal } from '@preact/signals';
import { Notice, type NoticeKind } from './notice.js';

interface Message {
  readonly id: number;
  readonly kind: NoticeKind;
  readonly text: string;
}

const messages = signal<readonly Message[]>([]);
let nextId = 0;
const lifeMs = 6000;

/** Shows a message for some seconds: for what happened, not for what has to be mended (see `Notice`). */
export function toast(text: string, kind: NoticeKind = 'info'): void {
  const id = nextId++;
  messages.value = [...messages.value.slice(-2), { id, kind, text }];
  setTimeout(() => close(id), lifeMs);
}

function close(id: number): void {
  messages.value = messages.value.filter((message) => message.id !== id);
}

/** The place where messages appear: once, in the shell. */
export function Toasts() {
  return (
    <div class="toasts" aria-live="polite">
      {messages.value.map(({ id, kind, text }) => (
        <Notice key={id} kind={kind} onClose={() => close(id)}>
          {text}
        </Notice>
      ))}
    </div>
  );
}
