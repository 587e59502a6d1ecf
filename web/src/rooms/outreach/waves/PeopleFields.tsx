import { Radio, Select, Stack, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { segmentsQuery } from '../queries';
import type { Wave } from '../wire';
import { keysOf, type WaveDraft } from './draft';
import classes from '../Outreach.module.css';

const whos = ['all', 'segment', 'list'] as const;

/** Whom a wave considers: everybody, a segment, or those on a list. */
export function PeopleFields({ form, wave }: { form: UseFormReturnType<WaveDraft>; wave?: Wave }) {
  const { t } = useText();
  const format = useFormat();
  const segments = useQuery({ ...segmentsQuery, enabled: form.values.who === 'segment' });
  const keys = keysOf(form.values.keys).length;
  return (
    <fieldset className={classes.set}>
      <legend>{t('outreach:people.title')}</legend>
      <Radio.Group aria-label={t('outreach:people.title')} {...form.getInputProps('who')}>
        <Stack gap={6}>{whos.map((who) => <Radio key={who} value={who} label={t(`outreach:people.${who}`)} description={t(`outreach:people.${who}Hint`)} />)}</Stack>
      </Radio.Group>
      {form.values.who === 'segment' && (
        <Select
          label={t('outreach:people.whichSegment')} required searchable allowDeselect={false} disabled={segments.isPending} nothingFoundMessage={t('outreach:people.nothing')}
          description={segments.data?.items.length === 0 ? t('outreach:people.segmentsNone') : undefined}
          data={(segments.data?.items ?? []).map((s) => ({ value: s.id, label: s.name }))} {...form.getInputProps('settings.people.segment_id')}
        />
      )}
      {form.values.who === 'list' && (
        <Textarea
          label={t('outreach:people.keys')} description={t(wave?.settings.people.listed ? 'outreach:people.keysStay' : 'outreach:people.keysHint')} autosize minRows={4} maxRows={14}
          {...form.getInputProps('keys')}
        />
      )}
      {form.values.who === 'list' && keys > 0 && <p className={classes.soft} role="status">{t('outreach:people.keysRead', { count: keys, n: format.number(keys) })}</p>}
    </fieldset>
  );
}
