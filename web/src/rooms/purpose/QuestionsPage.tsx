import { Button, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { QuestionCard } from './questions/QuestionCard';
import { questionsQuery } from './questions/queries';
import { useMayWrite, useProgram } from './useProgram';

/** Five questions that a team should be able to answer about its customers, on one page. */
export function QuestionsPage() {
  const { t } = useText();
  const { query, programs, program, choose } = useProgram('/purpose/questions');
  const mayWrite = useMayWrite(program);
  const questions = useQuery({ ...questionsQuery(program?.id ?? ''), enabled: !!program });
  const failed = [query, questions].find((q) => q.isError);
  const items = questions.data?.items ?? [];
  const missing = items.filter((k) => k.state !== 'answered').length;

  return (
    <Page
      title={t('purpose:questions.title')} lead={items.length > 0 ? t('purpose:questions.lead', { count: missing }) : undefined}
      actions={program && (
        <>
          {programs.length > 1 && (
            <Select
              aria-label={t('purpose:program.choose')} value={program.id} allowDeselect={false} searchable={programs.length > 8} w={230}
              data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && choose(id)}
            />
          )}
          <Button component={Link} to="/purpose" search={{ program: program.id } as never} variant="default">{t('purpose:questions.back')}</Button>
        </>
      )}
    >
      {failed && <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
      {!failed && (query.isPending || (program && questions.isPending)) && <Loading />}
      {query.isSuccess && !program && (
        <Card><EmptyState title={t('purpose:none.title')} action={<Button component={Link} to="/purpose">{t('purpose:questions.back')}</Button>}>{t('purpose:none.why')}</EmptyState></Card>
      )}
      {program?.synthetic && <SyntheticBanner />}
      {program && (
        <Stack gap={18}>
          {items.map((k) => <QuestionCard key={`${program.id}:${k.question}`} known={k} program={program} mayWrite={mayWrite} />)}
        </Stack>
      )}
    </Page>
  );
}
