import { Checkbox } from '@mantine/core';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { ColumnProfile } from '../wire';
import classes from './ColumnDetails.module.css';

interface CommonValuesProps {
  profile: ColumnProfile;
  noAnswer: readonly string[];
  /** Marks a value as no answer, or as one; left out where the column is not used. */
  onToggle?: (noAnswer: string[]) => void;
}

/** The values of a column with how often they stand in it; each may be marked as no answer. */
export function CommonValues({ profile, noAnswer, onToggle }: CommonValuesProps) {
  const { t } = useText();
  const format = useFormat();
  const values = profile.values.slice(0, 40);
  const most = Math.max(1, ...values.map((v) => v.count));
  const counted = t(profile.more ? 'collect:values.many' : 'collect:values.count', {
    filled: format.number(profile.filled), missing: format.number(profile.missing), distinct: format.number(profile.distinct),
  });
  return (
    <section className={classes.values}>
      <h3>{t('collect:values.title')}</h3>
      <p className={classes.count}>{counted}</p>
      {values.length === 0 ? (
        <ul tabIndex={0} aria-label={t('collect:values.title')}>{profile.examples.map((e) => <li key={e}><span>{e}</span></li>)}</ul>
      ) : (
        <ul tabIndex={0} aria-label={t('collect:values.title')}>
          {values.map((v) => {
            const none = noAnswer.includes(v.value);
            return (
              <li key={v.value} data-none={none || undefined}>
                {onToggle ? (
                  <Checkbox
                    size="xs" checked={!none} label={v.value}
                    aria-label={t('collect:values.counts', { value: v.value })}
                    onChange={(e) => onToggle(e.currentTarget.checked ? noAnswer.filter((c) => c !== v.value) : [...noAnswer, v.value])}
                  />
                ) : <span>{v.value}</span>}
                <span className={classes.bar} style={{ width: `${Math.max(2, (v.count / most) * 100)}%` }} aria-hidden="true" />
                <span className={classes.n}>{format.number(v.count)}</span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
