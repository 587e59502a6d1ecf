import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useConfirm, useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { useServerForm } from '@/ui/useServerForm';
import { boardPath, paramsOf, tilesOf } from './boards/tile';
import { chooseProgram } from '@/ui/choose';
import { programsQuery } from './queries';
import { useViewChanges, viewsQuery, type View } from './views/queries';

/** All dashboards one may open: one's own, and those shared with one's roles. */
export function BoardsPage() {
  const { t } = useText();
  const maySave = useMay('view.share');
  const query = useQuery(viewsQuery());
  const [making, setMaking] = useState(false);
  const boards = query.data?.items.filter((v) => v.path === boardPath) ?? [];
  const make = maySave && <Button size={boards.length > 0 ? 'xs' : undefined} onClick={() => setMaking(true)}>{t('understand:boards.make')}</Button>;
  return (
    <Page title={t('understand:boards.title')} lead={t('understand:boards.listLead')} actions={boards.length > 0 && make}>
      <Card flush>
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isPending && <Loading />}
        {query.isSuccess && boards.length === 0 && <EmptyState title={t('understand:boards.none')} action={make}>{t('understand:boards.noneWhy')}</EmptyState>}
        {boards.length > 0 && <BoardsTable boards={boards} />}
      </Card>
      {making && <MakeDialog onClose={() => setMaking(false)} />}
    </Page>
  );
}

function BoardsTable({ boards }: { boards: View[] }) {
  const { t } = useText();
  const format = useFormat();
  const confirm = useConfirm();
  const toast = useToast();
  const { remove } = useViewChanges();
  const ask = (board: View) =>
    confirm({
      title: t('understand:views.removeTitle', { name: board.name }), text: t('understand:views.removeText'), verb: t('understand:views.remove'),
      onConfirm: () => remove.mutate(board, { onError: (error) => toast({ message: problemText(t, asProblem(error)) }) }),
    });
  return (
    <DataTable
      label={t('understand:boards.title')} rows={boards} rowKey={(b) => b.id} minWidth={520}
      columns={[
        { key: 'name', header: t('understand:views.name'), cell: (b) => <Link to="/dashboards/$id" params={{ id: b.id }}>{b.name}</Link> },
        { key: 'tiles', header: t('understand:boards.tiles'), numeric: true, cell: (b) => format.number(tilesOf(b.params).length) },
        { key: 'owner', header: t('understand:views.owner'), cell: (b) => (b.mine ? t('understand:views.mine') : b.owner_name) },
        { key: 'shared', header: t('understand:views.sharing'), cell: (b) => t(`understand:views.shared.${b.shared}`) },
        { key: 'at', header: t('understand:views.changed'), cell: (b) => format.shortDate(b.updated_at) },
        { key: 'do', header: t('understand:column.action'), quiet: true, cell: (b) => b.mine && <Button variant="subtle" size="compact-xs" aria-label={t('understand:views.removeOf', { name: b.name })} onClick={() => ask(b)}>{t('understand:views.remove')}</Button> },
      ]}
    />
  );
}

function MakeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const programs = useQuery(programsQuery);
  const { save } = useViewChanges();
  const form = useForm({ initialValues: { name: '', program_id: '' } });
  const { problem, sending, send } = useServerForm(form);
  const items = programs.data?.items ?? [];
  const program = form.values.program_id || chooseProgram(items)?.id || '';
  const submit = form.onSubmit(({ name }) =>
    void send(async () => {
      const made = await save.mutateAsync({ name, program_id: program, path: boardPath, params: paramsOf([]), shared: 'private' });
      await navigate({ to: '/dashboards/$id', params: { id: made.id } });
    }),
  );
  return (
    <Modal opened onClose={onClose} title={t('understand:boards.make')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput label={t('understand:views.name')} required maxLength={200} data-autofocus {...form.getInputProps('name')} />
          {items.length > 1 && (
            <Select label={t('understand:bar.program')} value={program} allowDeselect={false} data={items.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && form.setFieldValue('program_id', id)} />
          )}
          <FormProblem problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
            <Button type="submit" loading={sending}>{t('understand:boards.make')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
