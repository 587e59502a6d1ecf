import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { JoinReport } from '../wire';
import classes from './JoinsCard.module.css';

const missed = ['unmatched', 'left_no_key', 'shared', 'right_no_key', 'twice', 'no_name', 'too_many', 'unused'] as const;

/** What came together of two files, and what did not, with examples. */
export function JoinFound({ report }: { report: JoinReport }) {
  const { t } = useText();
  const format = useFormat();
  const examplesOf = (place: (typeof missed)[number]) =>
    report[place].examples.map((e) => [e.key, e.name].filter(Boolean).join(' ') || t('collect:joins.row', { row: format.number(e.row ?? 0) }));
  const some = missed.filter((place) => report[place].rows > 0);
  return (
    <div className={classes.found} role="status">
      <p>{t('collect:joins.found', { matched: format.number(report.matched), left: format.number(report.left), columns: format.number(report.columns.length) })}</p>
      {report.matched === 0 && <p className={classes.nothing}>{t('collect:joins.nothing')}</p>}
      {(some.length > 0 || report.rejected > 0 || report.renamed.length > 0) && (
        <ul>
          {some.map((place) => (
            <li key={place}>
              {t(`collect:joins.missed.${place}`, { count: report[place].rows, n: format.number(report[place].rows) })}
              <span className={classes.examples}>{examplesOf(place).join(' · ')}{report[place].rows > report[place].examples.length && ' …'}</span>
            </li>
          ))}
          {report.rejected > 0 && <li>{t('collect:joins.missed.rejected', { count: report.rejected, n: format.number(report.rejected) })}</li>}
          {report.renamed.length > 0 && <li>{t('collect:joins.renamed', { names: report.renamed.join(', ') })}</li>}
        </ul>
      )}
    </div>
  );
}
