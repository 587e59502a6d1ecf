import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorPage } from '@/ui/ErrorPage';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useConfirm, useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { Members } from './Members';
import { segmentQuery, sizesQuery, useSegmentChanges } from './queries';
import { SegmentForm } from './SegmentForm';
import { sentence } from './sentence';
import { SizesChart } from './SizesChart';
import { useNames, type Known } from './useNames';
import type { Segment } from './wire';
import people from '../People.module.css';

/** One segment: what it means, its size over time, and who is in it. */
export function SegmentPage() {
  const { t } = useText();
  const { id } = useParams({ strict: false });
  const query = useQuery(segmentQuery(id ?? ''));
  const known = useNames();
  const failed = query.isError ? query : known.ready ? undefined : known.failed;
  if (failed) return <ErrorPage error={failed.error} retry={() => void failed.refetch()} back={<Link to="/people/segments">{t('segments:back')}</Link>} />;
  if (!query.data || !known.ready) return <Loading />;
  return <Shown key={query.data.id} segment={query.data} known={known} />;
}

function Shown({ segment, known }: { segment: Segment; known: Known }) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const mayPersons = useMay('person.read');
  const [changing, setChanging] = useState(false);
  const sizes = useQuery(sizesQuery(segment, 24));
  const now = sizes.data?.sizes.at(-1)?.size ?? undefined;
  return (
    <>
      <Link to="/people/segments" className={people.back}>{t('segments:back')}</Link>
      <Page
        title={segment.name} lead={sentence(t, format, segment.rule, known)}
        actions={!changing && <Group gap={8}><Changes segment={segment} onChange={() => setChanging(true)} /></Group>}
      >
        <Stack gap={18}>
          {changing && (
            <SegmentForm
              segment={segment} known={known} onClose={() => setChanging(false)}
              onSaved={(s) => { setChanging(false); toast({ message: t('segments:saved', { name: s.name }) }); }}
            />
          )}
          <Card title={t('segments:over.title')} note={t('segments:over.note')}>
            {sizes.isPending && <Loading />}
            {sizes.isError && <ErrorState error={sizes.error} retry={() => void sizes.refetch()} />}
            {sizes.data && <SizesChart sizes={sizes.data.sizes} smallest={sizes.data.smallest} />}
          </Card>
          {mayPersons && <Members segment={segment} size={now} />}
        </Stack>
      </Page>
    </>
  );
}

function Changes({ segment, onChange }: { segment: Segment; onChange: () => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const toast = useToast();
  const mayWrite = useMay('segment.write');
  const { remove, restore } = useSegmentChanges();
  if (!mayWrite) return null;
  const ask = () => confirm({
    title: t('segments:removeTitle', { name: segment.name }), text: t('segments:removeText'), verb: t('segments:remove'),
    onConfirm: () => remove.mutate(segment, {
      onSuccess: () => {
        const wrong = (error: unknown) => toast({ message: problemText(t, asProblem(error)) });
        toast({ message: t('segments:removed', { name: segment.name }), undo: () => restore.mutate(segment.id, { onError: wrong }) });
        void navigate({ to: '/people/segments' });
      },
    }),
  });
  return (
    <>
      <Button variant="default" onClick={onChange}>{t('segments:edit')}</Button>
      <Button variant="default" onClick={ask} loading={remove.isPending}>{t('segments:remove')}</Button>
    </>
  );
}
