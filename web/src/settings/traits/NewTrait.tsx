import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { traitDefinitionsQuery } from '../queries';
import { readChoices } from './choices';
import { TraitFields, type Kind, type TraitValues } from './TraitFields';
import classes from './Traits.module.css';

/** A new trait of customers or of accounts. */
export function NewTrait({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const [, setKind] = useState<Kind>('text'); // draws the fields of the kind
  const form = useForm<TraitValues>({
    mode: 'uncontrolled',
    initialValues: { of: 'customer', name: '', label: '', kind: 'text', currency: '', choices: '', in_analysis: true },
    onValuesChange: (values) => setKind(values.kind),
  });
  const server = useServerForm(form);
  const add = (v: TraitValues) =>
    server.send(async () => {
      await api.POST('/api/traits/people', {
        body: {
          of: v.of, name: v.name, kind: v.kind, label: v.label || undefined, in_analysis: v.in_analysis,
          currency: v.kind === 'money' ? v.currency || undefined : undefined, choices: v.kind === 'choice' ? readChoices(v.choices) : undefined,
        },
      });
      await cache.invalidateQueries({ queryKey: traitDefinitionsQuery.queryKey });
      onClose();
      toast({ message: t('settings:traits.added', { name: v.name }) });
    });

  return (
    <Card title={t('settings:traits.addTitle')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void add(v))}>
        {server.problem && <div className={classes.whole}><FormProblem problem={server.problem} /></div>}
        <TextInput
          label={t('settings:traits.name')} description={t('settings:traits.nameHint')} required autoFocus maxLength={120}
          inputWrapperOrder={['label', 'input', 'description', 'error']} key={form.key('name')} {...form.getInputProps('name')}
        />
        <Select
          label={t('settings:traits.of')} allowDeselect={false}
          data={[{ value: 'customer', label: t('settings:traits.ofs.customer') }, { value: 'account', label: t('settings:traits.ofs.account') }]}
          key={form.key('of')} {...form.getInputProps('of')}
        />
        <TraitFields form={form} />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('settings:traits.add')}</Button>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
        </div>
      </form>
    </Card>
  );
}
