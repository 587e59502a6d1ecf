import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { asProblem } from '@/api/problem';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { studyQuery } from '../../queries';
import { DocumentsCard } from '../../study/DocumentsCard';
import { indexed } from '../codes';
import { codersQuery } from '../../coders/queries';
import { agreementQuery, bookQuery } from '../queries';
import { AgreementTable } from './AgreementTable';
import classes from './Settle.module.css';

/** How far the coders of a study agree, and the documents in which to settle the rest. */
export function AgreementPage() {
  const { id } = useParams({ from: '/shell/listen/studies/$id/agreement' });
  const { t } = useText();
  const study = useQuery(studyQuery(id));
  const [coder, setCoder] = useState('');
  const agreement = useQuery({ ...agreementQuery(id, coder || undefined), placeholderData: keepPreviousData });
  const coders = useQuery({ ...codersQuery(id), retry: false });
  const book = useQuery(bookQuery(id));
  const title = t('coding:agreement.title');
  if (agreement.error && asProblem(agreement.error).code === 'not_found') {
    return <Page title={title}><EmptyState title={t('coding:closed.title')}>{t('coding:closed.why')}</EmptyState></Page>;
  }
  const failed = [study, agreement, book].find((q) => q.error);
  if (failed) return <ErrorState error={failed.error} retry={() => void failed.refetch()} />;
  if (!study.data || !agreement.data || book.data === undefined) return <Loading />;
  const others = (coders.data?.items ?? []).filter((c) => !c.removed_at);
  return (
    <Page title={title} lead={<Link to="/listen/studies/$id" params={{ id }} search={{}}>{study.data.name}</Link>}>
      <div className={classes.cols}>
        <DocumentsCard study={study.data} />
        <div>
          {others.length > 0 && (
            <Select
              label={t('coders:with')} allowDeselect={false} value={coder} onChange={(c) => setCoder(c ?? '')} mb="md" maw={320}
              data={[{ value: '', label: t('coders:withPeople') }, ...others.map((c) => ({ value: c.id, label: `${c.name} · ${t(`coders:kind.${c.kind}`)}` }))]}
            />
          )}
          <AgreementTable agreement={agreement.data} index={indexed(book.data ?? undefined)} headed={false} />
        </div>
      </div>
    </Page>
  );
}
