import { Button, Group, Select, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { IndicatorsCard } from './indicators/IndicatorsCard';
import { NewProgram } from './NewProgram';
import { ObjectivesCard } from './objectives/ObjectivesCard';
import { QuestionsLine } from './questions/QuestionsLine';
import { StatementCard } from './statement/StatementCard';
import { useMayWrite, useProgram } from './useProgram';

/** Why it is done, for whom, and what is to be reached: a program from its purpose down to its measures. */
export function PurposePage() {
  const { t } = useText();
  const { query, programs, program, choose } = useProgram('/purpose');
  const mayMake = useMayWrite();
  const mayWrite = useMayWrite(program);
  const mayImport = useMay('import.run');
  const [making, setMaking] = useState(false);
  const make = mayMake && <Button variant={program ? 'default' : 'filled'} onClick={() => setMaking(true)}>{t('purpose:program.make')}</Button>;

  return (
    <Page
      title={t('purpose:title')} lead={t('purpose:lead')}
      actions={program && (
        <Group gap={8}>
          {programs.length > 1 && (
            <Select
              aria-label={t('purpose:program.choose')} value={program.id} allowDeselect={false} searchable={programs.length > 8} w={230}
              data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && choose(id)}
            />
          )}
          {make}
        </Group>
      )}
    >
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && !program && (
        <Card>
          <EmptyState title={t('purpose:none.title')} action={<>{make}{mayImport && <Button component={Link} to="/start" variant="default">{t('purpose:none.import')}</Button>}</>}>
            {t(mayMake ? 'purpose:none.why' : 'purpose:none.ask')}
          </EmptyState>
        </Card>
      )}
      {program && (
        <Stack gap={18} key={program.id}>
          {program.synthetic && <SyntheticBanner />}
          <StatementCard program={program} mayWrite={mayWrite} />
          <ObjectivesCard program={program} mayWrite={mayWrite} />
          <QuestionsLine program={program} />
          <IndicatorsCard program={program} mayWrite={mayWrite} />
        </Stack>
      )}
      {making && <NewProgram onClose={() => setMaking(false)} onMade={(id) => { setMaking(false); choose(id); }} />}
    </Page>
  );
}
