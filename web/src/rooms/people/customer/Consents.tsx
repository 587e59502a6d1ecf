import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import people from '../People.module.css';
import classes from '../party/Traits.module.css';

const purposes = ['surveys', 'interviews', 'contact'] as const;
const states = ['given', 'withdrawn'] as const;

const consentsQuery = (id: string) =>
  queryOptions({ queryKey: ['consents', id], queryFn: () => body(api.GET('/api/customers/{id}/consents', { params: { path: { id } } })) });
const textsQuery = queryOptions({ queryKey: ['consent-texts'], queryFn: () => body(api.GET('/api/consent-texts', { params: { query: { limit: 200 } } })) });

/** What somebody agreed to, what stands now, and all they ever said about it. */
export function Consents({ id }: { id: string }) {
  const { t } = useText();
  const format = useFormat();
  const mayWrite = useMay('person.write');
  const query = useQuery(consentsQuery(id));
  const [adding, { open, close }] = useDisclosure();
  const { now, items = [] } = query.data ?? {};
  return (
    <Card title={t('people:consent.title')} actions={mayWrite && !adding && <Button size="xs" variant="default" onClick={open}>{t('people:consent.add')}</Button>}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {adding && <Editor id={id} onClose={close} />}
      {now && (
        <dl className={people.facts}>
          {purposes.map((p) => <div key={p}><dt>{t(`people:consent.purpose.${p}`)}</dt><dd><b>{t(`people:consent.state.${now[p] === 'given' || now[p] === 'withdrawn' ? now[p] : 'unknown'}`)}</b></dd></div>)}
        </dl>
      )}
      {items.length > 0 && (
        <details className={classes.history}>
          <summary>{t('people:consent.history', { count: items.length, n: format.number(items.length) })}</summary>
          <ol>
            {items.map((c) => (
              <li key={c.id}>
                {format.shortDate(c.at)} · {t(`people:consent.purpose.${c.purpose}`)} · {t(`people:consent.state.${c.state}`)}
                {[c.channel, c.text_version && t('people:consent.version', { version: c.text_version }), c.source].filter(Boolean).map((x) => ` · ${x}`)}
              </li>
            ))}
          </ol>
        </details>
      )}
    </Card>
  );
}

function Editor({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const texts = useQuery(textsQuery).data?.items ?? [];
  const form = useForm<{ purpose: (typeof purposes)[number]; state: (typeof states)[number]; text_version: string | null; channel: string; source: string }>({
    initialValues: { purpose: 'surveys', state: 'withdrawn', text_version: null, channel: '', source: '' },
  });
  const server = useServerForm(form);
  const given = form.values.state === 'given';
  const save = ({ text_version, channel, source, ...said }: typeof form.values) =>
    server.send(async () => {
      await api.POST('/api/customers/{id}/consents', { params: { path: { id } }, body: { ...said, text_version: text_version || undefined, channel: channel || undefined, source: source || undefined } });
      await Promise.all([['consents', id], ['timeline']].map((queryKey) => cache.invalidateQueries({ queryKey })));
      toast({ message: t('people:consent.saved') });
      onClose();
    });
  return (
    <form className={people.form} onSubmit={form.onSubmit((v) => void save(v))}>
      {server.problem && <div className={people.whole}><FormProblem problem={server.problem} /></div>}
      <Select label={t('people:consent.what')} allowDeselect={false} data={purposes.map((p) => ({ value: p, label: t(`people:consent.purpose.${p}`) }))} {...form.getInputProps('purpose')} />
      <Select label={t('people:consent.said')} allowDeselect={false} data={states.map((s) => ({ value: s, label: t(`people:consent.state.${s}`) }))} {...form.getInputProps('state')} />
      <Select
        className={people.whole} label={t('people:consent.text')} description={t(given ? 'people:consent.textNeeded' : 'people:optional')} required={given} clearable={!given} data={[...new Set(texts.map((x) => x.version))]}
        nothingFoundMessage={t('people:consent.noTexts')} {...form.getInputProps('text_version')}
      />
      <TextInput label={t('people:consent.channel')} description={t('people:optional')} maxLength={60} {...form.getInputProps('channel')} />
      <TextInput label={t('people:consent.source')} description={t('people:optional')} maxLength={200} {...form.getInputProps('source')} />
      <div className={people.actions}>
        <Button type="submit" size="xs" loading={server.sending}>{t('people:save')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
