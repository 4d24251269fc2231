import { useEffect, useState } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { Guide } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { inLanguage } from '../../i18n/texts.js';
import { OwnPicture } from '../../pictures/own-picture.js';
import { PatternCard } from '../../pictures/pattern-card.js';
import { PictureCard } from '../../pictures/picture-card.js';
import { ProblemNotice } from '../../pictures/source-picker.js';
import { squareBytes } from '../../pictures/square-bytes.js';
import { pictureTexts } from '../../pictures/texts.js';
import { useCamera } from '../../pictures/use-camera.js';
import type { SourceProblem } from '../../pictures/use-source.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { NamedExample } from '../../teaching/classes.js';
import { Card } from '../../ui/card.js';
import { useTraining } from '../../worker/use-training.js';
import { LossCards, NetworkCard } from './controls.js';
import { judge, presets, stepNames, textureOf } from './judge.js';
import './main.css';
import { OwnNetwork } from '../../weights/own-network.js';
import { ownSide, type StyleSettings, styleSchema } from './settings.js';
import { Grams, Pictures } from './stage.js';
import { styleTexts } from './texts.js';
import type { StyleSnapshot, StyleThumbnails } from './train.js';

export function StylePage() {
  const texts = inLanguage(styleTexts);
  const words = inLanguage(terms);
  const pictures = inLanguage(pictureTexts);
  const state = usePageState(styleSchema);
  const settings = state.value;
  const { content, style, network } = settings;
  const training = useTraining<StyleSettings, StyleSnapshot>({ trainer: 'style', state });
  useAutoStart(training);
  const snapshot = training.snapshot.value;
  const device = training.device.value;
  const [thumbnails, setThumbnails] = useState<StyleThumbnails | undefined>();
  const [preview, setPreview] = useState<Uint8Array | undefined>();
  const [problem, setProblem] = useState<SourceProblem | undefined>();
  const [reading, setReading] = useState<'done' | 'busy' | 'failed'>('done');

  const change = (changes: Partial<StyleSettings>) => {
    state.change(changes);
    training.start();
  };
  const camera = useCamera(ownSide, (frame) => setPreview(squareBytes(frame, ownSide)));
  const isLive = camera.state === 'live';
  const show = (next: StyleSettings['content']) => {
    camera.stop();
    setPreview(undefined);
    setProblem(undefined);
    change({ content: next });
  };
  const open = async (file: File, use: (own: NamedExample) => void) => {
    setProblem(undefined);
    const opened = await OwnPicture.open(file);
    if (!(opened instanceof OwnPicture)) return setProblem({ kind: opened.problem, detail: opened.detail });
    const bytes = squareBytes(opened.at(2 * ownSide), ownSide);
    opened.dispose();
    use(new NamedExample(crypto.randomUUID(), bytes));
  };
  const take = () => preview && show(new NamedExample(crypto.randomUUID(), preview));
  const readNetwork = async (file: File) => {
    const own = new OwnNetwork(crypto.randomUUID(), file);
    setReading('busy');
    try {
      await training.ask<string>('load', own);
      setReading('done');
      change({ network: own });
    } catch {
      setReading('failed');
    }
  };
  useEffect(() => {
    if (device && !thumbnails)
      training.ask<StyleThumbnails>('thumbnails', undefined).then(setThumbnails, () => {}); // a worker that ended says so itself
  }, [device]);

  const woven = {
    styleWeight: { set: () => change({ styleWeight: 1000 }), lights: 'styleWeight' },
    contentWeight: { lights: 'contentWeight' },
    grams: { lights: 'grams' },
    glass: { set: () => change({ style: 'glass' }) },
    hatching: { set: () => change({ style: 'hatching' }) },
    shallow: { set: () => change({ contentLayer: 'relu1_1' }), lights: 'contentLayer' },
    deep: { set: () => change({ contentLayer: 'relu3_2' }), lights: 'contentLayer' },
    first: { set: () => change({ styleLayers: ['relu1_1'] }), lights: 'styleLayers' },
    all: { set: () => change({ styleLayers: styleSchema.initial.styleLayers }), lights: 'styleLayers' },
    noise: { set: () => change({ start: 'noise' }) },
    face: { set: () => show('face') },
  };
  const steps = stepNames.map((name) =>
    guideStep(texts.steps[name], {
      words: woven,
      verdict: judge(name, settings, snapshot, texts),
      set: () => {
        if (name !== 'texture') return change(presets[name]);
        training.pause(); // until one has predicted
        state.change(presets[name]);
        training.reset();
      },
      ...(name === 'texture' && {
        predict: { answer: snapshot && textureOf(snapshot), onChoose: () => training.start() },
      }),
    }),
  );
  const { x = [], y } = snapshot?.curves ?? {};
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.step} />
      <Workbench
        picture={
          <Card>
            <Pictures
              snapshot={snapshot}
              names={{
                content: typeof content === 'string' ? pictures.sources[content] : texts.yours,
                style: typeof style === 'string' ? pictures.patterns[style] : texts.yours,
              }}
              preview={isLive ? preview : undefined}
              onTake={take}
            />
            {(problem ?? camera.problem) && (
              <ProblemNotice
                problem={(problem ?? camera.problem)!}
                onClose={() => {
                  setProblem(undefined);
                  camera.forget();
                }}
              />
            )}
          </Card>
        }
        stage={<Card title={texts.grams}>{snapshot && <Grams grams={snapshot.grams} />}</Card>}
        guide={<Guide question={texts.question} steps={steps} />}
        controls={
          <>
            <PictureCard
              title={texts.contentCard}
              source={typeof content === 'string' ? content : ''}
              thumbnails={thumbnails?.contents}
              camera={camera}
              onSource={show}
              onFile={(file) => void open(file, show)}
            />
            <PatternCard
              title={texts.styleCard}
              pattern={typeof style === 'string' ? style : ''}
              thumbnails={thumbnails?.styles}
              onPattern={(name) => change({ style: name })}
              onFile={(file) => void open(file, (own) => change({ style: own }))}
            />
            <LossCards settings={settings} snapshot={snapshot} onChange={change} />
            <NetworkCard
              network={snapshot?.network}
              isOwn={network !== 'small'}
              isLoading={reading === 'busy'}
              hasFailed={reading === 'failed'}
              onFile={(file) => void readNetwork(file)}
              onSmall={() => change({ network: 'small' })}
              onClose={() => setReading('done')}
            />
          </>
        }
        below={
          <>
            <Card title={texts.losses}>
              <LineChart
                label={texts.losses}
                x={x}
                series={[
                  { name: texts.style, color: '--series-3', values: y?.style ?? [] },
                  { name: texts.content, color: '--series-5', values: y?.content ?? [] },
                ]}
                logarithmic
                percent
              />
            </Card>
            <Explanation parts={Object.values(texts.explain)} />
          </>
        }
      />
    </PageLayout>
  );
}
