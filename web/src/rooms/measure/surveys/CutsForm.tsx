import { ActionIcon, Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { classesOf, sourcesOf, type Cut, type CutClass } from './cuts';
import { freeCode, worded, type Draft } from './draft';
import { WordsField } from './WordsField';
import { useLanguageName } from '../measures/useLanguageName';
import classes from './Surveys.module.css';

const mostCuts = 4;
const mostClasses = 12;

/** By what the figures of an anonymous survey are told: at most four cuts with their classes, the one told longest first. */
export function CutsForm({ draft, onChange }: { draft: Draft; onChange: (cuts: Cut[] | undefined, about: string) => void }) {
  const { t } = useText();
  const cuts = draft.settings.cuts ?? [];
  const sources = sourcesOf(draft);
  const first = sources[0];
  const put = (next: Cut[], about: string) => onChange(next.length > 0 ? next : undefined, about);
  const change = (code: string, with_: Partial<Cut>, about: string) => put(cuts.map((c) => (c.code === code ? { ...c, ...with_ } : c)), `${code} ${about}`);
  return (
    <Card title={t('surveys:cuts.title')} note={t('surveys:cuts.note')}>
      <div className={classes.column}>
        <p className={classes.soft}>{t('surveys:cuts.rule')}</p>
        {cuts.length === 0 && <p className={classes.soft}>{first ? t('surveys:cuts.none') : t('surveys:cuts.nothing')}</p>}
        {cuts.map((cut, at) => (
          <CutFields
            key={cut.code} cut={cut} n={at + 1} draft={draft} onChange={(with_, about) => change(cut.code, with_, about)}
            onMove={(by) => put(cuts.map((c, i) => (i === at ? (cuts[at + by] ?? c) : i === at + by ? cut : c)), 'cuts moved')} last={at === cuts.length - 1}
            onRemove={() => put(cuts.filter((c) => c.code !== cut.code), 'cuts removed')}
          />
        ))}
        {first && cuts.length < mostCuts && (
          <div><Button variant="default" size="xs" onClick={() => put([...cuts, { code: freeCode(cuts.map((c) => c.code), 'cut'), label: {}, of: first.code, classes: classesOf(draft, first.code) }], 'cuts added')}>{t('surveys:cuts.add')}</Button></div>
        )}
      </div>
    </Card>
  );
}

interface CutFieldsProps {
  cut: Cut;
  n: number;
  last: boolean;
  draft: Draft;
  onChange: (change: Partial<Cut>, about: string) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function CutFields({ cut, n, last, draft, onChange, onMove, onRemove }: CutFieldsProps) {
  const { t } = useText();
  const { languages } = draft;
  const sources = sourcesOf(draft);
  const source = sources.find((s) => s.code === cut.of);
  const all = cut.classes ?? [];
  const name = cut.label[languages[0] ?? ''] || t('surveys:cuts.cut', { n });
  return (
    <fieldset className={classes.lines}>
      <legend>{t('surveys:cuts.cut', { n })}</legend>
      <div className={classes.column}>
        <div className={classes.lineBeside}>
          <NativeSelect
            size="xs" label={t('surveys:cuts.of')} value={cut.of} data={[...sources.map((s) => ({ value: s.code, label: s.label })), ...(source ? [] : [{ value: cut.of, label: cut.of }])]}
            onChange={(e) => onChange({ of: e.currentTarget.value, classes: classesOf(draft, e.currentTarget.value) }, 'of')}
          />
          <ActionIcon variant="subtle" color="gray" aria-label={t('surveys:up', { name })} disabled={n === 1} onClick={() => onMove(-1)}>↑</ActionIcon>
          <ActionIcon variant="subtle" color="gray" aria-label={t('surveys:down', { name })} disabled={last} onClick={() => onMove(1)}>↓</ActionIcon>
          <ActionIcon variant="subtle" color="gray" aria-label={t('surveys:takeAway', { name })} onClick={onRemove}>×</ActionIcon>
        </div>
        <WordsField short label={t('surveys:cuts.label')} languages={languages} words={cut.label} onChange={(label) => onChange({ label }, 'label')} />
        <ol>
          {all.map((one, i) => (
            <ClassFields
              key={one.code} one={one} n={i + 1} cut={name} languages={languages} numeric={source?.numeric ?? false}
              onChange={(with_) => onChange({ classes: all.map((c) => (c.code === one.code ? { ...c, ...with_ } : c)) }, `${one.code} class`)}
              onRemove={() => onChange({ classes: all.filter((c) => c.code !== one.code) }, 'class removed')}
            />
          ))}
        </ol>
        {all.length < mostClasses && <div><Button variant="default" size="xs" onClick={() => onChange({ classes: [...all, { code: freeCode(all.map((c) => c.code), 'class'), label: {} }] }, 'class added')}>{t('surveys:cuts.addClass')}</Button></div>}
      </div>
    </fieldset>
  );
}

interface ClassFieldsProps {
  one: CutClass;
  n: number;
  cut: string;
  languages: readonly string[];
  numeric: boolean;
  onChange: (change: Partial<CutClass>) => void;
  onRemove: () => void;
}

function ClassFields({ one, n, cut, languages, numeric, onChange, onRemove }: ClassFieldsProps) {
  const { t } = useText();
  const nameOf = useLanguageName();
  const base = languages[0] ?? '';
  const title = `${cut} · ${t('surveys:cuts.class', { n })}`;
  const number = (field: 'from' | 'below') => (
    <NumberInput
      size="xs" w={110} placeholder={t(`surveys:cuts.${field}`)} aria-label={`${title} · ${t(`surveys:cuts.${field}`)}`} value={one[field] ?? ''}
      onChange={(v) => onChange({ [field]: typeof v === 'number' ? v : undefined, values: undefined })}
    />
  );
  return (
    <li>
      <div className={classes.lineWords}>
        {languages.map((lang) => (
          <TextInput
            key={lang} lang={lang} size="xs" maxLength={200} value={one.label[lang] ?? ''} placeholder={lang === base ? undefined : one.label[base]}
            aria-label={languages.length > 1 ? `${title} · ${nameOf(lang)}` : title} onChange={(e) => onChange({ label: worded(one.label, lang, e.currentTarget.value) })}
          />
        ))}
      </div>
      <div className={classes.lineBeside}>
        {numeric ? <>{number('from')}{number('below')}</> : (
          <TextInput
            size="xs" placeholder={t('surveys:cuts.values')} aria-label={`${title} · ${t('surveys:cuts.values')}`} value={(one.values ?? []).join(', ')}
            onChange={(e) => onChange({ values: e.currentTarget.value ? e.currentTarget.value.split(',').map((v) => v.trimStart()) : undefined, from: undefined, below: undefined })}
            onBlur={() => onChange({ values: one.values?.map((v) => v.trim()).filter(Boolean) })}
          />
        )}
        <ActionIcon variant="subtle" color="gray" aria-label={t('surveys:takeAway', { name: one.label[base] || title })} onClick={onRemove}>×</ActionIcon>
      </div>
    </li>
  );
}
