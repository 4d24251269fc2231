import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Guide } from '../../guide/guide.js';
import { guideSteps } from '../../guide/guide-steps.js';
import { Lit } from '../../guide/light.js';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { OwnPicture } from '../../pictures/own-picture.js';
import type { Picture } from '../../pictures/picture.js';
import { type SketchName, sketch, sketchNames } from '../../pictures/sketches.js';
import { ProblemNotice } from '../../pictures/source-picker.js';
import { useCamera } from '../../pictures/use-camera.js';
import type { SourceProblem } from '../../pictures/use-source.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { TrainingCurves } from '../../signs/training-curves.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { FilesCard } from '../../teaching/files-card.js';
import type { TaughtFile } from '../../teaching/head.js';
import { keepOwn, keptOwn } from '../../teaching/kept.js';
import { NetworkCard } from '../../teaching/network-card.js';
import { type Shown, shownDrawing, shownPicture } from '../../teaching/shown.js';
import { networkTexts } from '../../teaching/texts.js';
import { bound } from '../../ui/bound.js';
import { Card } from '../../ui/card.js';
import type { Strokes } from '../../ui/draw-pad.js';
import { Progress } from '../../ui/progress.js';
import { Select } from '../../ui/select.js';
import { StopSlider } from '../../ui/slider.js';
import { toast } from '../../ui/toast.js';
import { OwnNetwork } from '../../weights/own-network.js';
import { useTraining } from '../../worker/use-training.js';
import { HeldOutCard, InsideCard } from './cards.js';
import { ClassesCard } from './classes.js';
import { boatsOf, judge, nameOf, type Result, type StepName, stepNames } from './judge.js';
import './main.css';
import {
  type BodyName,
  bodyNames,
  firstClasses,
  isSketch,
  madeClass,
  most,
  type TaughtClass,
  type TeachSettings,
} from '../../teaching/classes.js';
import type { TeachSnapshot } from '../../teaching/train.js';
import { useAnswer } from '../../teaching/use-answer.js';
import { teachSchema } from './settings.js';
import { Stage } from './stage.js';
import { teachTexts } from './texts.js';

const rates = [0.001, 0.003, 0.01, 0.03, 0.1];
const widths = { small: 128, large: 342 } as const; // of pictures: the middle square of the large ones has 256 pixels a side
const recordMs = 200; // between two pictures
const firstSketch = 500; // drawings from this number on are neither learned from nor held out
const manyClasses = [...firstClasses, madeClass('flower'), madeClass('boat')];

/** What each step sets. */
const stepSettings: Readonly<Record<StepName, Partial<TeachSettings>>> = {
  answer: { classes: firstClasses, body: 'frozen' },
  add: { classes: [...firstClasses, madeClass('boat', 1)], body: 'frozen' },
  more: {},
  body: { classes: manyClasses, body: 'frozen' },
  yours: { body: 'frozen' },
};

