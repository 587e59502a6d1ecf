import { Button, Select, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { registerQuery } from '../topics/queries';
import { useExpected } from './lineage';
import type { Finding } from './wire';
import classes from './Rests.module.css';

/** Says what customers may expect at a touchpoint as the finding has it: written anew, or what stands there linked. */
export function ExpectForm({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const { link, unlink, write } = useExpected(finding.id);
  const register = useQuery(registerQuery(finding.program_id));
  const places = register.data?.touchpoints ?? [];
  const form = useForm({ initialValues: { touchpoint: finding.touchpoint_ids[0] ?? '', words: '' } });
  const server = useServerForm(form);
  const place = places.find((p) => p.id === form.values.touchpoint);
  const stands = place?.expectation;
  const words = form.values.words.trim();
  const save = () =>
    server.send(async () => {
      if (!place) return;
      if (words) await write.mutateAsync({ touchpoint: place.id, version: place.version, words });
      else await link.mutateAsync(place.id);
      toast({ message: t('findings:rests.linked', { name: place.name }), undo: () => unlink.mutate(place.id) });
      onClose();
    });
  if (register.isError) return <ErrorState error={register.error} retry={() => void register.refetch()} />;
  return (
    <form className={classes.form} onSubmit={form.onSubmit(() => void save())}>
      <FormProblem problem={server.problem} />
      <Select label={t('findings:rests.expectWhere')} searchable allowDeselect={false} disabled={register.isPending} data={places.map((p) => ({ value: p.id, label: p.name }))} {...form.getInputProps('touchpoint')} />
      {stands && <p className={classes.none}>{t('findings:rests.stands', { words: stands.words })}</p>}
      {(!place || place.may_change) && <Textarea label={t('findings:rests.expectWords')} description={stands ? t('findings:rests.expectOver') : t('findings:rests.expectHint')} autosize minRows={2} maxLength={1000} {...form.getInputProps('words')} />}
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={server.sending} disabled={!place || (!words && !stands)}>{t(words || !stands ? 'findings:rests.expectKeep' : 'findings:rests.expectLink')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
