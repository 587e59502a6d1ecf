import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useConfirm, useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { useViewChanges, viewsQuery, type View } from './views/queries';
import { boardPath } from './boards/tile';
import { MailDialog } from './views/MailDialog';
import { ViewDialog, viewLink } from './views/ViewDialog';

/** All saved views one may open: one's own, and those shared with one's roles. */
export function ViewsPage() {
  const { t } = useText();
  const query = useQuery(viewsQuery());
  const [changing, setChanging] = useState<View | null>(null);
  const [mailing, setMailing] = useState<View | null>(null);
  // Dashboards have a list of their own.
  const items = query.data?.items.filter((v) => v.path !== boardPath) ?? [];
  return (
    <Page title={t('understand:views.title')} lead={t('understand:views.lead')}>
      <Card flush>
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isPending && <Loading />}
        {query.isSuccess && items.length === 0 && (
          <EmptyState title={t('understand:views.none')} action={<Button component={Link} to="/">{t('understand:views.first')}</Button>}>
            {t('understand:views.noneWhy')}
          </EmptyState>
        )}
        {items.length > 0 && <ViewsTable items={items} onChange={setChanging} onMail={setMailing} />}
      </Card>
      {changing && <ViewDialog view={changing} onClose={() => setChanging(null)} />}
      {mailing && <MailDialog view={mailing} onClose={() => setMailing(null)} />}
    </Page>
  );
}

function ViewsTable({ items, onChange, onMail }: { items: View[]; onChange: (view: View) => void; onMail: (view: View) => void }) {
  const { t } = useText();
  const format = useFormat();
  const confirm = useConfirm();
  const toast = useToast();
  const { remove } = useViewChanges();
  const copy = (view: View) =>
    navigator.clipboard.writeText(viewLink(view)).then(
      () => toast({ message: t('understand:views.copied') }),
      () => toast({ message: viewLink(view) }),
    );
  const ask = (view: View) =>
    confirm({
      title: t('understand:views.removeTitle', { name: view.name }), text: t('understand:views.removeText'), verb: t('understand:views.remove'),
      onConfirm: () => remove.mutate(view, {
        onSuccess: () => toast({ message: t('understand:views.removed', { name: view.name }) }),
        onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
      }),
    });

  return (
    <DataTable
      label={t('understand:views.title')} rows={items} rowKey={(v) => v.id} minWidth={640}
      columns={[
        { key: 'name', header: t('understand:views.name'), cell: (v) => <Link to="/views/$id" params={{ id: v.id }}>{v.name}</Link> },
        { key: 'screen', header: t('understand:views.screen'), cell: (v) => t(v.path === '/answers' ? 'understand:views.answers' : v.path === '/understand' ? 'understand:views.understand' : 'understand:views.home') },
        { key: 'owner', header: t('understand:views.owner'), cell: (v) => (v.mine ? t('understand:views.mine') : v.owner_name) },
        { key: 'shared', header: t('understand:views.sharing'), cell: (v) => t(`understand:views.shared.${v.shared}`) },
        { key: 'at', header: t('understand:views.changed'), cell: (v) => format.shortDate(v.updated_at) },
        {
          key: 'do', header: t('understand:column.action'), quiet: true,
          cell: (v) => (
            <Group gap={4} wrap="nowrap" justify="flex-end">
              <Button variant="subtle" size="compact-xs" aria-label={t('understand:views.mailOf', { name: v.name })} onClick={() => onMail(v)}>{t('understand:views.mail')}</Button>
              {v.shared !== 'private' && <Button variant="subtle" size="compact-xs" aria-label={t('understand:views.copyOf', { name: v.name })} onClick={() => void copy(v)}>{t('understand:views.copy')}</Button>}
              {v.mine && <Button variant="subtle" size="compact-xs" aria-label={t('understand:views.editOf', { name: v.name })} onClick={() => onChange(v)}>{t('understand:views.edit')}</Button>}
              {v.mine && <Button variant="subtle" size="compact-xs" aria-label={t('understand:views.removeOf', { name: v.name })} onClick={() => ask(v)}>{t('understand:views.remove')}</Button>}
            </Group>
          ),
        },
      ]}
    />
  );
}
