import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import { roles, type WaveEstimate, type WaveSettings, type WaveStratum } from '../wire';
import classes from '../Outreach.module.css';

const few = 8;

/** What a sample comes to: how many are asked, answer, and with what interval; by stratum where it is split. */
export function EstimateTable({ estimate, sample }: { estimate: WaveEstimate; sample: WaveSettings['sample'] }) {
  const { t } = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const name = useStratumName(sample.by);
  const split = estimate.strata.length > 1;
  const rows = split ? [...(open ? estimate.strata : estimate.strata.slice(0, few)), { ...estimate.all, stratum: total }] : [{ ...estimate.all, stratum: total }];
  const hidden = estimate.strata.length - few;
  const points = (s: WaveStratum) => (s.half_width === undefined ? t('outreach:estimate.noInterval') : t('outreach:estimate.points', { points: format.number(s.half_width * 100, s.half_width > 0 && s.half_width < 0.1 ? 1 : 0) }));
  const { rate } = estimate;
  return (
    <div className={classes.set}>
      <DataTable<WaveStratum>
        label={t('outreach:estimate.table')} rows={rows} rowKey={(s) => s.stratum} stack minWidth={460}
        columns={[
          { key: 'name', header: t('outreach:estimate.stratum'), width: '30%', cell: (s) => (s.stratum === total ? <strong>{t('outreach:estimate.all')}</strong> : name(s)) },
          { key: 'points', header: t('outreach:estimate.interval'), numeric: true, cell: points },
          { key: 'population', header: t('outreach:estimate.population'), numeric: true, named: true, cell: (s) => format.number(s.population) },
          { key: 'asked', header: t('outreach:estimate.asked'), numeric: true, named: true, cell: (s) => format.number(s.asked) },
          { key: 'answers', header: t('outreach:estimate.answers'), numeric: true, named: true, cell: (s) => format.number(s.answers) },
        ]}
      />
      {split && !open && hidden > 0 && <div><Button size="xs" variant="default" onClick={() => setOpen(true)}>{t('outreach:estimate.more', { count: hidden, n: format.number(hidden) })}</Button></div>}
      {estimate.count > estimate.strata.length && <p className={classes.soft}>{t('outreach:estimate.tooMany', { n: format.number(estimate.count), shown: format.number(estimate.strata.length) })}</p>}
      <p className={classes.soft}>
        {t(`outreach:estimate.rate.${rate.of}`, { share: format.percent(rate.share), asked: format.number(rate.asked ?? 0), answered: format.number(rate.answered ?? 0) })} {t('outreach:estimate.method')}
      </p>
    </div>
  );
}

const total = '\u0000all';

function useStratumName(by: WaveSettings['sample']['by']) {
  const { t } = useText();
  const { locale } = useFormat();
  return ({ stratum, name }: WaveStratum) => {
    if (by === 'role') { const role = roles[Number(stratum)]; return role ? t(`outreach:caps.${role}`) : t('outreach:estimate.none.role'); }
    if (stratum === '') return t(`outreach:estimate.none.${by ?? 'trait'}`);
    if (by === 'language') { try { return new Intl.DisplayNames([locale], { type: 'language' }).of(stratum) ?? stratum; } catch { return stratum; } }
    return name ?? stratum;
  };
}
