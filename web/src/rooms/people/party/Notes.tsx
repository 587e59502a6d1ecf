import { Button, Textarea } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import type { components } from '@/api/schema';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { useToast } from '@/ui/confirm';
import type { Subject } from '../queries';
import { matching } from '../wire';
import classes from './Notes.module.css';

type Note = components['schemas']['Note'];

const notesPages = (of: Subject, id: string) =>
  infiniteQueryOptions({
    queryKey: ['notes', of, id],
    queryFn: ({ pageParam }) => {
      const params = { path: { id }, query: { limit: 20, cursor: pageParam || undefined } };
      return of === 'customers' ? body(api.GET('/api/customers/{id}/notes', { params })) : body(api.GET('/api/accounts/{id}/notes', { params }));
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** What colleagues wrote down about a person or a firm, newest first. */
export function Notes({ of, id }: { of: Subject; id: string }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const mayWrite = useMay('person.write');
  const query = useInfiniteQuery(notesPages(of, id));
  const notes = query.data?.pages.flatMap((p) => p.items).filter((n) => !n.deleted) ?? [];
  const [problem, setProblem] = useState<Problem | null>(null);
  const work = async (call: () => Promise<unknown>): Promise<boolean> => {
    setProblem(null);
    try {
      await call();
      await Promise.all([cache.invalidateQueries({ queryKey: ['notes', of, id] }), cache.invalidateQueries({ queryKey: ['timeline'] })]);
      return true;
    } catch (thrown) {
      setProblem(asProblem(thrown));
      return false;
    }
  };
  const add = (text: string) =>
    work(() => (of === 'customers' ? api.POST('/api/customers/{id}/notes', { params: { path: { id } }, body: { text } }) : api.POST('/api/accounts/{id}/notes', { params: { path: { id } }, body: { text } })));
  const edit = (note: Note, text: string) => work(() => api.PATCH('/api/notes/{id}', { params: { path: { id: note.id }, header: matching(note.version) }, body: { text } }));
  const remove = async (note: Note) => {
    const params = { path: { id: note.id } };
    if (await work(() => api.DELETE('/api/notes/{id}', { params }))) toast({ message: t('people:notes.gone'), undo: () => void work(() => api.POST('/api/notes/{id}/restore', { params })) });
  };
  return (
    <Card title={t('people:notes.title')}>
      {mayWrite && <Write label={t('people:notes.write')} verb={t('people:notes.add')} onSend={add} />}
      <FormProblem problem={problem} />
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && notes.length === 0 && <p className={classes.none}>{t('people:notes.none')}</p>}
      <ul className={classes.notes}>{notes.map((note) => <Entry key={`${note.id}:${note.version}`} note={note} onEdit={(text) => edit(note, text)} onRemove={() => void remove(note)} />)}</ul>
      {query.hasNextPage && <LoadMore shown={notes.length} hasMore loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </Card>
  );
}

function Entry({ note, onEdit, onRemove }: { note: Note; onEdit: (text: string) => Promise<boolean>; onRemove: () => void }) {
  const { t } = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  if (open) return <li><Write label={t('people:notes.write')} verb={t('people:save')} text={note.text} onSend={onEdit} onLeave={() => setOpen(false)} /></li>;
  return (
    <li>
      <p className={classes.text}>{note.text}</p>
      <p className={classes.by}>
        {note.author_name} · <time dateTime={note.at}>{format.dateTime(note.at)}</time>{note.edited_at && ` · ${t('people:notes.edited')}`}
        {note.may_edit && (
          <>
            <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>{t('people:change')}</Button>
            <Button size="compact-xs" variant="subtle" onClick={onRemove}>{t('people:notes.remove')}</Button>
          </>
        )}
      </p>
    </li>
  );
}

interface WriteProps {
  label: string;
  verb: string;
  text?: string;
  onSend: (text: string) => Promise<boolean>;
  onLeave?: () => void;
}

function Write({ label, verb, text = '', onSend, onLeave }: WriteProps) {
  const { t } = useText();
  const [value, setValue] = useState(text);
  const [sending, setSending] = useState(false);
  const send = async () => {
    setSending(true);
    const sent = await onSend(value);
    setSending(false);
    if (sent) setValue('');
    if (sent) onLeave?.();
  };
  return (
    <form className={classes.write} onSubmit={(e) => { e.preventDefault(); void send(); }}>
      <Textarea aria-label={label} placeholder={label} autosize minRows={2} maxRows={10} maxLength={10_000} value={value} onChange={(e) => setValue(e.currentTarget.value)} />
      {(value.trim() !== '' || onLeave) && (
        <div className={classes.actions}>
          <Button type="submit" size="xs" loading={sending} disabled={value.trim() === ''}>{verb}</Button>
          {onLeave && <Button size="xs" variant="default" onClick={onLeave}>{t('ui:confirm.cancel')}</Button>}
        </div>
      )}
    </form>
  );
}
