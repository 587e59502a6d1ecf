import { knownText, useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import { useKeyName, usePeriodWords } from '../filter/words';
import { useMethodName } from '@/ui/method';
import type { Difference, Figure, Origin } from '../wire';
import { MeasureGround } from './MeasureGround';
import classes from './WhereFrom.module.css';

interface FigureOriginProps {
  figure: Figure;
  origin: Origin;
  /** A comparison that stands beside the figure. */
  compared?: Difference;
  /** The figure's own days, where it is one of a series. */
  days?: { from: string; to: string };
}

/** Method, filter, how many, as of when, and what to bear in mind. */
export function FigureOrigin({ figure, origin, compared, days }: FigureOriginProps) {
  const { t } = useText();
  const format = useFormat();
  const periodWords = usePeriodWords();
  const keyName = useKeyName();
  const methodName = useMethodName();
  const method = methodName(figure) || t('understand:from.noMethod');
  const weighted = origin.weighted ? t('understand:from.effective', { n: format.number(figure.n_eff) }) : '';

  return (
    <div className={classes.origin}>
      <dl>
        <dt>{t('understand:from.method')}</dt>
        <dd>{method}</dd>
        {compared && (
          <>
            <dt>{t('understand:from.comparison')}</dt>
            <dd>{methodName(compared) || t('understand:from.noMethod')}</dd>
          </>
        )}
        <dt>{t('understand:from.answers')}</dt>
        <dd>
          {format.number(figure.n)} {weighted}
        </dd>
        {figure.deff > 1.005 && (
          <>
            <dt>{t('understand:from.deff')}</dt>
            <dd>{t('understand:from.deffWhy', { deff: format.number(figure.deff, 2) })}</dd>
          </>
        )}
        <dt>{t('understand:from.period')}</dt>
        <dd>{periodWords(days ?? { from: origin.from, to: origin.to })}</dd>
        {origin.where.map((c) => (
          <div key={c.key} className={classes.pair}>
            <dt>{keyName(c.key, c.label)}</dt>
            <dd>{format.list(c.values.map((v) => (v.value === null ? t('understand:none') : v.label)))}</dd>
          </div>
        ))}
        <MeasureGround measure={origin.measure} />
        <dt>{t('understand:from.asOf')}</dt>
        <dd>{format.dateTime(origin.as_of.at)}</dd>
      </dl>
      {origin.notes.map((note) => (
        <p key={note} className={classes.note}>{knownText(t, `understand:note.${note}`, note)}</p>
      ))}
    </div>
  );
}
