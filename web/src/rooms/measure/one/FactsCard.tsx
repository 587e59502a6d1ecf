import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { placesQuery } from '../queries';
import type { Measure } from '../wire';
import classes from '../measures/Measures.module.css';

/** What a measure is about, and the figure that is made of its scores. */
export function FactsCard({ measure }: { measure: Measure }) {
  const { t } = useText();
  const format = useFormat();
  const places = useQuery(placesQuery(measure.program_id, useMay('register.read'))).data;
  const { scale } = measure;
  const place = measure.touchpoint_id ? (places?.find((p) => p.id === measure.touchpoint_id)?.name ?? t('measure:placeUnknown')) : t('measure:nowhere');
  const facts = [
    ['measure:field.intent', t(`measure:intent.${measure.intent}`)],
    ['measure:field.touchpoint', place],
    ['measure:form.scale', `${t('measure:fromTo', { min: scale.min, max: scale.max })}, ${t(`measure:direction.${scale.direction}`)}`],
    ['measure:field.metric', t(`measure:metric.${measure.metric}`)],
    ...(measure.metric === 'share' ? [['measure:one.good', format.list((scale.good ?? []).map((g) => format.number(g, Number.isInteger(g) ? 0 : 1)))] as const] : []),
    ['measure:one.created', format.date(measure.created_at)],
    ['measure:list.changed', format.date(measure.changed_at)],
  ] as const;
  return (
    <Card title={t('measure:one.made')} note={t(`measure:metricWhy.${measure.metric}`)}>
      <dl className={classes.facts}>
        {facts.map(([key, value]) => [<dt key={key}>{t(key)}</dt>, <dd key={`${key} is`}>{value}</dd>])}
      </dl>
    </Card>
  );
}
