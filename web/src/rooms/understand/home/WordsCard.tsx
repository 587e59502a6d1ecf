import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ConsentBadge } from '@/ui/ConsentBadge';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Words } from '@/ui/Words';
import { textsOf } from '../answers/texts';
import { answersPages } from '../answers/queries';
import type { Filter } from '../filter/filter';
import type { ListedResponse } from '../wire';
import classes from './WordsCard.module.css';

interface WordsCardProps {
  filter: Filter;
  /** Where there is no score the words stand alone. */
  alone?: boolean;
  /** Narrower filters to look for words in first, each with what it stands for. */
  behind?: readonly { filter: Filter; note: string }[];
}

/** What people wrote: behind what matters most where somebody wrote there, else the latest. */
export function WordsCard(props: WordsCardProps) {
  return useMay('answer.read') ? <Latest {...props} /> : null;
}

function Latest({ filter, alone, behind = [] }: WordsCardProps) {
  const { t } = useText();
  const [next, ...rest] = behind;
  const here = next?.filter ?? filter;
  const query = useInfiniteQuery(answersPages({ ...here, has_text: true }, alone ? 12 : 4));
  const found = query.data?.pages[0]?.items ?? [];
  if (next && query.isSuccess && !query.isPlaceholderData && found.length === 0) return <Latest filter={filter} alone={alone} behind={rest} />;
  return (
    <Card title={t('understand:words.title')} note={next?.note ?? t(alone ? 'understand:words.aloneNote' : 'understand:words.note')}>
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.isSuccess && found.length === 0 && <p className={classes.none}>{t('understand:words.none')}</p>}
      <div className={alone ? classes.wide : undefined}>
        {found.map((response) => <Said key={response.id} response={response} filter={here} />)}
      </div>
      {found.length > 0 && <p className={classes.all}><Link to="/answers" search={{ ...here, has_text: true }}>{t('understand:words.all')}</Link></p>}
    </Card>
  );
}

/** The latest things people wrote within a filter, without a sheet of their own; nothing where one may not read answers. */
export function WordsList({ filter, limit }: { filter: Filter; limit: number }) {
  const { t } = useText();
  const may = useMay('answer.read');
  const query = useInfiniteQuery({ ...answersPages({ ...filter, has_text: true }, limit), enabled: may });
  const found = query.data?.pages[0]?.items ?? [];
  if (!may) return <p className={classes.none}>{t('understand:boards.mayNotRead')}</p>;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <Loading />;
  if (found.length === 0) return <p className={classes.none}>{t('understand:words.none')}</p>;
  return found.map((response) => <Said key={response.id} response={response} filter={filter} />);
}

const longest = 220;

function Said({ response, filter }: { response: ListedResponse; filter: Filter }) {
  const { t } = useText();
  const format = useFormat();
  const text = textsOf(response)[0];
  if (!text) return null;
  const short = text.text.length > longest ? `${text.text.slice(0, longest).trimEnd()}…` : text.text;
  return (
    <Words
      lang={response.language || undefined}
      by={
        <span className={classes.by}>
          {format.shortDate(response.at)} <ConsentBadge consent={response.consent} />{' '}
          <Link to="/answers/$id" params={{ id: response.id }} search={{ ...filter, has_text: true }} aria-label={t('understand:words.openOf', { text: short.slice(0, 60) })}>
            {t('understand:words.open')}
          </Link>
        </span>
      }
    >
      {short}
    </Words>
  );
}
