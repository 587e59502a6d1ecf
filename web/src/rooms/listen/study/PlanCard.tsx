import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import { Card } from '@/ui/Card';
import { Quotas } from '../ask/Quotas';
import { quotasQuery } from '../ask/queries';
import type { Study } from '../wire';
import classes from '../Listen.module.css';

/** What a study is for, of whom it wants to hear, and when it may stop. */
export function PlanCard({ study }: { study: Study }) {
  const { t } = useText();
  const format = useFormat();
  const quotas = useQuery({ ...quotasQuery(study.id), enabled: study.wanted.length > 0 });
  return (
    <Card title={t('listen:study.plan')}>
      {study.purpose && <p>{study.purpose}</p>}
      {study.wanted.length > 0 && quotas.data && <Quotas held groups={quotas.data.items.map((quota) => ({ quota, asked: quota.planned }))} />}
      <p className={classes.note}>
        {study.saturation > 0 ? t('listen:study.stops', { count: study.saturation }) : t('listen:study.noRule')}
        {study.saturation_set && <> {t('listen:study.ruleSet', { day: format.date(study.saturation_set) })}</>}
      </p>
      <p className={classes.note}>{t(`listen:mode.${study.mode}`)}</p>
    </Card>
  );
}