export function TeachPage() {
  const texts = inLanguage(teachTexts);
  const words = { ...inLanguage(terms), ...inLanguage(networkTexts) };
  const state = usePageState(teachSchema);
  useMemo(() => {
    const own = keptOwn(state.signal.peek().classes);
    if (own) state.change(own);
  }, []);
  useEffect(() => () => keepOwn(state.signal.peek()), []);
  const settings = state.value;
  const { classes, body, network } = settings;
  const isLarge = body === 'published';
  const training = useTraining<TeachSettings, TeachSnapshot>({ trainer: 'teach', state, suited: 'wasm' });
  useAutoStart(training);
  const snapshot = training.snapshot.value;
  const isOver = training.status.value === 'finished';
  const [strokes, setStrokes] = useState<Strokes>(() => sketch('fish', firstSketch));
  const [picture, setPicture] = useState<Shown | undefined>();
  const [problem, setProblem] = useState<SourceProblem | undefined>();
  const [chosen, setChosen] = useState(1);
  const [isRecording, setRecording] = useState(false);
  const [results, setResults] = useState<Partial<Record<BodyName, Result>>>({});
  const recordedAt = useRef(0);
  const nextSketch = useRef(firstSketch + 1);
  const target = Math.min(chosen, classes.length - 1);
  const drawn = useMemo(() => (strokes.length > 0 ? shownDrawing(strokes) : undefined), [strokes]);
  const shown = picture ?? drawn;
  const answer = useAnswer(training, shown, target);
  const names = classes.map(({ name }) => nameOf(name, texts));

  const teach = (changes: Partial<TeachSettings>) => {
    if (changes.classes) setResults({});
    state.change(changes);
    training.start();
  };
  const add = (seen: Shown) => {
    const now = state.signal.peek().classes;
    const one = now[target]!;
    if (one.own.length >= most.examples) return;
    const own = [...one.own, seen.example()];
    teach({ classes: now.with(target, { ...one, own }) });
  };
  const camera = useCamera(isLarge ? widths.large : widths.small, (frame: Picture) => {
    const seen = shownPicture(frame);
    setPicture(seen);
    if (!isRecording || performance.now() - recordedAt.current < recordMs) return;
    recordedAt.current = performance.now();
    add(seen);
  });
  const draw = (next: Strokes) => {
    camera.stop();
    setRecording(false);
    setPicture(undefined);
    setStrokes(next);
  };
  const open = async (file: File) => {
    camera.stop();
    setProblem(undefined);
    const opened = await OwnPicture.open(file);
    if (!(opened instanceof OwnPicture)) {
      setProblem({ kind: opened.problem, detail: opened.detail });
      return;
    }
    const seen = shownPicture(opened.at(2 * widths.large));
    opened.dispose();
    setPicture(seen);
    add(seen);
  };
  const addOwn = () => {
    if (classes.length >= most.classes) return;
    const name = texts.ownName(formatNumber(classes.length + 1));
    setChosen(classes.length);
    teach({ classes: [...classes, { name, made: 0, own: [] }] });
  };
  const showSketch = (name: SketchName) => draw(sketch(name, nextSketch.current++));
  const load = async (file: File) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { names: found, isPublished } = await training.ask<TaughtFile>('names', bytes);
    training.pause();
    setResults({});
    state.change({
      classes: found.map((name) => classNamed(name, classes)),
      ...(isPublished
        ? { body: 'published', network: new OwnNetwork(crypto.randomUUID(), file) }
        : isLarge && { body: 'frozen' }),
    });
    for await (const _ of training.stream('features', undefined)) training.refresh();
    const accuracy = await training.ask<number>('load', bytes);
    training.refresh();
    toast(words.loaded(formatPercent(accuracy)));
  };
  useEffect(() => {
    if (!isOver || !snapshot) return;
    const { body: own, tested, trainMs } = snapshot;
    setResults((before) => ({ ...before, [own]: { accuracy: tested.accuracy, seconds: trainMs / 1000 } }));
  }, [isOver, snapshot]);

  const learning = (name: BodyName) => ({ set: () => teach({ body: name }), lights: 'body' });
  const withBoats = (made: number) => {
    const others = classes.filter(({ name }) => name !== 'boat');
    teach({ classes: [...others, madeClass('boat', made)] });
  };
  const seen = { settings, snapshot, answer, isOver, results };
  const boats = isOver ? boatsOf(snapshot) : undefined;
  const verdictOf = (name: StepName) => judge(name, seen, texts);
  const stepTexts = { ...texts.steps, add: { ...texts.steps.add, ...texts.prediction } };
  const steps = guideSteps<StepName>({
    names: stepNames,
    texts: stepTexts,
    words: {
      house: { set: () => showSketch('house') },
      fish: { set: () => showSketch('fish') },
      sun: { set: () => showSketch('sun') },
      one: { set: () => withBoats(1), lights: 'classes' },
      twelve: { set: () => withBoats(12), lights: 'classes' },
      frozen: learning('frozen'),
      untrained: learning('untrained'),
      whole: learning('whole'),
      own: { set: addOwn, lights: 'classes' },
    },
    verdict: undefined,
    isSeen: () => false,
    answer: (name) => (name === 'add' && boats ? Number(boats.right < boats.held / 2) : undefined),
    onSet: (name) => {
      if (name !== 'add') return teach(stepSettings[name]);
      training.pause(); // until one has predicted
      setResults({});
      showSketch('boat');
      state.change(stepSettings.add);
    },
    onStart: () => training.start(),
  }).map((step, i) => ({ ...step, verdict: verdictOf(stepNames[i]!) }));
  const classesCard = useMemo(
    () => (
      <ClassesCard
        classes={classes}
        chosen={target}
        onChoose={setChosen}
        onChange={(next) => teach({ classes: next })}
        onOwn={addOwn}
      />
    ),
    [classes, target, texts], // not at each snapshot: it has many pictures
  );
  const set = bound(settings, teach);
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.batch} />
      {snapshot && snapshot.waiting > 0 && (
        <Progress
          label={words.features(formatNumber(snapshot.waiting))}
          value={1 - snapshot.waiting / (snapshot.learned + snapshot.held)}
        />
      )}
      <Workbench
        picture={
          <Card>
            <Stage
              strokes={strokes}
              onDraw={draw}
              picture={picture}
              isLarge={isLarge}
              camera={camera}
              onFile={(file) => void open(file)}
              names={names}
              answer={answer}
              chosen={target}
              onChoose={setChosen}
              onAdd={() => shown && add(shown)}
              isRecording={isRecording}
              onRecord={() => setRecording(!isRecording)}
            />
            {problem && <ProblemNotice problem={problem} onClose={() => setProblem(undefined)} />}
          </Card>
        }
        stage={
          <>
            <Lit name="classes">{classesCard}</Lit>
            {snapshot && snapshot.classes.length === names.length && (
              <HeldOutCard snapshot={snapshot} names={names} />
            )}
          </>
        }
        guide={<Guide question={texts.question} steps={steps} />}
        controls={
          <>
            <Card title={words.learning}>
              <Lit name="body">
                <Select<BodyName>
                  label={texts.what}
                  value={body}
                  choices={[...bodyNames, ...(network ? (['published'] as const) : [])].map((value) => ({
                    value,
                    label: texts.bodies[value],
                  }))}
                  onChange={(next) => teach({ body: next })}
                />
              </Lit>
              <p class="field__hint">{texts.hints[body]}</p>
              <StopSlider label={words.learningRate} stops={rates} {...set('learningRate')} />
            </Card>
            <NetworkCard
              training={training}
              inUse={snapshot?.network}
              onNetwork={(chosen) => teach({ body: 'published', network: chosen })}
            />
            <FilesCard
              isOff={training.device.value === undefined}
              isPublished={isLarge}
              onSave={(kind) => training.ask(kind, names)}
              onLoad={load}
            />
          </>
        }
        below={
          <>
            {answer && <InsideCard answer={answer} name={names[target] ?? ''} />}
            <TrainingCurves curves={snapshot?.curves} />
            <Explanation parts={Object.values(texts.explain)} />
          </>
        }
      />
    </PageLayout>
  );
}

/** The class of a file's name: one that is there, one of the sketches in any language, or an empty one. */
function classNamed(name: string, classes: readonly TaughtClass[]): TaughtClass {
  const key = sketchNames.find(
    (one) => teachTexts.en.sketches[one] === name || teachTexts.es.sketches[one] === name,
  );
  const found = classes.find((one) => one.name === (key ?? name));
  return found ?? (key && isSketch(key) ? madeClass(key) : { name, made: 0, own: [] });
}
