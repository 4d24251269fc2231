import { inLanguage } from '../i18n/texts.js';
import { Segmented } from '../ui/segmented.js';
import { pictureTexts } from './texts.js';

/** Settings of {@link ChannelPicker}. */
export interface ChannelPickerProps {
  readonly channel: number;
  readonly onChange: (channel: number) => void;
}

/** Red, green or blue, where a picture has them. */
export function ChannelPicker({ channel, onChange }: ChannelPickerProps) {
  const texts = inLanguage(pictureTexts);
  const choices = texts.channels.map((label, value) => ({ value, label }));
  return <Segmented label={texts.channel} value={channel} choices={choices} onChange={onChange} />;
}
