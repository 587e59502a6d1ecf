import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { IntervalBar } from '@/ui/IntervalBar';
import { axisFor } from '@/ui/axis';
import { boundsOf, complete, halfWidth, writer } from '@/ui/figures';
import { useKeyName, useValueName } from '../filter/words';
import type { Cell, MeasureInfo, Trait } from '../wire';
import { AnswersLink } from './AnswersLink';
import type { Order, Sorting } from './segments';
import classes from './SegmentsCard.module.css';

interface SegmentsTableProps {
  cells: readonly Cell[];
  total: Cell;
  measure: MeasureInfo;
  cut: Trait;
  sorting: Sorting;
  onSort: (by: Order) => void;
  /** Narrows the whole screen to one value. */
  onNarrow: (value: string) => void;
}

/** Segments as rows with their intervals on one axis; the thin line marks the figure of all. */
export function SegmentsTable({ cells, total, measure, cut, sorting, onSort, onNarrow }: SegmentsTableProps) {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const valueName = useValueName();
  const name = keyName(cut.key, cut.label);
  const bounds = boundsOf(measure);
  const all = complete(total.figure);
  const numbers = [...cells, total].flatMap((c) => Object.values(complete(c.figure) ?? {}) as number[]);
  const axis = axisFor(numbers, bounds.min, bounds.max);

  const heading = (by: Order, text: string, className?: string) => (
    <th scope="col" className={className} aria-sort={sorting.by === by ? (sorting.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => onSort(by)}>
        {text} <span aria-hidden="true">{sorting.by === by ? (sorting.down ? '↓' : '↑') : ''}</span>
      </button>
    </th>
  );

  return (
    <div className={classes.box} role="region" tabIndex={0} aria-label={t('understand:segments.label', { cut: name })}>
      <table className={classes.table}>
        <thead>
          <tr>
            {heading('name', name)}
            {heading('value', t('understand:column.value'), classes.numeric)}
            <th scope="col" className={classes.wide}>{t('understand:column.interval')}</th>
            {heading('n', t('understand:column.n'), classes.numeric)}
            <th scope="col"><span className={classes.hidden}>{t('understand:column.action')}</span></th>
          </tr>
        </thead>
        <tbody>
          {cells.map((cell) => {
            const part = cell.key[0];
            const label = !part || part.value === null ? t('understand:none') : valueName(part.cut, part.label);
            const c = complete(cell.figure);
            const write = writer(format, measure.unit, c && halfWidth(c));
            return (
              <tr key={part?.value ?? ''}>
                <th scope="row">
                  <AnswersLink query={cell.answers} program={measure.program_id}>{label}</AnswersLink>
                </th>
                <td className={classes.numeric}><b>{cell.figure.value === null ? '' : write(cell.figure.value)}</b></td>
                <td className={classes.wide}>
                  {c ? (
                    <span className={classes.interval}>
                      <IntervalBar
                        value={c.value} low={c.low} high={c.high} min={axis.min} max={axis.max} target={all?.value}
                        label={t('understand:figure.spoken', { value: write(c.value), interval: t('understand:figure.interval', { low: write(c.low), high: write(c.high) }) })}
                      />
                      <small>{t('understand:figure.interval', { low: write(c.low), high: write(c.high) })}</small>
                    </span>
                  ) : (
                    <small>{t(cell.figure.trouble === 'no_variance' ? 'understand:figure.noVariance' : 'understand:figure.few')}</small>
                  )}
                </td>
                <td className={classes.numeric}>{format.number(cell.figure.n)}</td>
                <td className={classes.action}>
                  <button type="button" onClick={() => onNarrow(part?.value ?? '')} aria-label={t('understand:segments.onlyOf', { value: label })}>
                    {t('understand:segments.only')}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
