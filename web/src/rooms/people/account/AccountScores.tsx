import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Select } from '@mantine/core';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { chooseMeasure, chooseProgram } from '@/ui/choose';
import { ErrorState } from '@/ui/ErrorState';
import { boundsOf, complete, halfWidth, writer } from '@/ui/figures';
import { IntervalBar } from '@/ui/IntervalBar';
import { Loading } from '@/ui/Loading';
import { RoleDots } from '../accounts/RoleDots';
import { lastAnsweredQuery, measuresQuery, programsQuery, scoresOfAccountQuery } from '../queries';
import { readAccountSearch, type AccountSearch } from '../search';
import type { Account, AccountScoresOf } from '../wire';
import classes from '../accounts/Accounts.module.css';

/** What the firm says by three counts, its share of the revenue, and which parts its people play. */
export function AccountScores({ account }: { account: Account }) {
  const { t } = useText();
  const may = useMay('figure.read');
  const { measure, bar, none } = useQuestion(account.id, may);
  const query = useQuery({ ...scoresOfAccountQuery(account.id, measure?.id ?? ''), enabled: !!measure });
  if (!may || none) return null;
  return (
    <Card title={t('people:account_page.scores')} note={t('people:account_page.scoresNote')} actions={bar}>
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {!query.data && !query.isError && <Loading />}
      {query.data && <Scores of={query.data} />}
    </Card>
  );
}

// By which question the firm is scored: the address says it, else the main one
// of the program that the firm answered last.
function useQuestion(account: string, may: boolean) {
  const { t } = useText();
  const navigate = useNavigate();
  const asked = readAccountSearch(useSearch({ strict: false }));
  const programs = useQuery({ ...programsQuery, enabled: may });
  const all = programs.data?.items ?? [];
  const wantsLast = useMay('answer.read') && !asked.program && all.length > 1;
  const last = useQuery({ ...lastAnsweredQuery(account), enabled: wantsLast });
  const program = wantsLast && last.isPending ? undefined : chooseProgram(all, asked.program ?? last.data);
  const measures = useQuery({ ...measuresQuery(program?.id ?? ''), enabled: !!program });
  const items = measures.data?.items ?? [];
  const measure = chooseMeasure(measures.data, asked.measure);
  const ask = (search: AccountSearch) => void navigate({ to: '/people/accounts/$id', params: { id: account }, search, replace: true });
  const bar = measure && (all.length > 1 || items.length > 1) && (
    <div className={classes.pick}>
      {all.length > 1 && (
        <Select
          size="xs" aria-label={t('people:bar.program')} w={200} allowDeselect={false} value={program?.id ?? null}
          data={all.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && ask({ program: id })}
        />
      )}
      {items.length > 1 && (
        <Select
          size="xs" aria-label={t('people:bar.measure')} w={200} allowDeselect={false} value={measure.id}
          data={items.map((m) => ({ value: m.id, label: m.name }))} onChange={(id) => id && program && ask({ program: program.id, measure: id })}
        />
      )}
    </div>
  );
  return { measure, bar, none: (programs.isSuccess && all.length === 0) || (measures.isSuccess && !measure) };
}

function Scores({ of }: { of: AccountScoresOf }) {
  const { t } = useText();
  const format = useFormat();
  const { account, figure } = of;
  const c = complete(figure);
  const write = writer(format, figure.unit, c && halfWidth(c));
  const bounds = boundsOf(of.measure);
  const score = (x: number) => format.number(x, Number.isInteger(x) ? 0 : 1);
  const apart = account.score !== null && account.contact_score !== null ? account.contact_score - account.score : null;
  const said = account.last_answer ? t(account.silent ? 'people:account_page.silentSince' : 'people:account_page.lastOn', { day: format.day(account.last_answer) }) : t('people:account_page.never');
  return (
    <>
      <div className={classes.score} role="group" aria-label={t('people:method.answers')}>
        <div>
          <p className={classes.method}>{t('people:method.answers')}</p>
          <p className={classes.note}>{t('people:scores.nOf', { count: figure.n, n: format.number(figure.n) })}</p>
        </div>
        <div>
          <p className={classes.value}>{figure.value === null ? t('people:scores.none') : write(figure.value)}</p>
          {c && <IntervalBar value={c.value} low={c.low} high={c.high} min={bounds.min} max={bounds.max} label={t('people:scores.interval', { low: write(c.low), high: write(c.high) })} />}
          {figure.value !== null && <p className={classes.note}>{c ? t('people:scores.interval', { low: write(c.low), high: write(c.high) }) : t('people:scores.few')}</p>}
        </div>
      </div>
      <One method="mean" value={account.score === null ? null : score(account.score)} of={account.class} />
      <One method="contact" value={account.contact_score === null ? null : score(account.contact_score)} of={account.contact_class}>
        {account.contact_id && <Link to="/people/customers/$id" params={{ id: account.contact_id }}>{t('people:account_page.whoFirst')}</Link>}
      </One>
      {apart !== null && <p className={classes.note}>{t(apart === 0 ? 'people:account_page.same' : 'people:account_page.apart', { value: format.signed(apart, Number.isInteger(apart) ? 0 : 1) })}</p>}
      <div className={classes.rows}>
        <div className={classes.row}>
          <span>{t('people:account_page.worth')}</span>
          <span data-figures>{account.value === null ? t('people:accounts.noValue') : format.money(account.value)}{of.value_share !== null && ` · ${t('people:account_page.share', { share: format.percent(of.value_share, of.value_share < 0.1 ? 1 : 0) })}`}</span>
        </div>
        <div className={classes.row}>
          <span>{t('people:account_page.last')}</span>
          <span className={account.silent ? classes.bad : undefined}>{said}</span>
        </div>
      </div>
      <h3>{t('people:coverage.here')}</h3>
      <RoleDots roles={account.roles} wide />
      <p className={classes.note}>{t(account.covered ? 'people:coverage.full' : 'people:coverage.gap')}</p>
    </>
  );
}

function One({ method, value, of, children }: { method: 'mean' | 'contact'; value: string | null; of: AccountScoresOf['account']['class']; children?: React.ReactNode }) {
  const { t } = useText();
  return (
    <div className={classes.score} role="group" aria-label={t(`people:method.${method}`)}>
      <div>
        <p className={classes.method}>{t(`people:method.${method}`)}</p>
        <p className={classes.note}>{children}</p>
      </div>
      <p className={classes.value}>{value ?? t('people:scores.none')}{of && <span className={classes.note}> {t(`people:class.${of}`)}</span>}</p>
    </div>
  );
}
