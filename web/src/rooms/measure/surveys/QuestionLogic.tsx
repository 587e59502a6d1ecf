import { ActionIcon, Button, NativeSelect, NumberInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { ConditionField } from './ConditionField';
import type { Question } from './draft';
import { changedAt, countsNumber, countsOptions, orNone, withoutAt, type Rule } from './logic';
import type { Place } from './names';
import { WordsField } from './WordsField';
import { Wrong } from './Wrong';
import classes from './Surveys.module.css';

interface QuestionLogicProps {
  question: Question;
  languages: readonly string[];
  path: string;
  at: Place;
  onChange: (change: Partial<Question>, about: string) => void;
}

/** What an answer has to be, and what it counts. */
export function QuestionLogic(props: QuestionLogicProps) {
  const { t } = useText();
  const { question: q } = props;
  const set = (q.rules?.length ?? 0) + (q.score ? 1 : 0);
  return (
    <details open={set > 0 || undefined}>
      <summary>{t('surveys:rule.section')}</summary>
      <div className={`${classes.column} ${classes.below}`}>
        <Rules {...props} />
        {(countsNumber(q.kind) || countsOptions(q.kind)) && <ScoreFields {...props} />}
      </div>
    </details>
  );
}

function Rules({ question: q, languages, path, at, onChange }: QuestionLogicProps) {
  const { t } = useText();
  const rules = q.rules ?? [];
  const put = (next: Rule[], about: string) => onChange({ rules: orNone(next) }, about);
  return (
    <fieldset className={classes.lines}>
      <legend>{t('surveys:rule.title')}</legend>
      <p className={classes.soft}>{t('surveys:rule.hint')}</p>
      {rules.map((rule, i) => {
        const here = `${path}.rules[${i}]`;
        return (
          <div key={i} className={classes.rule}>
            <ConditionField label={t('surveys:rule.must', { n: i + 1 })} path={`${here}.must`} at={{ ...at, own: q.code }} value={rule.must} onChange={(must) => put(changedAt(rules, i, { must: must ?? '' }), `rule ${i} must`)} />
            <div className={classes.lineBeside}>
              <div className={classes.grow}><WordsField short label={t('surveys:rule.words', { n: i + 1 })} languages={languages} words={rule.words} onChange={(words) => put(changedAt(rules, i, { words }), `rule ${i} words`)} /></div>
              <ActionIcon variant="subtle" color="gray" aria-label={t('surveys:takeAway', { name: t('surveys:rule.number', { n: i + 1 }) })} onClick={() => put(withoutAt(rules, i), 'rule removed')}>×</ActionIcon>
            </div>
            <Wrong path={here} except={`${here}.must`} />
          </div>
        );
      })}
      <Button variant="default" size="xs" onClick={() => put([...rules, { must: '', words: {} }], 'rule added')}>{t('surveys:rule.add')}</Button>
    </fieldset>
  );
}

function ScoreFields({ question: q, languages, onChange }: QuestionLogicProps) {
  const { t } = useText();
  const base = languages[0] ?? '';
  const points = q.score?.points ?? {};
  if (countsNumber(q.kind)) {
    return (
      <NativeSelect
        label={t('surveys:score.title')} value={q.score?.from_scale ? 'scale' : ''} onChange={(e) => onChange({ score: e.currentTarget.value ? { from_scale: true } : undefined }, 'score')}
        data={[{ value: '', label: t('surveys:score.nothing') }, { value: 'scale', label: t('surveys:score.scale') }]}
      />
    );
  }
  const put = (code: string, value: string | number) => {
    const { [code]: _, ...rest } = points;
    const next = value === '' ? rest : { ...rest, [code]: Number(value) };
    onChange({ score: Object.keys(next).length > 0 ? { points: next } : undefined }, `score ${code}`);
  };
  return (
    <fieldset className={classes.lines}>
      <legend>{t('surveys:score.title')}</legend>
      <div className={classes.fields}>
        {(q.options ?? []).map((o, i) => <NumberInput key={o.code} label={t('surveys:score.of', { name: o.text[base] || t('surveys:line', { n: i + 1 }) })} placeholder={t('surveys:score.nothing')} value={points[o.code] ?? ''} onChange={(v) => put(o.code, v)} />)}
      </div>
    </fieldset>
  );
}
