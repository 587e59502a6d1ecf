import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/client';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import { traitsQuery, type Subject } from '../queries';
import type { KnownTrait } from '../wire';
import { useWriteTrait } from './trait';
import people from '../People.module.css';
import classes from './Traits.module.css';

/** What is known of a person or firm, since when, and what was so before. */
export function Traits({ of, id }: { of: Subject; id: string }) {
  const { t } = useText();
  const mayWrite = useMay('person.write');
  const query = useQuery(traitsQuery(of, id));
  const [open, setOpen] = useState('');
  const shown = query.data?.items ?? [];
  return (
    <Card title={t('people:traits.title')} note={t('people:traits.note')}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      <dl className={classes.traits}>
        {shown.map((known) => (
          <div key={known.trait.id}>
            <dt>{known.trait.built_in ? t('people:traits.worth') : known.trait.label}</dt>
            <dd><Known known={known} /></dd>
            {mayWrite && open !== known.trait.id && (
              <dd className={classes.edit}>
                <Button variant="subtle" size="compact-xs" aria-label={t('people:traits.changeOf', { name: known.trait.label })} onClick={() => setOpen(known.trait.id)}>{t('people:change')}</Button>
              </dd>
            )}
            {open === known.trait.id && <dd className={classes.form}><Editor of={of} id={id} known={known} onClose={() => setOpen('')} /></dd>}
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Known({ known }: { known: KnownTrait }) {
  const { t } = useText();
  const format = useFormat();
  const write = useWriteTrait();
  const since = (at?: string) => (at ? t('people:traits.since', { day: format.shortDate(at) }) : t('people:traits.always'));
  return (
    <>
      {known.value === '' ? <span className={people.soft}>{t('people:traits.unknown')}</span> : <b>{write(known.trait, known.value, known.number)}</b>}
      {known.since && <span className={people.small}>{since(known.since)}</span>}
      {known.history.length > 1 && (
        <details className={classes.history}>
          <summary>{t('people:traits.history', { count: known.history.length, n: format.number(known.history.length) })}</summary>
          <ol>
            {known.history.map((entry) => (
              <li key={`${entry.since ?? ''}:${entry.of ?? ''}`}>
                {since(entry.since)} <b>{entry.value === '' ? t('people:traits.unknown') : write(known.trait, entry.value, entry.number)}</b>
              </li>
            ))}
          </ol>
          {known.more && <p className={people.small}>{t('people:traits.older')}</p>}
        </details>
      )}
    </>
  );
}

function Editor({ of, id, known, onClose }: { of: Subject; id: string; known: KnownTrait; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const { trait } = known;
  const form = useForm({ mode: 'uncontrolled', initialValues: { value: known.value, since: '' } });
  const server = useServerForm(form);
  const write = async (entry: { value?: string; since?: string; remove?: boolean }) => {
    const given = { params: { path: { id } }, body: { traits: [{ trait: trait.id, ...entry }] } };
    await (of === 'customers' ? api.PUT('/api/customers/{id}/traits', given) : api.PUT('/api/accounts/{id}/traits', given));
    await Promise.all([['party-traits', of, id], ['timeline', of, id], ['account-scores'], ['scores-of-account']].map((queryKey) => cache.invalidateQueries({ queryKey })));
  };
  const save = ({ value, since }: { value: string; since: string }) =>
    server.send(async () => {
      await write({ value, since: since || undefined });
      onClose();
      toast({ message: t('people:traits.saved', { name: trait.label }) });
    });
  const kind = trait.kind === 'date' ? 'date' : 'text';
  return (
    <form className={people.form} onSubmit={form.onSubmit((v) => void save(v))}>
      {server.problem && <div className={people.whole}><FormProblem problem={server.problem} /></div>}
      {trait.kind === 'choice'
        ? <Select label={trait.label} clearable data={(trait.choices ?? []).map((c) => ({ value: c.key, label: c.label }))} key={form.key('value')} {...form.getInputProps('value')} />
        : <TextInput label={trait.label} type={kind} autoFocus inputMode={trait.kind === 'text' ? 'text' : trait.kind === 'date' ? undefined : 'decimal'} key={form.key('value')} {...form.getInputProps('value')} />}
      <TextInput label={t('people:traits.from')} description={t('people:traits.fromWhy')} type="date" key={form.key('since')} {...form.getInputProps('since')} />
      <div className={people.actions}>
        <Button type="submit" size="xs" loading={server.sending}>{t('people:save')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
