import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useLanguageName } from '../measures/useLanguageName';
import type { Break, Measure } from '../wire';
import classes from '../measures/Measures.module.css';

type Broken = 'wording' | 'scale' | 'metric' | 'layout' | 'order' | 'language' | 'options';

/** When the series of a measure broke, and what stood before each break. */
export function BreaksCard({ measure }: { measure: Measure }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <Card title={t('measure:breaks.title')} note={t(measure.breaks.length > 0 ? 'measure:breaks.note' : 'measure:breaks.none')}>
      {measure.breaks.length > 0 && (
        <ol className={classes.list} reversed>
          {measure.breaks.map((b) => (
            <li key={`${b.at} ${b.survey_id ?? ''}`}>
              <p><strong>{format.dateTime(b.at)}</strong> · {t('measure:breaks.changed', { what: format.list(b.changed.map((c) => t(`measure:broken.${c as Broken}`))) })}</p>
              {b.before && <Before before={b.before} changed={b.changed} />}
              {b.survey_id && <p className={classes.soft}>{t('measure:breaks.bySurvey', { n: b.number ?? 0, name: b.survey_name ?? '' })}</p>}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function Before({ before, changed }: { before: NonNullable<Break['before']>; changed: Break['changed'] }) {
  const { t } = useText();
  const nameOf = useLanguageName();
  const wordings = Object.entries(before.wording);
  return (
    <>
      {changed.includes('wording') && wordings.length === 0 && <p className={classes.soft}>{t('measure:breaks.unworded')}</p>}
      {changed.includes('wording') && wordings.map(([lang, text]) => <p key={lang} className={classes.soft}>{t('measure:breaks.worded', { language: nameOf(lang) })} <q lang={lang}>{text}</q></p>)}
      {changed.includes('scale') && <p className={classes.soft}>{t('measure:breaks.scale', { scale: t('measure:fromTo', { min: before.scale.min, max: before.scale.max }), direction: t(`measure:direction.${before.scale.direction}`) })}</p>}
      {changed.includes('metric') && <p className={classes.soft}>{t('measure:breaks.metric', { metric: t(`measure:metric.${before.metric}`) })}</p>}
    </>
  );
}
