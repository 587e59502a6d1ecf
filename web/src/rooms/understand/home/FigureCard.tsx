import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import { IntervalBar } from '@/ui/IntervalBar';
import { boundsOf, complete, endWriter, halfWidth, writer } from '@/ui/figures';
import { useMethodName } from '@/ui/method';
import type { Cell, Origin, Without } from '../wire';
import { AnswersLink } from './AnswersLink';
import { WhereFrom } from './WhereFrom';
import { WithoutDoubtful } from './WithoutDoubtful';
import classes from './FigureCard.module.css';

interface FigureCardProps {
  cell: Cell;
  origin: Origin;
  without?: Without;
}

/** The program's figure: the estimate, how sure it is, and the answers it rests on. */
export function FigureCard({ cell, origin, without }: FigureCardProps) {
  const { t } = useText();
  const format = useFormat();
  const { measure } = origin;
  return (
    <section className={classes.card} aria-label={measure.name}>
      <h2 className={classes.name}>{measure.name}</h2>
      <p className={classes.what}>{t(`understand:metric.${measure.metric}`)}</p>
      <Value cell={cell} origin={origin} />
      {without && <p className={classes.note}><WithoutDoubtful without={without} /></p>}
      {cell.figure.n > 0 && (
        <AnswersLink className={classes.open} query={cell.answers} program={measure.program_id}>
          {t('understand:figure.open', { count: cell.figure.n, n: format.number(cell.figure.n) })}
        </AnswersLink>
      )}
      <WhereFrom figure={cell.figure} origin={origin} />
    </section>
  );
}

function Value({ cell, origin }: FigureCardProps) {
  const { t } = useText();
  const format = useFormat();
  const methodName = useMethodName();
  const { figure } = cell;
  const c = complete(figure);
  const bounds = boundsOf(origin.measure);
  const plain = writer(format, figure.unit);
  const end = endWriter(format, figure.unit);
  const worth = origin.weighted && figure.n_eff < figure.n - 0.5 ? ` ${t('understand:from.effective', { n: format.number(figure.n_eff) })}` : '';
  const n = `${t('understand:figure.n', { n: format.number(figure.n) })}${worth}`;

  if (figure.n === 0) return <p className={classes.none}>{t('understand:figure.nobody')}</p>;
  if (!c) {
    return (
      <>
        {figure.value !== null && <p className={classes.value}>{plain(figure.value)}</p>}
        <p className={classes.none}>{t('understand:figure.few')}</p>
        <p className={classes.note}>{t('understand:figure.fewWhy', { n: format.number(figure.n) })}</p>
      </>
    );
  }
  const write = writer(format, figure.unit, halfWidth(c));
  const interval = t('understand:figure.interval', { low: write(c.low), high: write(c.high) });
  return (
    <>
      <p className={classes.value}>
        {write(c.value)}
        {figure.unit === 'points' && <span className={classes.unit}>{t('understand:unit.points')}</span>}
      </p>
      <IntervalBar
        value={c.value} low={c.low} high={c.high} min={bounds.min} max={bounds.max}
        label={t('understand:figure.spoken', { value: write(c.value), interval })}
      />
      <p className={classes.ends} aria-hidden="true">
        <span>{end(bounds.min)}</span>
        <span>{end(bounds.max)}</span>
      </p>
      <p className={classes.note}>
        {t('understand:figure.sure', { interval })} · {n}
      </p>
      <p className={classes.note}>{methodName(figure)}</p>
    </>
  );
}
