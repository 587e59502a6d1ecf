import { Button, NativeSelect, NumberInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ConditionField } from './ConditionField';
import { freeCode, type Draft } from './draft';
import { changedAt, orNone, withEnd, withoutAt, type Quota } from './logic';
import { atEnd } from './names';
import { Wrong } from './Wrong';
import classes from './Surveys.module.css';

/** How many of some kind may complete; the rest are thanked with an end of their own. */
export function QuotasCard({ draft, change }: { draft: Draft; change: (to: Draft, about?: string) => void }) {
  const { t } = useText();
  const quotas = draft.quotas ?? [];
  const base = draft.languages[0] ?? '';
  const put = (next: Quota[], about?: string) => change({ ...draft, quotas: orNone(next) }, about);
  const add = () => {
    const { draft: with_, end } = withEnd(draft, 'quota_full');
    change({ ...with_, quotas: [...quotas, { code: freeCode(quotas.map((q) => q.code), 'quota'), if: '', count: 100, end }] });
  };
  return (
    <Card title={t('surveys:quota.title')} note={t('surveys:quota.note')}>
      <div className={classes.column}>
        {quotas.length === 0 && <p className={classes.soft}>{t('surveys:quota.none')}</p>}
        {quotas.map((quota, i) => {
          const path = `quotas[${i}]`;
          const name = t('surveys:quota.number', { n: i + 1 });
          return (
            <fieldset key={quota.code} className={classes.rule} aria-label={name}>
              <ConditionField label={t('surveys:quota.if', { n: i + 1 })} path={`${path}.if`} at={atEnd(draft)} value={quota.if} onChange={(text) => put(changedAt(quotas, i, { if: text ?? '' }), `${quota.code} if`)} />
              <div className={classes.fields}>
                <NumberInput label={t('surveys:quota.count')} min={1} allowDecimal={false} value={quota.count} onChange={(v) => put(changedAt(quotas, i, { count: Math.max(1, Number(v) || 1) }), `${quota.code} count`)} />
                <NativeSelect label={t('surveys:quota.end')} value={quota.end} onChange={(e) => put(changedAt(quotas, i, { end: e.currentTarget.value }))} data={[...(draft.ends.some((e) => e.code === quota.end) ? [] : [{ value: quota.end, label: quota.end }]), ...draft.ends.map((e) => ({ value: e.code, label: e.title[base] || t('surveys:ends.unworded') }))]} />
                <div className={classes.least}><Button variant="subtle" size="compact-xs" aria-label={t('surveys:takeAway', { name })} onClick={() => put(withoutAt(quotas, i))}>{t('surveys:remove')}</Button></div>
              </div>
              <Wrong path={path} except={`${path}.if`} />
            </fieldset>
          );
        })}
        <div><Button variant="default" size="xs" onClick={add}>{t('surveys:quota.add')}</Button></div>
      </div>
    </Card>
  );
}
