import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { api, body } from '@/api/client';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Origin } from '../wire';
import classes from './WhereFrom.module.css';

const groundQuery = (measure: string) =>
  queryOptions({
    queryKey: ['ground', measure],
    queryFn: () => body(api.GET('/api/measures/{id}/ground', { params: { path: { id: measure } } })),
    staleTime: 60_000,
  });

/** What the measure of a figure rests on: the finding behind it, and from there the words. */
export function MeasureGround({ measure }: { measure: Origin['measure'] }) {
  const { t } = useText();
  const format = useFormat();
  const mayRead = useMay('measure.read');
  const { data: ground } = useQuery({ ...groundQuery(measure.id), enabled: mayRead });
  if (!ground) return null;
  const carrying = ground.findings.filter((f) => f.carries);
  const told = carrying.find((f) => f.claim);
  const words = () => {
    if (ground.state === 'reason') return t('understand:from.rests.reason', { who: ground.reason?.by_name ?? '' });
    if (ground.state !== 'grounded') return t(`understand:from.rests.${ground.state}`);
    return told ? t('understand:from.rests.grounded', { count: carrying.length, n: format.number(carrying.length), claim: told.claim ?? '' }) : t('understand:from.rests.hidden');
  };
  return (
    <div className={classes.pair}>
      <dt>{t('understand:from.rests.ground')}</dt>
      <dd>
        <Link to="/measures/ground" search={{ program: measure.program_id, measure: measure.id }} aria-label={`${t('understand:from.rests.see')}: ${words()}`}>{words()}</Link>
      </dd>
    </div>
  );
}
