import { LoaderCircle, type LucideIcon } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import './button.css';
import { Tooltip } from './tooltip.js';

/** Settings of {@link Button}. */
export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: () => void;
  /** How it looks, default `secondary`. */
  readonly variant?: 'primary' | 'secondary' | 'ghost' | 'danger';
  readonly icon?: LucideIcon;
  readonly disabled?: boolean;
  /** Whether it works on something now: shows so, and takes no clicks. */
  readonly busy?: boolean;
  /** For buttons that stay pressed. */
  readonly pressed?: boolean;
  /** As wide as its place. */
  readonly wide?: boolean;
  /** For buttons that open something. */
  readonly expanded?: boolean;
  /** The id of what it opens. */
  readonly controls?: string;
}

/** A button with words. */
export function Button(props: ButtonProps) {
  const {
    children,
    onClick,
    variant = 'secondary',
    disabled,
    busy,
    pressed,
    wide,
    expanded,
    controls,
  } = props;
  const Icon = busy ? LoaderCircle : props.icon;
  return (
    <button
      type="button"
      class={`button button--${variant}${wide ? ' button--wide' : ''}${busy ? ' button--busy' : ''}`}
      onClick={onClick}
      disabled={disabled || busy}
      aria-busy={busy}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-controls={controls}
    >
      {Icon && <Icon aria-hidden="true" />}
      {children}
    </button>
  );
}

/** Settings of {@link IconButton}. */
export interface IconButtonProps {
  /** What it does, for the tooltip and for screen readers. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly onClick: () => void;
  /** How it looks, default `ghost`. */
  readonly variant?: 'primary' | 'secondary' | 'ghost';
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  /** For buttons that open something. */
  readonly expanded?: boolean;
}

/** A button with a picture, and its words in a tooltip. */
export function IconButton(props: IconButtonProps) {
  const { label, icon: Icon, onClick, variant = 'ghost', disabled, pressed, expanded } = props;
  return (
    <Tooltip text={label}>
      <button
        type="button"
        class={`button button--${variant} button--icon`}
        aria-label={label}
        aria-pressed={pressed}
        aria-expanded={expanded}
        onClick={onClick}
        disabled={disabled}
      >
        <Icon aria-hidden="true" />
      </button>
    </Tooltip>
  );
}
