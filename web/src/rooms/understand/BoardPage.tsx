import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { boardPath, mostTiles, paramsOf, tileScreens, tilesOf, type Tile } from './boards/tile';
import { Tiles } from './boards/Tiles';
import { MailDialog } from './views/MailDialog';
import { ViewDialog } from './views/ViewDialog';
import { useViewChanges, viewQuery, viewsQuery, type View } from './views/queries';

/** A dashboard: saved views side by side, arranged by whoever made it. */
export function BoardPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const { data: board, error, isError, refetch } = useQuery(viewQuery(id));
  if (isError && asProblem(error).code !== 'not_found') return <ErrorPage error={error} retry={() => void refetch()} back={<Link to="/dashboards">{t('understand:boards.all')}</Link>} />;
  if (isError || (board && board.path !== boardPath)) {
    return (
      <Page title={t('understand:boards.goneTitle')}>
        <Card><EmptyState title={t('understand:boards.gone')} action={<Button component={Link} to="/dashboards">{t('understand:boards.all')}</Button>}>{t('understand:views.goneWhy')}</EmptyState></Card>
      </Page>
    );
  }
  return board ? <Board board={board} /> : <Loading />;
}

function Board({ board }: { board: View }) {
  const { t } = useText();
  const toast = useToast();
  const { change } = useViewChanges();
  const [sharing, setSharing] = useState(false);
  const [arranging, setArranging] = useState(false);
  const [mailing, setMailing] = useState(false);
  const saved = tilesOf(board.params);
  // What was just arranged is shown while it is being saved.
  const tiles = change.isPending && change.variables.change.params ? tilesOf(change.variables.change.params) : saved;
  const arrange = (next: Tile[]) =>
    change.mutate({ view: board, change: { params: paramsOf(next) } }, { onError: (e) => toast({ message: problemText(t, asProblem(e)) }) });
  const add = (view: View) => {
    setArranging(true);
    arrange([...tiles, { id: crypto.randomUUID(), name: view.name, path: view.path as Tile['path'], params: Object.fromEntries(Object.entries(view.params).map(([k, v]) => [k, v ?? []])) }]);
  };
  const mail = <Button size="xs" variant="default" onClick={() => setMailing(true)}>{t('understand:views.mail')}</Button>;
  const actions = board.mine ? (
    <>
      <AddMenu program={board.program_id} disabled={tiles.length >= mostTiles || change.isPending} onAdd={add} />
      {tiles.length > 0 && <Button size="xs" variant={arranging ? 'filled' : 'default'} aria-pressed={arranging} onClick={() => setArranging((a) => !a)}>{t(arranging ? 'understand:boards.done' : 'understand:boards.arrange')}</Button>}
      <Button size="xs" variant="default" onClick={() => setSharing(true)}>{t('understand:boards.share')}</Button>
      {mail}
    </>
  ) : mail;
  return (
    <Page title={board.name} lead={t('understand:boards.lead', { owner: board.mine ? t('understand:views.mine') : board.owner_name, shared: t(`understand:views.shared.${board.shared}`) })} actions={actions}>
      {tiles.length === 0
        ? <Card><EmptyState title={t('understand:boards.empty')} action={board.mine && <Button component={Link} to="/understand">{t('understand:boards.toUnderstand')}</Button>}>{t(board.mine ? 'understand:boards.emptyWhy' : 'understand:boards.emptyOther')}</EmptyState></Card>
        : <Tiles tiles={tiles} program={board.program_id} onArrange={board.mine && arranging ? arrange : undefined} />}
      {mailing && <MailDialog view={board} onClose={() => setMailing(false)} />}
      {sharing && <ViewDialog view={board} onClose={() => setSharing(false)} />}
    </Page>
  );
}

function AddMenu({ program, disabled, onAdd }: { program: string; disabled: boolean; onAdd: (view: View) => void }) {
  const { t } = useText();
  const views = useQuery(viewsQuery(program));
  const found = views.data?.items.filter((v) => tileScreens.some((p) => p === v.path)) ?? [];
  return (
    <Menu position="bottom-end" width={270}>
      <Menu.Target><Button size="xs" variant="default" disabled={disabled}>{t('understand:boards.add')}</Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t(found.length > 0 ? 'understand:views.label' : 'understand:boards.noViews')}</Menu.Label>
        {found.map((view) => <Menu.Item key={view.id} onClick={() => onAdd(view)}>{view.name}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}
