import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { components } from '@/api/schema';
import { useText } from '@/i18n/useText';
import classes from './Traits.module.css';

export type Definition = components['schemas']['TraitDefinition'];
export type Kind = Definition['kind'];

export const kinds: readonly Kind[] = ['text', 'number', 'money', 'date', 'choice'];

export interface TraitValues extends Record<string, unknown> {
  of: Definition['of'];
  name: string;
  label: string;
  kind: Kind;
  currency: string;
  choices: string;
  in_analysis: boolean;
}

interface TraitFieldsProps {
  form: UseFormReturnType<TraitValues>;
  /** Which of its parts can no longer change. */
  fixed?: 'kind' | 'all';
}

/** What a trait is called on screens, what its values are, and whether figures use it. */
export function TraitFields({ form, fixed }: TraitFieldsProps) {
  const { t } = useText();
  const kind = form.getValues().kind;
  return (
    <>
      <TextInput
        label={t('settings:traits.label')} placeholder={t('settings:traits.labelHint')} maxLength={120}
        key={form.key('label')} {...form.getInputProps('label')}
      />
      <Select
        label={t('settings:traits.kind')} allowDeselect={false} disabled={fixed !== undefined}
        description={fixed === 'kind' ? t('settings:traits.kindStays') : undefined} inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={kinds.map((k) => ({ value: k, label: t(`settings:traits.kinds.${k}`) }))}
        key={form.key('kind')} {...form.getInputProps('kind')}
      />
      {kind === 'money' && fixed !== 'all' && (
        <TextInput
          label={t('settings:traits.currency')} placeholder={t('settings:traits.currencyHint')} maxLength={3} disabled={fixed === 'kind'}
          key={form.key('currency')} {...form.getInputProps('currency')}
        />
      )}
      {kind === 'choice' && (
        <div className={classes.whole}>
          <Textarea
            label={t('settings:traits.choices')} description={t('settings:traits.choicesHint')} autosize minRows={3} maxRows={12}
            key={form.key('choices')} {...form.getInputProps('choices')}
          />
        </div>
      )}
      {fixed !== 'all' && (
        <div className={classes.whole}>
          <Switch
            label={t('settings:traits.inAnalysis')} description={t('settings:traits.inAnalysisHint')}
            key={form.key('in_analysis')} {...form.getInputProps('in_analysis', { type: 'checkbox' })}
          />
        </div>
      )}
    </>
  );
}
