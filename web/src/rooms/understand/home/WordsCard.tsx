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

/** The latest things people wrote, within the same filter; where there is no score they stand alone. */
export function WordsCard({ filter, alone }: { filter: Filter; alone?: boolean }) {
  return useMay('answer.read') ? <Latest filter={filter} alone={alone} /> : null;
}

function Latest({ filter, alone }: { filter: Filter; alone?: boolean }) {
  const { t } = useText();
  const query = useInfiniteQuery(answersPages({ ...filter, has_text: true }, alone ? 12 : 4));
  const found = query.data?.pages[0]?.items ?? [];
  const all = (
    <Link to="/answers" search={{ ...filter, has_text: true }}>{t('understand:words.all')}</Link>
  );
  return (
    <Card title={t('understand:words.title')} note={t(alone ? 'understand:words.aloneNote' : 'understand:words.note')}>
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.isSuccess && found.length === 0 && <p className={classes.none}>{t('understand:words.none')}</p>}
      <div className={alone ? classes.wide : undefined}>
        {found.map((response) => <Said key={response.id} response={response} filter={filter} />)}
      </div>
      {found.length > 0 && <p className={classes.all}>{all}</p>}
    </Card>
  );
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
