import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { objectivesQuery, placesQuery } from '../queries';
import type { Measure } from '../wire';
import classes from '../measures/Measures.module.css';

/** Where a measure is used: objectives that it is to move, touchpoints that it follows, its figures and answers. */
export function UsedCard({ measure }: { measure: Measure }) {
  const { t } = useText();
  const objectives = useQuery(objectivesQuery(measure.program_id, useMay('program.read'))).data?.items.filter((o) => o.measure_id === measure.id) ?? [];
  const places = useQuery(placesQuery(measure.program_id, useMay('register.read'))).data?.filter((p) => p.measure === measure.id) ?? [];
  const seesFigures = useMay('figure.read');
  return (
    <Card title={t('measure:used.title')}>
      <ul className={classes.list}>
        {objectives.map((o) => <li key={o.id}>{t('measure:used.objective')} <Link to="/purpose" search={{ program: measure.program_id }}>{o.name}</Link></li>)}
        {places.map((p) => <li key={p.id}>{t('measure:used.follows', { name: p.name })}</li>)}
        {objectives.length + places.length === 0 && <li className={classes.soft}>{t('measure:used.nowhere')}</li>}
        {seesFigures && <li><Link to="/understand" search={{ program: measure.program_id, measure: measure.id }}>{t('measure:used.figures')}</Link></li>}
      </ul>
    </Card>
  );
}
