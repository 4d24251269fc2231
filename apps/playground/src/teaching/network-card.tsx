import { Download, X } from 'lucide-preact';
import { useId, useRef, useState } from 'preact/hooks';
import { formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import type { AnyTraining } from '../shell/training-bar.js';
import { Button } from '../ui/button.js';
import { Card } from '../ui/card.js';
import { FileButton } from '../ui/file-button.js';
import { Notice } from '../ui/notice.js';
import { Progress } from '../ui/progress.js';
import '../ui/text-input.css';
import { OwnNetwork } from '../weights/own-network.js';
import type { HubNetwork } from './classes.js';
import './network-card.css';
import type { Differences, NetworkNews } from './read-network.js';
import { networkTexts } from './texts.js';

const published = 'timm/resnet18.tv_in1k';

/** Settings of {@link NetworkCard}. */
export interface NetworkCardProps {
  /** Its trainer answers `read`. */
  readonly training: AnyTraining;
  /** The name of the published network that is the body now; undefined where none is. */
  readonly inUse: string | undefined;
  readonly onNetwork: (network: OwnNetwork | HubNetwork) => void;
}

/** A published network as the body: from a file, or from the hub. */
export function NetworkCard({ training, inUse, onNetwork }: NetworkCardProps) {
  const texts = inLanguage(networkTexts);
  const id = useId();
  const [repository, setRepository] = useState(published);
  const [news, setNews] = useState<NetworkNews | undefined>();
  const [problem, setProblem] = useState<string | undefined>();
  const isEnded = useRef(false);
  const isOff = training.device.value === undefined || news !== undefined;
  const read = async (network: OwnNetwork | HubNetwork) => {
    isEnded.current = false;
    setProblem(undefined);
    setNews({ loaded: 0, total: undefined });
    let isTold = false;
    try {
      for await (const next of training.stream<NetworkNews>('read', network)) {
        if (isEnded.current) break;
        setNews(next);
        isTold = !('loaded' in next);
        if ('differs' in next) setProblem(worded(next.differs, texts.differences));
        else if ('name' in next) onNetwork(network);
      }
      if (!isTold && !isEnded.current) setProblem(texts.interrupted);
    } catch (error) {
      if (!isEnded.current) setProblem(error instanceof Error ? error.message : String(error));
    }
    setNews(undefined);
  };
  return (
    <Card title={texts.title}>
      <p class="field__hint">{inUse === undefined ? texts.whatFits : texts.inUse(inUse)}</p>
      <div class="teach-published">
        <FileButton
          accept=".safetensors,.pth,.pt"
          disabled={isOff}
          onFile={(file) => void read(new OwnNetwork(crypto.randomUUID(), file))}
        >
          {texts.open}
        </FileButton>
        <label class="field__label" for={id}>
          {texts.hub}
        </label>
        <input
          class="text-input"
          id={id}
          value={repository}
          spellcheck={false}
          onInput={(event) => setRepository(event.currentTarget.value)}
        />
        <Button
          icon={Download}
          disabled={isOff || repository.trim() === ''}
          onClick={() => void read({ id: crypto.randomUUID(), repository: repository.trim() })}
        >
          {texts.load}
        </Button>
      </div>
      {news && (
        <div class="teach-published">
          <Reading news={news} />
          <Button
            icon={X}
            onClick={() => {
              isEnded.current = true;
            }}
          >
            {texts.cancel}
          </Button>
        </div>
      )}
      {problem !== undefined && (
        <Notice kind="problem" title={texts.failed} onClose={() => setProblem(undefined)}>
          <p class="teach-published__problem">{problem}</p>
        </Notice>
      )}
    </Card>
  );
}

/** How far it is. */
function Reading({ news }: { readonly news: NetworkNews }) {
  const texts = inLanguage(networkTexts);
  const { loaded, total } = 'loaded' in news ? news : { loaded: 0, total: undefined };
  const megabytes = (bytes: number) => formatNumber(bytes / 1e6, 1);
  if (!total || loaded === total) return <Progress label={texts.reading} />;
  return <Progress label={texts.downloaded(megabytes(loaded), megabytes(total))} value={loaded / total} />;
}

/** What differs, a kind a line, with the first names. */
const worded = (
  differs: Differences,
  words: Readonly<Record<keyof Differences, (count: string) => string>>,
): string =>
  (['missing', 'unexpected', 'mismatched'] as const)
    .filter((kind) => differs[kind].count > 0)
    .map((kind) => {
      const { count, first } = differs[kind];
      return `${words[kind](formatNumber(count))}: ${first.join(', ')}${count > first.length ? ' …' : ''}`;
    })
    .join('\n');
