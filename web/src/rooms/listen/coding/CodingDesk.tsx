import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { AudioBar, type AudioHandle } from './AudioBar';
import { BlindBanner } from './BlindBanner';
import { Codebook } from './Codebook';
import { CodePicker } from './CodePicker';
import { FindPanel } from './FindPanel';
import { KeysHelp } from './KeysHelp';
import { wordsOf, type Passage } from './passage';
import { PassagePanel } from './PassagePanel';
import { PutInFinding } from './PutInFinding';
import { momentsQuery, usePass } from './queries';
import { step, stretch } from './selection';
import { lineAt, timeOf } from './sound';
import { Coders, SoFar } from './SoFar';
import { Transcript, type TranscriptHandle } from './Transcript';
import { useCame } from './useCame';
import { useDesk } from './useDesk';
import { useKeys, type Keys } from './useKeys';
import type { Book, Coding, Line, Mode, Pass, StudyDocument } from './wire';
import classes from './CodingPage.module.css';
import side from './Side.module.css';

interface CodingDeskProps {
  document: StudyDocument;
  study: { id: string; program_id: string; name: string; mode: 'open' | 'blind' };
  lines: readonly Line[];
  codings: readonly Coding[];
  passes: readonly Pass[];
  book: Book;
}

/** After so long without another line the place read to is kept, in milliseconds. */
const readPause = 4000;

