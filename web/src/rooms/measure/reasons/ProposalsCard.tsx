import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { inWords } from '@/i18n/inWords';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { proposalsPages, useReasonChanges } from './queries';
import { languagesOf, type ReasonList, type ReasonProposal } from './wire';
import { WordsForm } from './WordsForm';
import classes from './Reasons.module.css';

/** What people name and the list does not have, to be accepted, merged or refused. */
export function ProposalsCard({ list, mayWrite }: { list: ReasonList; mayWrite: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const query = useInfiniteQuery(proposalsPages(list.id));
  const first = query.data?.pages[0];
  const found = query.data?.pages.flatMap((p) => p.proposals) ?? [];
  const looked = first && t(first.more ? 'measure:reasons.lookedMore' : 'measure:reasons.looked', { count: first.looked, n: format.number(first.looked) });
  return (
    <Card title={t('measure:reasons.proposals')} note={t('measure:reasons.proposalsNote')}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {looked && first.looked > 0 && <p className={classes.soft}>{looked}</p>}
      {query.isSuccess && found.length === 0 && <EmptyState title={t('measure:reasons.noProposals')}>{t('measure:reasons.noProposalsWhy')}</EmptyState>}
      <ul className={classes.list}>
        {found.map((p) => <Proposal key={p.stems} list={list} proposal={p} mayWrite={mayWrite} />)}
      </ul>
      {query.hasNextPage && <LoadMore shown={found.length} hasMore loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </Card>
  );
}

function Proposal({ list, proposal, mayWrite }: { list: ReasonList; proposal: ReasonProposal; mayWrite: boolean }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const changes = useReasonChanges(list);
  const [doing, setDoing] = useState<'accept' | 'merge' | null>(null);
  const [into, setInto] = useState(proposal.near ?? '');
  const near = list.reasons.find((r) => r.code === proposal.near);
  const name = proposal.label;
  return (
    <li>
      <div className={classes.what}>
        <h3>{name}</h3>
        <p className={classes.soft}>
          {t('measure:reasons.persons', { count: proposal.persons, n: format.number(proposal.persons) })}{' '}
          {proposal.own > 0 && t('measure:reasons.own', { count: proposal.own, n: format.number(proposal.own) })}
        </p>
        {near && <p className={classes.soft}>{t('measure:reasons.near', { name: inWords(near.text, i18n.language) })}</p>}
        {proposal.examples.length > 0 && <ul aria-label={t('measure:reasons.examples', { name })}>{proposal.examples.map((text) => <li key={text}><q>{text}</q></li>)}</ul>}
      </div>
      {mayWrite && doing === null && (
        <div className={classes.actions}>
          <Button size="xs" aria-label={t('measure:reasons.acceptOf', { name })} onClick={() => setDoing('accept')}>{t('measure:reasons.accept')}</Button>
          <Button size="xs" variant="default" aria-label={t('measure:reasons.mergeOf', { name })} onClick={() => setDoing('merge')}>{t('measure:reasons.merge')}</Button>
          <Button
            size="xs" variant="default" aria-label={t('measure:reasons.refuseOf', { name })} loading={changes.decide.isPending}
            onClick={() => changes.decide.mutate({ proposal, decision: { verdict: 'refused' } })}
          >
            {t('measure:reasons.refuse')}
          </Button>
        </div>
      )}
      {doing === null && changes.decide.isError && <FormProblem problem={asProblem(changes.decide.error)} />}
      {doing === 'accept' && (
        <WordsForm
          label={t('measure:reasons.acceptOf', { name })} languages={languagesOf(list)} first={{}} verb={t('measure:reasons.acceptDo')} busy={changes.decide.isPending} error={changes.decide.error}
          onSend={(text) => changes.decide.mutate({ proposal, decision: { verdict: 'accepted', text } })} onClose={() => setDoing(null)}
        />
      )}
      {doing === 'merge' && (
        <form className={classes.form} onSubmit={(e) => { e.preventDefault(); changes.decide.mutate({ proposal, decision: { verdict: 'merged', code: into } }); }}>
          {changes.decide.isError && <FormProblem problem={asProblem(changes.decide.error)} />}
          <NativeSelect
            label={t('measure:reasons.mergeInto')} value={into} onChange={(e) => setInto(e.currentTarget.value)}
            data={[{ value: '', label: t('measure:reasons.choose') }, ...list.reasons.map((r) => ({ value: r.code, label: inWords(r.text, i18n.language) }))]}
          />
          <div className={classes.actions}>
            <Button type="submit" size="xs" loading={changes.decide.isPending} disabled={!into}>{t('measure:reasons.mergeDo')}</Button>
            <Button variant="default" size="xs" onClick={() => setDoing(null)}>{t('ui:close')}</Button>
          </div>
        </form>
      )}
    </li>
  );
}
