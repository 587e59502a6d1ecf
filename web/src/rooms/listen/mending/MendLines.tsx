import { useText } from '@/i18n/useText';
import type { Line, StudyDocument } from '../wire';
import { clockOf, type Run } from './run';
import classes from '../Listen.module.css';
import own from './Mending.module.css';

interface MendLinesProps {
  document: StudyDocument;
  lines: readonly Line[];
  run?: Run;
  onChoose: (n: number, further: boolean) => void;
}

/** The sentences with who says each and when; a number chooses it, with Shift all up to it. */
export function MendLines({ document, lines, run, onChoose }: MendLinesProps) {
  const { t } = useText();
  return (
    <ol className={classes.lines} lang={document.language || undefined}>
      {lines.map((l, at) => {
        const chosen = !!run && l.n >= run.from && l.n <= run.to;
        const before = lines[at - 1];
        return (
          <li key={l.n} data-chosen={chosen || undefined} className={own.line}>
            {(!before || before.turn !== l.turn || before.speaker !== l.speaker) && <span className={classes.speaker}>{l.speaker || t('listen:steps.unnamed')}{l.interviewer && <i className={own.leads}>{t('listen:steps.interviews')}</i>}</span>}
            <button
              type="button" className={own.n} aria-pressed={chosen} aria-label={t('listen:mending.choose', { n: l.n })}
              onClick={(e) => onChoose(l.n, e.shiftKey)} onKeyDown={(e) => { if (e.key === 'Enter' && e.shiftKey) { e.preventDefault(); onChoose(l.n, true); } }}
            >
              {l.n}
            </button>
            <span onClick={(e) => onChoose(l.n, e.shiftKey)}>{l.text}{l.from_us !== undefined && <time className={own.time}>{clockOf(l.from_us)}</time>}</span>
          </li>
        );
      })}
    </ol>
  );
}