/** The working screen: codebook, words, passage. */
export function CodingDesk({ document, study, lines, codings, passes, book }: CodingDeskProps) {
  const { t } = useText();
  const desk = useDesk(document.id, study.id, book, codings);
  const pass = usePass(document.id);
  const moments = useQuery(momentsQuery(study.program_id));
  const [dialog, setDialog] = useState<'keys' | 'find' | 'finding'>();
  const [playing, setPlaying] = useState(0);
  const [follow, setFollow] = useState(true);
  const mayFind = useMay('finding.write');
  const sound = useRef<AudioHandle>(null);
  const view = useRef<TranscriptHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const memo = useRef<HTMLTextAreaElement>(null);
  const mine = passes.find((p) => p.coder.id === desk.me.id);
  const readTo = useReadTo(mine?.read_to ?? 0, (n) => pass.mutate({ read_to: n }));
  const title = t('coding:title');
  useEffect(() => {
    window.document.title = `${title} · Balcony`;
  }, [title]);

  const { chosen, choose } = desk;
  const came = useCame(lines, view, choose);
  const move = (passage: Passage | null) => {
    choose(passage);
    if (passage) {
      view.current?.reveal(passage.to_n);
      readTo(passage.to_n);
    }
  };
  const walk = (by: 1 | -1) => move(step(chosen, lines, by, view.current?.firstInSight() ?? 1));
  const grow = (by: 1 | -1) => move(chosen ? stretch(chosen, lines, by) : step(null, lines, 1, view.current?.firstInSight() ?? 1));
  const inMode = (mode: Mode) => desk.active?.coder.id === desk.me.id && desk.change(desk.active, { mode: desk.active.mode === mode ? '' : mode });
  const digits: Keys = Object.fromEntries(desk.recent.map((code, i) => [String(i + 1), () => desk.give([code])]));
  useKeys({
    j: () => walk(1), k: () => walk(-1), ArrowDown: () => walk(1), ArrowUp: () => walk(-1), J: () => grow(1), K: () => grow(-1),
    c: () => chosen && desk.setPicking(true),
    t: () => inMode('think'), f: () => inMode('feel'), d: () => inMode('do'),
    m: () => memo.current?.focus(),
    x: () => desk.active?.coder.id === desk.me.id && desk.remove(desk.active),
    u: () => desk.undo.undo(),
    '/': () => search.current?.focus(),
    s: () => setDialog('find'),
    '?': () => setDialog('keys'),
    ...(document.has_audio && { ' ': () => sound.current?.toggle(), ',': () => sound.current?.skip(-5), '.': () => sound.current?.skip(5), p: () => hear(chosen?.from_n) }),
    Escape: () => (desk.picking ? desk.setPicking(false) : choose(null)),
    ...digits,
  });

  const hear = (n: number | undefined) => {
    const at = n === undefined ? undefined : timeOf(lines, n);
    if (at !== undefined) sound.current?.playFrom(at);
  };
  const heard = (at: number) => {
    const n = lineAt(lines, at);
    if (n === playing) return;
    setPlaying(n);
    if (follow && n) view.current?.reveal(n);
  };
  const recent = useMemo(() => desk.recent.map((c) => c.id), [desk.recent]);
  const where = chosen ? t('coding:lines', { count: chosen.to_n - chosen.from_n + 1, from: chosen.from_n, to: chosen.to_n }) : '';
  const picker = desk.picking && chosen && (
    <CodePicker
      book={book} index={desk.index} words={wordsOf(chosen, lines)} title={t('coding:picker.title', { where })} recent={recent}
      onGive={desk.give} onMake={(name, mode) => void desk.make(name, mode).catch(() => undefined)} onClose={() => desk.setPicking(false)}
    />
  );
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div>
          <h1>{title}</h1>
          <p>
            {t(document.kind === 'transcript' ? 'coding:where.interview' : 'coding:where.comment', { number: document.number, study: study.name })}
            {document.pseudonym && ` ${document.pseudonym}.`} {document.consent && t(`coding:consent.${document.consent}`)}{' '}
            <Link to="/listen/studies/$id" params={{ id: study.id }} search={{}}>{t('coding:study')}</Link>
          </p>
        </div>
        <BlindBanner document={document.id} passes={passes} me={desk.me.id} lines={lines.length} blind={study.mode === 'blind'} busy={pass.isPending && pass.variables?.done !== undefined} onDone={(done) => pass.mutate(done ? { read_to: lines.length, done } : { done })} />
      </header>
      <div className={classes.cols}>
        <Codebook book={book} here={desk.here} blind={study.mode === 'blind' && !passes.some((p) => p.opened_at)} search={search} onGive={chosen ? (code) => desk.give([code]) : undefined} />
        <Transcript
          lines={lines} chosen={chosen} onChoose={choose} onRead={readTo} margin={desk.margin} playing={playing} handle={view} start={came || 1}
          open={picker ? { n: chosen!.to_n, content: picker } : undefined}
        />
        <aside className={side.side} aria-label={t('coding:passage.label')}>
          <PassagePanel
            title={chosen ? t('coding:passage.title', { where }) : t('coding:passage.none')} codings={desk.on} active={desk.active} onActive={desk.setActive} me={desk.me.id} index={desk.index}
            moments={(moments.data?.touchpoints ?? []).map((m) => ({ value: m.id, label: m.name }))} memo={memo}
            onChange={desk.change} onRemove={desk.remove} onCode={() => (chosen ? desk.setPicking(true) : setDialog('find'))} onFinding={chosen && mayFind ? () => setDialog('finding') : undefined}
          />
          <SoFar codings={codings} />
          <Coders passes={passes} me={desk.me.id} lines={lines.length} />
        </aside>
      </div>
      {chosen && !desk.picking && <div className={classes.touch}><Button size="md" onClick={() => desk.setPicking(true)}>{t('coding:passage.put', { where })}</Button></div>}
      <div>
      {document.has_audio && <AudioBar document={document.id} handle={sound} follow={follow} onFollow={setFollow} onTime={heard} />}
      <footer className={classes.keys}>
        {(['line', 'stretch', 'code', 'recent', 'mode', 'memo', 'undo', 'find'] as const).map((k) => (
          <span key={k}>{t(`coding:keys.${k}.key`).split(' ').map((one) => <kbd key={one}>{one}</kbd>)} {t(`coding:keys.${k}.short`)}</span>
        ))}
        <button type="button" onClick={() => setDialog('keys')}><kbd>?</kbd> {t('coding:keys.help.short')}</button>
      </footer>
      </div>
      {dialog === 'finding' && chosen && (
        <PutInFinding
          program={study.program_id} study={study.id} document={document.id} passage={chosen} words={wordsOf(chosen, lines)} mode={desk.active?.mode ?? 'think'} touchpoint={desk.active?.touchpoint_id}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'keys' && <KeysHelp onClose={() => setDialog(undefined)} />}
      {dialog === 'find' && <FindPanel lines={lines} codings={codings} book={book} onReveal={move} onGive={(code, passages) => desk.giveAll([code], passages)} onClose={() => setDialog(undefined)} />}
    </div>
  );
}

// The furthest line read is sent when reading pauses, and not back.
function useReadTo(known: number, send: (n: number) => void) {
  const furthest = useRef(known);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (n: number) => {
    if (n <= Math.max(furthest.current, known)) return;
    furthest.current = n;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(n), readPause);
  };
}
