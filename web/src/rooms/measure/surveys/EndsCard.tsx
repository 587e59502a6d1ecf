import { Button, NativeSelect } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { freeCode, type Draft, type End } from './draft';
import { changedAt, outcomes, withoutAt } from './logic';
import { WordsField } from './WordsField';
import { Wrong } from './Wrong';
import classes from './Surveys.module.css';

/** What people read when they are through, by outcome. */
export function EndsCard({ draft, change }: { draft: Draft; change: (to: Draft, about?: string) => void }) {
  const { t } = useText();
  const { ends, languages } = draft;
  const put = (next: End[], about?: string) => change({ ...draft, ends: next }, about);
  return (
    <Card title={t('surveys:ends.title')} note={t('surveys:ends.note')}>
      <div className={classes.column}>
        {ends.map((end, i) => {
          const name = end.title[languages[0] ?? ''] || t('surveys:ends.number', { n: i + 1 });
          return (
            <fieldset key={end.code} className={classes.rule} aria-label={name}>
              <div className={classes.lineBeside}>
                <NativeSelect className={classes.grow} label={t('surveys:ends.outcome')} value={end.outcome} onChange={(e) => put(changedAt(ends, i, { outcome: e.currentTarget.value }))} data={outcomes.map((value) => ({ value, label: t(`surveys:outcome.${value}`) }))} />
                {ends.length > 1 && <Button variant="subtle" size="compact-xs" aria-label={t('surveys:takeAway', { name })} onClick={() => put(withoutAt(ends, i))}>{t('surveys:remove')}</Button>}
              </div>
              <WordsField short label={t('surveys:ends.heading')} languages={languages} words={end.title} onChange={(title) => put(changedAt(ends, i, { title }), `${end.code} title`)} />
              <WordsField label={t('surveys:ends.text')} languages={languages} words={end.text} onChange={(text) => put(changedAt(ends, i, { text }), `${end.code} text`)} />
              <Wrong path={`ends[${i}]`} />
            </fieldset>
          );
        })}
        <div><Button variant="default" size="xs" onClick={() => put([...ends, { code: freeCode(ends.map((e) => e.code), 'end'), outcome: 'screened', title: {} }])}>{t('surveys:ends.add')}</Button></div>
      </div>
    </Card>
  );
}
