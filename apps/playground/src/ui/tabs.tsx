import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import './tabs.css';

/** One tab. */
export interface Tab {
  readonly name: string;
  readonly label: string;
  readonly content: ComponentChildren;
}

/** Settings of {@link Tabs}. */
export interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** Tells which tab was opened. */
  readonly onOpen?: (name: string) => void;
}

/** Several contents in one place. Arrow keys, Home and End move between the tabs. */
export function Tabs({ label, tabs, onOpen }: TabsProps) {
  const id = useId();
  const [open, setOpen] = useState(tabs[0]?.name);
  const list = useRef<HTMLDivElement>(null);
  const select = (index: number) => {
    const i = (index + tabs.length) % tabs.length;
    setOpen(tabs[i]!.name);
    onOpen?.(tabs[i]!.name);
    (list.current?.children[i] as HTMLElement | undefined)?.focus();
  };
  const shown = Math.max(
    tabs.findIndex(({ name }) => name === open),
    0,
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowRight: shown + 1,
      ArrowLeft: shown - 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    select(next);
  };
  return (
    <div class="tabs">
      <div class="tabs__list" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
        {tabs.map((tab, i) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            id={`${id}-${tab.name}`}
            class="tabs__tab"
            aria-selected={i === shown}
            aria-controls={`${id}-panel`}
            tabIndex={i === shown ? 0 : -1}
            onClick={() => select(i)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        id={`${id}-panel`}
        class="tabs__panel"
        role="tabpanel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel without controls is reached too
        tabIndex={0}
        aria-labelledby={`${id}-${tabs[shown]?.name}`}
      >
        {tabs[shown]?.content}
      </div>
    </div>
  );
}
