import { Eraser, SendHorizontal, Square } from 'lucide-preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { defineTexts, inLanguage } from '../i18n/texts.js';
import { Button, IconButton } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import type { Chat } from './use-chat.js';
import '../ui/text-input.css';
import './writing.css';
import './chat-view.css';

const chatTexts = defineTexts(
  {
    chat: 'Conversation',
    you: 'You',
    model: 'Model',
    message: 'Your message',
    send: 'Send',
    stop: 'Stop',
    clear: 'Clear the conversation',
    empty: 'Say something: the model answers in the form that its template for conversations gives.',
    failed: 'It could not answer.',
  },
  {
    chat: 'Conversación',
    you: 'Tú',
    model: 'Modelo',
    message: 'Tu mensaje',
    send: 'Enviar',
    stop: 'Parar',
    clear: 'Borrar la conversación',
    empty:
      'Escribe algo: el modelo responde con la forma que da su plantilla de conversación (chat template).',
    failed: 'No pudo responder.',
  },
);

/** A conversation with a model, and a field for the next message. */
export function ChatView({ chat }: { readonly chat: Chat }) {
  const texts = inLanguage(chatTexts);
  const id = useId();
  const place = useRef<HTMLElement>(null);
  const [draft, setDraft] = useState('');
  const { turns, isAnswering, problem } = chat;
  useEffect(() => {
    place.current!.scrollTop = place.current!.scrollHeight;
  }, [turns]);
  const send = () => {
    if (draft.trim() === '' || isAnswering) return;
    chat.send(draft);
    setDraft('');
  };
  return (
    <div class="chat">
      <section
        ref={place}
        class="writing-text chat__turns"
        aria-label={texts.chat}
        aria-busy={isAnswering}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it
        tabIndex={0}
      >
        {turns.length === 0 && <p class="chat__empty">{texts.empty}</p>}
        {turns.map(({ role, content }, i) => (
          <p key={i} class={`chat__turn chat__turn--${role}`}>
            <strong>{role === 'user' ? texts.you : texts.model}</strong>
            <span>{content === '' ? '…' : content}</span>
          </p>
        ))}
      </section>
      {problem && <Notice kind="problem">{`${texts.failed} ${problem}`}</Notice>}
      <form
        class="chat__form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <label class="visually-hidden" for={id}>
          {texts.message}
        </label>
        <input
          class="text-input"
          id={id}
          value={draft}
          placeholder={texts.message}
          maxLength={2000}
          autocomplete="off"
          onInput={(event) => setDraft(event.currentTarget.value)}
        />
        {isAnswering ? (
          <Button icon={Square} onClick={chat.stop}>
            {texts.stop}
          </Button>
        ) : (
          <Button icon={SendHorizontal} variant="primary" onClick={send}>
            {texts.send}
          </Button>
        )}
        <IconButton label={texts.clear} icon={Eraser} disabled={turns.length === 0} onClick={chat.clear} />
      </form>
    </div>
  );
}
