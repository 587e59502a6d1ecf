import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { LineCondition } from './ConditionField';
import { freeCode, worded, type Option, type Row } from './draft';
import type { Place } from './names';
import { useLanguageName } from '../measures/useLanguageName';
import classes from './Surveys.module.css';

interface LinesFieldProps<T extends Option | Row> {
  title: string;
  stem: string;
  lines: readonly T[];
  languages: readonly string[];
  onChange: (lines: T[]) => void;
  /** What else is said of a line. */
  beside?: (line: T, change: (with_: Partial<T>) => void, name: string) => React.ReactNode;
  /** Path of the list in the document, and where conditions of its lines stand. */
  path: string;
  at: Place;
}

/** Options or rows: their words in each language, moved by buttons, added and taken away. */
export function LinesField<T extends Option | Row>({ title, stem, lines, languages, onChange, beside, path, at }: LinesFieldProps<T>) {
  const { t } = useText();
  const nameOf = useLanguageName();
  const base = languages[0] ?? '';
  const change = (code: string, with_: Partial<T>) => onChange(lines.map((l) => (l.code === code ? { ...l, ...with_ } : l)));
  const move = (from: number, by: -1 | 1) => {
    const other = lines[from + by];
    const line = lines[from];
    if (line && other) onChange(lines.map((l, i) => (i === from ? other : i === from + by ? line : l)));
  };
  return (
    <fieldset className={classes.lines}>
      <legend>{title}</legend>
      <ol>
        {lines.map((line, i) => {
          const name = line.text[base] || t('surveys:line', { n: i + 1 });
          return (
            <li key={line.code}>
              <div className={classes.lineWords}>
                {languages.map((lang) => (
                  <TextInput
                    key={lang} lang={lang} size="xs" maxLength={1000} value={line.text[lang] ?? ''} placeholder={lang === base ? undefined : line.text[base]}
                    aria-label={languages.length > 1 ? `${title} ${i + 1} · ${nameOf(lang)}` : `${title} ${i + 1}`}
                    onChange={(e) => change(line.code, { text: worded(line.text, lang, e.currentTarget.value) } as Partial<T>)}
                  />
                ))}
              </div>
              <div className={classes.lineBeside}>
                {beside?.(line, (with_) => change(line.code, with_), name)}
                <ActionIcon variant="subtle" color="gray" aria-label={t('surveys:up', { name })} disabled={i === 0} onClick={() => move(i, -1)}>↑</ActionIcon>
                <ActionIcon variant="subtle" color="gray" aria-label={t('surveys:down', { name })} disabled={i === lines.length - 1} onClick={() => move(i, 1)}>↓</ActionIcon>
                <ActionIcon variant="subtle" color="gray" aria-label={t('surveys:takeAway', { name })} onClick={() => onChange(lines.filter((l) => l.code !== line.code))}>×</ActionIcon>
              </div>
              <LineCondition name={name} path={`${path}[${i}].show_if`} at={at} value={line.show_if} onChange={(show_if) => change(line.code, { show_if } as Partial<T>)} />
            </li>
          );
        })}
      </ol>
      <Button variant="default" size="xs" onClick={() => onChange([...lines, { code: freeCode(lines.map((l) => l.code), stem), text: {} } as unknown as T])}>{t('surveys:addLine')}</Button>
    </fieldset>
  );
}

/** What may hold of an option: it goes with no other, it comes with a text of one's own, it keeps its place. */
export function optionBeside(t: ReturnType<typeof useText>['t'], kind: string) {
  const offered = kind === 'choices' ? (['exclusive', 'other', 'fixed'] as const) : kind === 'choice' ? (['other', 'fixed'] as const) : ([] as const);
  return function beside(option: Option, change: (with_: Partial<Option>) => void, name: string) {
    return offered.map((flag) => (
      <Checkbox key={flag} size="xs" label={t(`surveys:option.${flag}`)} aria-label={t(`surveys:option.${flag}Of`, { name })} checked={option[flag] ?? false} onChange={(e) => change({ [flag]: e.currentTarget.checked || undefined })} />
    ));
  };
}
