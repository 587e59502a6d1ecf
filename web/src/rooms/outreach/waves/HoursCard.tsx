import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { hoursQuery } from '../queries';
import { hasStarted, type Wave, type WaveZone } from '../wire';
import classes from '../Outreach.module.css';

const fewZones = 8;

/** When the mails of a wave go out: how many in which zone, the first and the last. */
export function HoursCard({ wave }: { wave: Wave }) {
  const { t } = useText();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const query = useQuery(hoursQuery(wave));
  const hours = query.data;
  const zones = hours?.zones ?? [];
  const begun = hasStarted(wave);
  return (
    <Card title={t(begun ? 'outreach:hour.title' : 'outreach:hour.titlePlan')} note={t(begun ? 'outreach:hour.note' : 'outreach:hour.notePlan', { zone: format.place.timeZone })}>
      <div className={classes.column}>
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {hours && zones.length === 0 && <p className={classes.soft}>{t('outreach:hour.nobody')}</p>}
        {hours?.first && hours.last && <p className={classes.plainText}>{t(hours.first === hours.last ? 'outreach:hour.together' : 'outreach:hour.span', { first: format.dateTime(hours.first), last: format.dateTime(hours.last) })}</p>}
        {zones.length > 0 && (
          <DataTable<WaveZone>
            label={t('outreach:hour.table')} rows={all ? zones : zones.slice(0, fewZones)} rowKey={(z) => `${z.zone} ${z.known}`} stack minWidth={420}
            columns={[
              { key: 'zone', header: t('outreach:hour.zoneColumn'), width: '42%', cell: (z) => <>{z.zone.replaceAll('_', ' ')}{!z.known && wave.settings.local?.zone_trait && <span className={classes.small}>{t('outreach:hour.unknown')}</span>}</> },
              { key: 'count', header: t('outreach:hour.people'), numeric: true, width: '18%', cell: (z) => format.number(z.count) },
              { key: 'first', header: t('outreach:hour.first'), line: true, cell: (z) => (z.first === z.last ? format.dateTime(z.first) : t('outreach:hour.range', { first: format.dateTime(z.first), last: format.dateTime(z.last) })) },
            ]}
          />
        )}
        {!all && zones.length > fewZones && <div><Button size="xs" variant="default" onClick={() => setAll(true)}>{t('outreach:hour.more', { count: zones.length - fewZones, n: format.number(zones.length - fewZones) })}</Button></div>}
      </div>
    </Card>
  );
}
