import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { IntervalBar } from '@/ui/IntervalBar';
import { axisFor } from '@/ui/axis';
import type { Driver } from '../drivers';
import { complete, halfWidth, writer } from '@/ui/figures';
import classes from './SegmentsCard.module.css';
import own from './DriversTable.module.css';

/** The drivers in numbers, the largest share first. */
export function DriversTable({ drivers, unit }: { drivers: readonly Driver[]; unit: string }) {
  const { t } = useText();
  const format = useFormat();
  const axis = axisFor(drivers.flatMap((d) => Object.values(complete(d.share) ?? {}) as number[]), 0, 1);
  const written = (c: Driver['slope']) => {
    const all = complete(c);
    const digits = !all || halfWidth(all) >= 1 ? 1 : 2;
    return { value: c.value === null ? '' : format.signed(c.value, digits), interval: all && t('understand:figure.interval', { low: format.signed(all.low, digits), high: format.signed(all.high, digits) }) };
  };
  return (
    <div className={`${classes.box} ${own.box}`} role="region" tabIndex={0} aria-label={t('understand:drivers.table')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('understand:drivers.column.driver')}</th>
            <th scope="col" className={classes.numeric}>{t('understand:drivers.column.rated')}</th>
            <th scope="col" className={classes.wide}>{t('understand:drivers.column.share')}</th>
            <th scope="col" className={classes.numeric}>{t('understand:drivers.column.slope', { unit })}</th>
            <th scope="col" className={classes.numeric}>{t('understand:drivers.column.gain', { unit })}</th>
            <th scope="col">{t('understand:drivers.column.shape')}</th>
            <th scope="col" className={classes.numeric}>{t('understand:column.n')}</th>
          </tr>
        </thead>
        <tbody>
          {drivers.map((d, i) => {
            const share = complete(d.share);
            const percent = writer(format, 'share', share && halfWidth(share));
            const interval = share && t('understand:figure.interval', { low: percent(share.low), high: percent(share.high) });
            const slope = written(d.slope);
            const gain = written(d.gain);
            return (
              <tr key={d.measure.id}>
                <th scope="row"><b>{i + 1}</b> {d.measure.name}{d.skipped.warn && <><br /><small>{t('understand:drivers.skipped', { n: format.number(d.skipped.n) })}</small></>}</th>
                <td className={classes.numeric}>{d.mean !== null && t('understand:drivers.rated', { mean: format.number(d.mean, 2), max: format.number(d.measure.scale.max) })}</td>
                <td className={classes.wide}>
                  {share ? (
                    <span className={classes.interval}>
                      <IntervalBar
                        value={share.value} low={share.low} high={share.high} min={axis.min} max={axis.max}
                        label={t('understand:figure.spoken', { value: percent(share.value), interval })}
                      />
                      <small>{d.noise ? t('understand:drivers.noise') : t('understand:drivers.share', { value: percent(share.value), low: percent(share.low), high: percent(share.high) })}</small>
                    </span>
                  ) : (
                    <small>{t(d.trouble === 'no_variance' ? 'understand:figure.noVariance' : 'understand:figure.few')}</small>
                  )}
                </td>
                <td className={classes.numeric}>{slope.value}<br /><small>{slope.interval}</small></td>
                <td className={classes.numeric}>{gain.value}<br /><small>{gain.interval}</small></td>
                <td>{t(`understand:drivers.shape.${d.shape}`)}</td>
                <td className={classes.numeric}>{format.number(d.n)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
