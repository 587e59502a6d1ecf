import { Chip } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ConsentBadge } from '@/ui/ConsentBadge';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { traitsQuery, type Subject } from '../queries';
import type { KnownTrait } from '../wire';
import { said } from './said';
import classes from './Timeline.module.css';

type Item = components['schemas']['TimelineItem'];
const kinds = ['answer', 'event', 'note', 'consent', 'trait', 'merge', 'interview', 'invitation'] as const;
type Kind = (typeof kinds)[number];

const timelinePages = (of: Subject, id: string, chosen: Kind[]) =>
  infiniteQueryOptions({
    queryKey: ['timeline', of, id, chosen],
    queryFn: ({ pageParam }) => {
      const querySerializer = { array: { style: 'form', explode: false } } as const;
      const params = { path: { id }, query: { kinds: chosen.length > 0 ? chosen : undefined, limit: 30, cursor: pageParam || undefined } };
      return of === 'customers' ? body(api.GET('/api/customers/{id}/timeline', { params, querySerializer })) : body(api.GET('/api/accounts/{id}/timeline', { params, querySerializer }));
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** What happened with a person or a firm, newest first, narrowed by kind. */
export function Timeline({ of, id }: { of: Subject; id: string }) {
  const { t } = useText();
  const [chosen, setChosen] = useState<Kind[]>([]);
  const query = useInfiniteQuery(timelinePages(of, id, chosen));
  const traits = useQuery(traitsQuery(of, id)).data?.items ?? [];
  const items = query.data?.pages.flatMap((p) => p.items).map((item) => labelled(item, traits)) ?? [];
  return (
    <Card title={t('people:timeline.title')}>
      <Chip.Group multiple value={chosen} onChange={(v) => setChosen(kinds.filter((k) => v.includes(k)))}>
        <div className={classes.kinds} role="group" aria-label={t('people:timeline.kinds')}>
          {kinds.map((k) => <Chip key={k} value={k} size="xs" variant="outline">{t(`people:timeline.kind.${k}`)}</Chip>)}
        </div>
      </Chip.Group>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <p className={classes.none}>{t('people:timeline.none')}</p>}
      {items.length > 0 && (
        <>
          <ol className={classes.items}>{items.map((item) => <Entry key={`${item.kind}:${item.id}`} item={item} />)}</ol>
          <LoadMore shown={items.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </>
      )}
    </Card>
  );
}

function Entry({ item }: { item: Item }) {
  const { t } = useText();
  const format = useFormat();
  const sentence = said(t, format, item);
  const scores = item.scores?.map((s) => `${s.name} ${format.number(s.score, Number.isInteger(s.score) ? 0 : 1)}`).join(' · ');
  return (
    <li className={classes.item} data-kind={item.kind}>
      <time dateTime={item.at} className={classes.when}>{format.shortDate(item.at)}</time>
      <div className={classes.what}>
        <p>
          {item.link?.kind === 'response' && <Link to="/answers/$id" params={{ id: item.link.id }}>{sentence}</Link>}
          {item.link?.kind === 'customer' && <Link to="/people/customers/$id" params={{ id: item.link.id }}>{sentence}</Link>}
          {item.link?.kind === 'interview' && <Link to="/listen/interviews/$id" params={{ id: item.link.id }}>{sentence}</Link>}
          {item.link?.kind === 'wave' && <Link to="/outreach/waves/$id" params={{ id: item.link.id }}>{sentence}</Link>}
          {!item.link && sentence}
        </p>
        {(scores || item.consent || item.customer) && (
          <p className={classes.more}>
            {scores && <b>{scores}</b>}
            {item.customer && <Link to="/people/customers/$id" params={{ id: item.customer.id }}>{item.customer.name || item.customer.key}</Link>}
            {(item.consent === 'firm' || item.consent === 'person') && <ConsentBadge consent={item.consent} />}
          </p>
        )}
      </div>
    </li>
  );
}

// A choice is written down by its key and read by its label.
function labelled(item: Item, traits: readonly KnownTrait[]): Item {
  const choices = item.kind === 'trait' && item.words.kind === 'choice' ? traits.find((k) => item.id.startsWith(k.trait.id))?.trait.choices : undefined;
  const label = choices?.find((c) => c.key === item.words.value)?.label;
  return label ? { ...item, words: { ...item.words, value: label } } : item;
}
