import { NativeSelect, Radio, Stack, TagsInput, TextInput } from '@mantine/core';
import type { ProblemField } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { useReason } from '../reasons';
import type { ColumnMapping, ColumnProfile, Guess, ImportKind, Mapping, Role } from '../wire';
import { kindOf, withColumn } from './changes';
import { CurrencySelect } from '@/ui/CurrencySelect';
import { useFormat } from '@/format/context';
import { CommonValues } from './CommonValues';
import { ScoreSettings } from './ScoreSettings';
import classes from './ColumnDetails.module.css';

interface ColumnDetailsProps {
  mapping: Mapping;
  column: ColumnMapping;
  profile: ColumnProfile;
  guess?: Guess;
  errors: ProblemField[];
  onChange: (mapping: Mapping) => void;
}

const kinds = ['text', 'number', 'date'] as const;
const traitKinds = [...kinds, 'money', 'choice'] as const;

/** One column opened: its values, and all that can be said about how it is read. */
export function ColumnDetails({ mapping, column, profile, guess, errors, onChange }: ColumnDetailsProps) {
  const { t } = useText();
  const reason = useReason();
  const set = (change: Partial<ColumnMapping>) => onChange(withColumn(mapping, column.index, change));
  const { role } = column;
  const used = role !== 'ignore';
  const kind = kindOf(mapping);
  const hasKind = role === 'segment' || role === 'outcome' || role === 'property' || role === 'trait' || (role === 'value' && kind === 'answers');
  const named = labelOf(kind, mapping, role);
  const { currency } = useFormat().place;
  const money = kind !== 'answers' && (role === 'value' || (role === 'trait' && column.kind === 'money'));
  const numeric = profile.kind === 'number' || column.mark !== undefined;

  return (
    <div className={classes.columns}>
      <CommonValues profile={profile} noAnswer={column.no_answer} onToggle={used ? (codes) => set({ no_answer: codes }) : undefined} />
      <Stack gap="sm" className={classes.settings}>
        {guess && guess.role === role && guess.notes.length > 0 && (
          <ul className={classes.notes}>
            {guess.notes.map((n) => <li key={n.key}>{reason(n)}</li>)}
          </ul>
        )}
        {role === 'score' && column.score && (
          <ScoreSettings score={column.score} profile={profile} errors={errors} onChange={(score) => set({ score })} />
        )}
        {named && (
          <TextInput
            size="xs" label={t(`collect:details.${named}`)} placeholder={column.name}
            value={column.label ?? ''} onChange={(e) => set({ label: e.currentTarget.value || undefined })}
          />
        )}
        {hasKind && (
          <NativeSelect
            size="xs" label={t('collect:details.kind')} value={column.kind ?? 'text'} onChange={(e) => set({ kind: e.currentTarget.value as 'text' })}
            data={(role === 'trait' ? traitKinds : kinds).map((k) => ({ value: k, label: t(`collect:kind.${k}`) }))}
          />
        )}
        {money && (
          <CurrencySelect
            size="xs" label={t('collect:details.currency')} placeholder={t('collect:details.currencyKept', { currency })} value={column.currency ?? null}
            onChange={(code) => set({ currency: code ?? undefined })} required={false} allowDeselect clearable
          />
        )}
        {(role === 'time' || column.kind === 'date') && used && <DateOrder column={column} profile={profile} onChange={(order) => set({ order })} />}
        {used && numeric && (
          <NativeSelect
            size="xs" label={t('collect:details.mark')} value={column.mark ?? '.'} onChange={(e) => set({ mark: e.currentTarget.value as '.' })}
            data={[{ value: '.', label: t('collect:mark.point') }, { value: ',', label: t('collect:mark.comma') }]}
          />
        )}
        {used && (
          <TagsInput
            size="xs" label={t('collect:details.noAnswer')} description={t('collect:details.noAnswerWhy')} value={column.no_answer}
            onChange={(codes) => set({ no_answer: codes })} data={profile.values.slice(0, 40).map((v) => v.value)} splitChars={[';']} acceptValueOnBlur
          />
        )}
      </Stack>
    </div>
  );
}

/** What the text is that a column of this role may be given. */
function labelOf(kind: ImportKind, mapping: Mapping, role: Role) {
  switch (role) {
    case 'text':
      return 'question';
    case 'segment':
    case 'outcome':
      return 'label';
    case 'value':
      return kind === 'answers' ? 'label' : null;
    case 'property':
    case 'trait':
      return role;
    case 'time':
      return kind === 'events' && !mapping.columns.some((c) => c.role === 'event') ? 'event' : null;
    default:
      return null;
  }
}

/** Whether day or month comes first, with an example of the file written out both ways. */
export function DateOrder({ column, profile, onChange }: { column: ColumnMapping; profile: ColumnProfile; onChange: (order: 'dmy' | 'mdy') => void }) {
  const { t } = useText();
  return (
    <Radio.Group
      label={t('collect:details.order', { example: profile.examples[0] ?? '' })} value={column.order ?? ''} onChange={(v) => onChange(v as 'dmy' | 'mdy')}
    >
      <Stack gap={6} mt={4}>
        <Radio size="xs" value="dmy" label={t('collect:order.dmy')} />
        <Radio size="xs" value="mdy" label={t('collect:order.mdy')} />
      </Stack>
    </Radio.Group>
  );
}
