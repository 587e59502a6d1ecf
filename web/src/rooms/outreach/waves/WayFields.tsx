import { NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { lettersQuery } from '../queries';
import type { WaveDraft } from './draft';
import { HourFields } from './HourFields';
import { RemindersField } from './RemindersField';
import { localOf, momentOf } from './zoned';
import classes from '../Outreach.module.css';

const ways = ['links', 'mail'] as const;

/** Which letters are mailed. */
function LetterFields({ form, program }: { form: UseFormReturnType<WaveDraft>; program: string }) {
  const { t } = useText();
  const letters = useQuery(lettersQuery(program));
  const found = letters.data?.items ?? [];
  const choices = (none: string) => [{ value: '', label: none }, ...found.map((l) => ({ value: l.id, label: l.name }))];
  if (letters.isError) return <ErrorState error={letters.error} retry={() => void letters.refetch()} />;
  if (letters.isSuccess && found.length === 0) return <p className={classes.soft}>{t('letters:noLetter')} <Link to="/outreach/letters" search={{ program }}>{t('letters:tab')}</Link></p>;
  return (
    <div className={classes.two}>
      <NativeSelect label={t('letters:field')} data={choices(t('letters:choose'))} {...form.getInputProps('settings.letter_id')} />
      {form.values.settings.reminders.length > 0 && <NativeSelect label={t('letters:reminderField')} data={choices(t('letters:same'))} {...form.getInputProps('settings.reminder_letter_id')} />}
    </div>
  );
}

/** How those invited are reached: by links in a file, or by a mail each, with reminders. */
export function WayFields({ form, program }: { form: UseFormReturnType<WaveDraft>; program: string }) {
  const { t } = useText();
  const { place } = useFormat();
  const { by, reminders, send_at } = form.values.settings;
  return (
    <fieldset className={classes.set}>
      <legend>{t('outreach:way.title')}</legend>
      <Radio.Group aria-label={t('outreach:way.title')} {...form.getInputProps('settings.by')}>
        <Stack gap={6}>{ways.map((way) => <Radio key={way} value={way} label={t(`outreach:way.${way}`)} description={t(`outreach:way.${way}Hint`)} />)}</Stack>
      </Radio.Group>
      {by === 'mail' && (
        <>
          <LetterFields form={form} program={program} />
          <TextInput
            type="datetime-local" label={t('outreach:way.sendAt')} description={t('outreach:way.sendAtHint', { zone: place.timeZone })} maw={280} error={form.errors['settings.send_at']}
            value={send_at ? localOf(send_at, place.timeZone) : ''} onChange={(e) => form.setFieldValue('settings.send_at', momentOf(e.currentTarget.value, place.timeZone))}
          />
          <HourFields hour={form.values.settings.local} errors={form.errors} onChange={(hour) => { form.setFieldValue('settings.local', hour); form.clearFieldError('settings.local.time'); }} />
          <RemindersField days={reminders} error={form.errors['settings.reminders']} onChange={(days) => form.setFieldValue('settings.reminders', days)} />
        </>
      )}
    </fieldset>
  );
}
