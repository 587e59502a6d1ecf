import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { placeName } from './place';
import type { Difference, SeriesBreak } from './wire';
import classes from './Surveys.module.css';

type Broken = 'wording' | 'scale' | 'layout' | 'order' | 'language' | 'options';

/** Measures whose series a version breaks, or will break. */
export function BreakList({ breaks, nameOf, will }: { breaks: readonly SeriesBreak[]; nameOf: (measure: string) => string; will?: boolean }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <div role="note">
      <p>{t(will ? 'surveys:breaks.will' : 'surveys:breaks.did')}</p>
      <ul className={classes.remarks}>
        {breaks.map((b) => (
          <li key={b.measure_id || b.reason_list_id} data-severity="refuse">{t('surveys:breaks.of', { name: b.reason_list_id ? t('surveys:breaks.reasons') : nameOf(b.measure_id), what: format.list(b.what.map((w) => t(`measure:broken.${w as Broken}`))) })}</li>
        ))}
      </ul>
    </div>
  );
}

/** What differs from the version before. */
export function DifferenceList({ differences }: { differences: readonly Difference[] }) {
  const { t } = useText();
  return (
    <details>
      <summary>{t('surveys:differences.title', { count: differences.length })}</summary>
      <ul className={`${classes.remarks} ${classes.below}`}>
        {differences.map((d) => (
          <li key={`${d.path} ${d.what}`}>
            <span>{t(`surveys:differences.${d.what as What}`)}{d.code ? ` · ${d.code}` : ''}</span>
            <span className={classes.where}>{placeName(t, d.path)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

type What = 'added' | 'removed' | 'moved' | 'text' | 'kind' | 'condition' | 'required' | 'measure' | 'scale' | 'look' | 'limits' | 'rules' | 'score' | 'order' | 'sets' | 'loop' | 'branches' | 'value' | 'settings' | 'languages';
