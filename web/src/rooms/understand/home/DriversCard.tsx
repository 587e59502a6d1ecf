import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { Loading } from '@/ui/Loading';
import { DriversChart } from '../charts/DriversChart';
import { driversQuery, planeOf, type Drivers } from '../drivers';
import { complete } from '@/ui/figures';
import type { Filter } from '../filter/filter';
import type { MeasureInfo } from '../wire';
import { DriversTable } from './DriversTable';
import { FiguresError } from './FiguresError';
import { Methods } from './Methods';
import classes from './SegmentsCard.module.css';

interface DriversCardProps {
  measure: MeasureInfo;
  filter: Filter;
  weighted?: boolean;
}

/** What goes with the score; nothing where no response has another score beside it. */
export function DriversCard({ measure, filter, weighted }: DriversCardProps) {
  const { t } = useText();
  const query = useQuery(driversQuery({ measure: measure.id, filter, weighted }));
  if (query.data?.considered === 0) return null;
  return (
    <Card title={t('understand:drivers.title')} note={t('understand:drivers.note')}>
      {query.isError && <FiguresError error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data && <Found found={query.data} />}
    </Card>
  );
}

function Found({ found }: { found: Drivers }) {
  const { t } = useText();
  const format = useFormat();
  if (found.trouble !== '') {
    return <p className={classes.none}>{t('understand:drivers.few', { n: format.number(found.n) })}</p>;
  }
  const plane = planeOf(found.drivers);
  const r2 = complete(found.r2);
  const unit = t(`understand:drivers.unit.${found.unit}`);
  const label = t('understand:drivers.picture', { names: format.list(plane.points.slice(0, 3).map((p) => p.driver.measure.name)) });
  return (
    <>
      {r2 && (
        <p className={classes.none}>
          {t('understand:drivers.explained', { value: format.percent(r2.value), low: format.percent(r2.low), high: format.percent(r2.high), n: format.number(found.n) })}
        </p>
      )}
      <DriversChart
        plane={plane} label={label} across={t('understand:drivers.across')} up={t('understand:drivers.up')} percent={(v) => format.percent(v)}
        name={(rank) => found.drivers[rank - 1]?.measure.name ?? ''}
      />
      <DriversTable drivers={found.drivers} unit={unit} />
      <Methods figures={[found.r2, ...found.drivers.flatMap((d) => [d.share, d.slope])]} />
      <p className={classes.foot}>
        {t('understand:drivers.caution')} {t('understand:drivers.shapes')} {found.repaired && t('understand:drivers.repaired')} {found.considered > found.fitted && t('understand:drivers.left', { fitted: format.number(found.fitted), considered: format.number(found.considered) })}
      </p>
    </>
  );
}
