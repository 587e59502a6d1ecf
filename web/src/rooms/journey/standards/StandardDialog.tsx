import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { PersonSelect } from '@/ui/PersonSelect';
import { useServerForm } from '@/ui/useServerForm';
import { expectationsQuery, measuresQuery, useRegisterChanges } from '../queries';
import type { Standard, Touchpoint } from '../wire';
import { StandardFields } from './StandardFields';
import { emptyStandard, standardOf, type StandardValues } from './values';
import { useStandardWords } from './useStandardWords';
import classes from './Standards.module.css';

interface StandardDialogProps {
  touchpoint: Touchpoint;
  onClose: () => void;
}

/** What customers may expect at a touchpoint, who owes it, and the standard that meets it; what stood before is kept. */
export function StandardDialog({ touchpoint, onClose }: StandardDialogProps) {
  const { t } = useText();
  const format = useFormat();
  const words = useStandardWords();
  const { edit } = useRegisterChanges();
  const measures = useQuery(measuresQuery(touchpoint.program_id));
  const history = useQuery(expectationsQuery(touchpoint.id));
  const e = touchpoint.expectation;
  const form = useForm({ initialValues: { words: e?.words ?? '', owed_by: e?.owed_by ?? '', since: e?.since ?? '', standard: emptyStandard(e?.standard) } });
  const { problem, sending, send } = useServerForm(form);
  const submit = form.onSubmit((v) => void send(async () => {
    await edit.mutateAsync({ touchpoint, expectation: { words: v.words, owed_by: v.owed_by, since: v.since || undefined, standard: standardOf(v.standard) } });
    onClose();
  }));
  const owes = history.data?.items[0];
  return (
    <Modal opened onClose={onClose} size="lg" title={t('journey:standards.dialog', { name: touchpoint.name })} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Textarea label={t('journey:standards.words')} description={t('journey:inTheirWords')} required autosize minRows={2} maxLength={1000} data-autofocus {...form.getInputProps('words')} />
          <div>
            <p className={classes.label} id="standard-kind">{t('journey:standards.kind')}</p>
            <SegmentedControl
              fullWidth aria-labelledby="standard-kind" value={form.values.standard.kind}
              data={(['none', 'time', 'promise', 'quality', 'share'] as const).map((k) => ({ value: k, label: t(`journey:kind.${k}`) }))}
              onChange={(kind) => form.setFieldValue('standard.kind', kind as StandardValues['kind'])}
            />
          </div>
          <StandardFields form={form} measures={measures.data?.items ?? []} />
          {form.values.standard.kind !== 'none' && (
            <NumberInput label={t('journey:standards.targetField')} suffix={percentSign} min={0.1} max={100} decimalScale={1} {...form.getInputProps('standard.target')} />
          )}
          <Group grow align="flex-start">
            <div>
              <label className={classes.label} htmlFor="owed">{t('journey:standards.owedBy')}</label>
              <PersonSelect id="owed" value={form.values.owed_by} known={owes?.id === e?.id ? owes?.owed_by_name : undefined} onChange={(v) => form.setFieldValue('owed_by', v)} />
            </div>
            <TextInput type="date" label={t('journey:standards.sinceField')} {...form.getInputProps('since')} />
          </Group>
          <FormProblem problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
            <Button type="submit" loading={sending}>{t('journey:editor.save')}</Button>
          </Group>
        </Stack>
      </form>
      {history.data && history.data.items.length > 1 && (
        <section className={classes.history}>
          <h3>{t('journey:standards.history')}</h3>
          <ol>
            {history.data.items.slice(1).map((h) => (
              <li key={h.id}><q>{h.words}</q><br /><span className={classes.soft}>{h.standard && <>{words(h.standard as Standard, measures.data?.items.find((m) => m.id === h.standard?.measure_id)?.name)} · </>}{format.date(h.since)} – {h.ended_at && format.date(h.ended_at)}{h.by_name && <> · {h.by_name}</>}</span></li>
            ))}
          </ol>
        </section>
      )}
    </Modal>
  );
}

const percentSign = '\u00a0%';
