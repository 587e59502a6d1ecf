import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Card } from '@/ui/Card';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { ToPurpose } from './ToPurpose';
import { JourneyTabs } from './JourneyTabs';
import { exportPath, registerQuery } from './queries';
import type { RegisterSearch } from './search';
import { ImportDialog } from './register/ImportDialog';
import { RegisterView } from './register/RegisterView';
import { SetupDialog } from './register/SetupDialog';
import { useProgram } from './useProgram';

const route = getRouteApi('/shell/journeys/touchpoints');

/** Where customers meet us, and who looks after it: the register of touchpoints of a program. */
export function RegisterPage() {
  const { t, i18n } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { query: programs, programs: all, program } = useProgram(search.program);
  const query = useQuery(registerQuery(program?.id ?? '', search));
  const [settingUp, setSettingUp] = useState(false);
  const [bringing, setBringing] = useState(false);
  const onSearch = (change: Partial<RegisterSearch>) => void navigate({ search: { ...search, ...change }, replace: true });
  const matrix = query.data;
  const names = matrix ? new Set(matrix.touchpoints.map((x) => x.name.toLowerCase())).size : 0;
  const failed = programs.isError ? programs : query.isError ? query : undefined;
  const bare = matrix && matrix.coverage.total === 0 && (matrix.channels.length === 0 || matrix.stages.length === 0);

  return (
    <>
      <JourneyTabs program={search.program} />
      <Page
        title={t('journey:title')}
        lead={matrix && program && t('journey:lead', { program: program.name, interactions: names, channels: matrix.channels.length, touchpoints: matrix.coverage.total })}
        actions={program && (
          <>
            {all.length > 1 && <Select aria-label={t('journey:program')} value={program.id} allowDeselect={false} w={220} data={all.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && void navigate({ search: { program: id } })} />}
            {matrix?.may_change && <Button variant="default" onClick={() => setSettingUp(true)}>{t('journey:setup.open')}</Button>}
            {matrix?.may_change && <Button variant="default" onClick={() => setBringing(true)}>{t('journey:bring.open')}</Button>}
            {matrix && matrix.coverage.total > 0 && <Button component="a" variant="default" href={exportPath(program.id, i18n.language)} download>{t('journey:bring.export')}</Button>}
          </>
        )}
      >
        {failed && <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
        {!failed && (programs.isPending || (program && query.isPending)) && <Loading />}
        {programs.isSuccess && !program && <Card><EmptyState title={t('journey:none.title')} action={<ToPurpose />}>{t('journey:none.program')}</EmptyState></Card>}
        {program?.synthetic && <SyntheticBanner />}
        {matrix && bare && (
          <Card>
            <EmptyState title={t('journey:none.title')} action={matrix.may_change && <Button onClick={() => setSettingUp(true)}>{t('journey:none.begin')}</Button>}>{t(matrix.may_change ? 'journey:none.why' : 'journey:none.ask')}</EmptyState>
          </Card>
        )}
        {matrix && !bare && <RegisterView matrix={matrix} search={search} onSearch={onSearch} />}
      </Page>
      {bringing && program && <ImportDialog program={program.id} onClose={() => setBringing(false)} />}
      {settingUp && matrix && <SetupDialog matrix={matrix} onClose={() => setSettingUp(false)} />}
    </>
  );
}
