import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import { placesQuery } from './queries';
import type { Finding } from './wire';
import classes from './Rests.module.css';

const intents = ['satisfaction', 'loyalty', 'advocacy', 'effort', 'emotion', 'expectation', 'root_cause', 'other'] as const;

const up = (min: number, max: number, good: number[]) => ({ min, max, direction: 'up' as const, labels: {}, good });

/** The usual scales, each with the figure that is made of it. */
const scales = {
  recommend: { scale: up(0, 10, [9, 10]), metric: 'nps' },
  five: { scale: up(1, 5, [4, 5]), metric: 'share' },
  seven: { scale: up(1, 7, [6, 7]), metric: 'share' },
  ten: { scale: up(0, 10, [8, 9, 10]), metric: 'mean' },
} as const;

/** Makes a measure of what people said: a name, the question, the scale, and perhaps the touchpoint it follows. */
export function MeasureForm({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { t, i18n } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const places = useQuery(placesQuery(finding.program_id)).data;
  const form = useForm({ initialValues: { name: '', wording: '', intent: 'satisfaction', scale: 'five', touchpoint: '' } });
  const server = useServerForm(form);
  const save = (v: typeof form.values) =>
    server.send(async () => {
      const { scale, metric } = scales[v.scale as keyof typeof scales];
      const made = await body(api.POST('/api/findings/{id}/measures', {
        params: { path: { id: finding.id } },
        body: { name: v.name, wording: v.wording ? { [i18n.language]: v.wording } : {}, intent: v.intent as (typeof intents)[number], scale: { ...scale, good: [...scale.good] }, metric, touchpoint_id: v.touchpoint || undefined },
      }));
      if (v.touchpoint) await api.PATCH('/api/touchpoints/{id}', { params: { path: { id: v.touchpoint } }, body: { measure_id: made.id } });
      await cache.invalidateQueries();
      toast({ message: t('findings:rests.made', { name: made.name }) });
      onClose();
    });
  return (
    <form className={classes.form} onSubmit={form.onSubmit((v) => void save(v))}>
      <FormProblem problem={server.problem} />
      <TextInput label={t('findings:rests.name')} required maxLength={300} {...form.getInputProps('name')} />
      <Textarea label={t('findings:rests.wording')} description={t('findings:rests.wordingHint')} autosize minRows={2} maxLength={2000} {...form.getInputProps('wording')} />
      <div className={classes.three}>
        <NativeSelect label={t('findings:rests.scale')} data={Object.keys(scales).map((s) => ({ value: s, label: t(`findings:rests.scales.${s as keyof typeof scales}`) }))} {...form.getInputProps('scale')} />
        <NativeSelect label={t('findings:rests.intent')} data={intents.map((value) => ({ value, label: t(`findings:rests.intents.${value}`) }))} {...form.getInputProps('intent')} />
        <NativeSelect
          label={t('findings:rests.touchpoint')} {...form.getInputProps('touchpoint')}
          data={[{ value: '', label: t('findings:rests.nowhere') }, ...[...(places ?? new Map<string, string>())].map(([value, label]) => ({ value, label }))]}
        />
      </div>
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={server.sending} disabled={!form.values.name.trim()}>{t('findings:rests.keep')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
