import { NumberInput, Switch, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { roles } from '../wire';
import type { WaveDraft } from './draft';
import classes from '../Outreach.module.css';

/** How many of a firm are asked at most, and whether the rules of contact hold. */
export function CapsFields({ form }: { form: UseFormReturnType<WaveDraft> }) {
  const { t } = useText();
  const any = { min: 1, max: 1000, allowDecimal: false, placeholder: t('outreach:caps.any') };
  return (
    <fieldset className={classes.set}>
      <legend>{t('outreach:caps.title')}</legend>
      <p className={classes.soft}>{t('outreach:caps.hint')}</p>
      <div className={classes.four}>
        <NumberInput label={t('outreach:caps.account')} {...any} {...form.getInputProps('settings.sample.per_account')} />
        {roles.map((role) => <NumberInput key={role} label={t(`outreach:caps.${role}`)} {...any} {...form.getInputProps(`settings.sample.per_role.${role}`)} />)}
      </div>
      <Switch label={t('outreach:caps.exempt')} description={t('outreach:caps.exemptHint')} {...form.getInputProps('settings.exempt', { type: 'checkbox' })} />
      {form.values.settings.exempt && <TextInput label={t('outreach:caps.why')} required maxLength={500} {...form.getInputProps('settings.exempt_why')} />}
    </fieldset>
  );
}
