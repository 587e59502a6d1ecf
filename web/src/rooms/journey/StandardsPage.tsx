import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { JourneyTabs } from './JourneyTabs';
import { registerQuery } from './queries';
import { StandardDialog } from './standards/StandardDialog';
import { StandardRow } from './standards/StandardRow';
import { ToPurpose } from './ToPurpose';
import { useProgram } from './useProgram';
import classes from './standards/Standards.module.css';

const route = getRouteApi('/shell/journeys/standards');
const page = 20;

/** What customers may expect at each touchpoint, the standard that meets it, and whether it is kept. */
export function StandardsPage() {
  const { t } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const toRegister = useNavigate();
  const { query: programs, programs: all, program } = useProgram(search.program);
  const query = useQuery(registerQuery(program?.id ?? ''));
  const [shown, setShown] = useState(page);
  const [editing, setEditing] = useState<string>();
  const matrix = query.data;
  // What can be measured stands first.
  const expected = (matrix?.touchpoints.filter((x) => x.expectation) ?? []).toSorted((a, b) => Number(!!b.expectation?.standard) - Number(!!a.expectation?.standard));
  const failed = programs.isError ? programs : query.isError ? query : undefined;
  const touchpoint = expected.find((x) => x.id === editing);

  return (
    <>
      <JourneyTabs program={search.program} />
      <Page
        title={t('journey:standards.title')} lead={t('journey:standards.lead')}
        actions={program && all.length > 1 && <Select aria-label={t('journey:program')} value={program.id} allowDeselect={false} w={220} data={all.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && void navigate({ search: { program: id } })} />}
      >
        {failed && <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
        {!failed && (programs.isPending || (program && query.isPending)) && <Loading />}
        {(programs.isSuccess && !program) || (matrix && expected.length === 0) ? (
          <Card>
            <EmptyState title={t('journey:standards.none')} action={program ? <Button onClick={() => void toRegister({ to: '/journeys/touchpoints', search: { program: program.id } })}>{t('journey:standards.toRegister')}</Button> : <ToPurpose />}>{t('journey:standards.noneWhy')}</EmptyState>
          </Card>
        ) : null}
        {program?.synthetic && <SyntheticBanner />}
        {matrix && expected.length > 0 && (
          <Card flush>
            <ul className={classes.list}>
              {expected.slice(0, shown).map((x) => (
                <StandardRow key={x.id} touchpoint={x} channel={matrix.channels.find((c) => c.id === x.channel_id)} onEdit={() => setEditing(x.id)} />
              ))}
            </ul>
            {expected.length > shown && <Button variant="subtle" m={10} onClick={() => setShown(shown + page)}>{t('journey:standards.more', { count: expected.length - shown })}</Button>}
          </Card>
        )}
      </Page>
      {touchpoint && <StandardDialog touchpoint={touchpoint} onClose={() => setEditing(undefined)} />}
    </>
  );
}
