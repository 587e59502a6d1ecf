import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { matching, traitDefinitionsQuery } from '../queries';
import { readChoices, writeChoices } from './choices';
import { TraitFields, type Definition, type Kind, type TraitValues } from './TraitFields';
import classes from './Traits.module.css';

/** Changing a trait; what its values rest on stays. */
export function TraitEditor({ trait, onClose }: { trait: Definition; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const [, setKind] = useState<Kind>(trait.kind); // draws the fields of the kind
  const form = useForm<TraitValues>({
    mode: 'uncontrolled',
    initialValues: {
      of: trait.of, name: trait.name, label: trait.label, kind: trait.kind, currency: trait.currency ?? '', choices: writeChoices(trait.choices), in_analysis: trait.in_analysis,
    },
    onValuesChange: (values) => setKind(values.kind),
  });
  const server = useServerForm(form);
  const fixed = trait.built_in ? 'all' : trait.used ? 'kind' : undefined;
  const path = { id: trait.id };

  const run = (work: () => Promise<unknown>, message: string) =>
    server.send(async () => {
      await work();
      await cache.invalidateQueries({ queryKey: traitDefinitionsQuery.queryKey });
      onClose();
      toast({ message });
    });
  const save = (v: TraitValues) =>
    run(
      () =>
        api.PATCH('/api/traits/people/{id}', {
          params: { path, header: matching(trait.version) },
          body: fixed === 'all' ? { label: v.label } : {
            label: v.label, in_analysis: v.in_analysis,
            kind: fixed ? undefined : v.kind, currency: !fixed && v.kind === 'money' ? v.currency : undefined,
            choices: v.kind === 'choice' ? readChoices(v.choices) : undefined,
          },
        }),
      t('settings:traits.saved', { name: trait.name }),
    );

  return (
    <form className={classes.form} onSubmit={form.onSubmit((v) => void save(v))}>
      {server.problem && <div className={classes.whole}><FormProblem problem={server.problem} /></div>}
      <TraitFields form={form} fixed={fixed} />
      <div className={classes.actions}>
        <Button type="submit" loading={server.sending}>{t('settings:save')}</Button>
        <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
        {fixed === undefined && (
          <Button
            variant="subtle" className={classes.push}
            onClick={() =>
              confirm({
                title: t('settings:traits.deleteTitle', { name: trait.name }),
                text: t('settings:traits.deleteText'),
                verb: t('settings:traits.delete'),
                onConfirm: () => void run(() => api.DELETE('/api/traits/people/{id}', { params: { path } }), t('settings:traits.deleted', { name: trait.name })),
              })
            }
          >
            {t('settings:traits.delete')}
          </Button>
        )}
      </div>
    </form>
  );
}
