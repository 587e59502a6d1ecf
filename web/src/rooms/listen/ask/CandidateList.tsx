import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { LoadMore } from '@/ui/LoadMore';
import { PersonSelect } from '@/ui/PersonSelect';
import { useToast } from '@/ui/confirm';
import { useListenChanges } from '../queries';
import { interviewKinds, type Study } from '../wire';
import type { Found } from './AskPage';
import { CandidateRow } from './CandidateRow';
import { Quotas } from './Quotas';
import { askable, leftOut, proposed, withChosen } from './choice';
import { quotasQuery } from './queries';
import classes from '../Listen.module.css';
import own from './Ask.module.css';

/** People that are drawn at a time. */
const drawn = 100;

/** Who was found, against those who are wanted; those that are marked are added. */
export function CandidateList({ study, found }: { study: Study; found: Found }) {
  const { t } = useText();
  const toast = useToast();
  const navigate = useNavigate();
  const { plan } = useListenChanges();
  const quotas = useQuery(quotasQuery(study.id));
  const [chosen, setChosen] = useState(() => proposed(found.list));
  const [shown, setShown] = useState(drawn);
  const [said, setSaid] = useState({ kind: 'in_depth' as (typeof interviewKinds)[number], owner_id: '', due: '', language: '' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const groups = withChosen(quotas.data?.items ?? [], found.list, chosen);
  const over = groups.some((g) => g.asked > g.quota.count);
  const out = leftOut(found.list);
  const can = found.list.flatMap((c, n) => (askable(c) ? [n] : []));
  const toggle = (n: number) => {
    const next = new Set(chosen);
    if (!next.delete(n)) next.add(n);
    setChosen(next);
  };
  const add = async () => {
    const all = { kind: said.kind, owner_id: said.owner_id || undefined, due: said.due || undefined, language: said.language || undefined };
    try {
      await plan.mutateAsync({ id: study.id, items: found.list.flatMap((c, n) => (chosen.has(n) ? [{ ...c.ask, ...all }] : [])) });
      toast({ message: t('listen:askPage.added', { count: chosen.size }) });
      void navigate({ to: '/listen/studies/$id', params: { id: study.id }, search: {} });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return (
    <div className={classes.columns}>
      <Card title={t('listen:askPage.found', { count: found.list.length })} note={[out.there > 0 && t('listen:askPage.there', { count: out.there }), out.double > 0 && t('listen:askPage.doubles', { count: out.double }), out.unknown > 0 && t('listen:askPage.unknown', { count: out.unknown })].filter(Boolean).join(' ')}>
        <div className={classes.row}>
          <Button size="xs" variant="default" onClick={() => setChosen(proposed(found.list))}>{t('listen:askPage.asProposed')}</Button>
          <Button size="xs" variant="default" onClick={() => setChosen(new Set(chosen.size === can.length ? [] : can))}>{t(chosen.size === can.length ? 'listen:askPage.nobody' : 'listen:askPage.everybody')}</Button>
        </div>
        <ul className={own.people}>
          {found.list.slice(0, shown).map((c, n) => <CandidateRow key={n} candidate={c} row={found.rows?.[n]} group={c.group >= 0 ? groups[c.group]?.quota : undefined} chosen={chosen.has(n)} onToggle={() => toggle(n)} />)}
        </ul>
        {found.list.length > shown && <LoadMore shown={shown} total={found.list.length} hasMore loading={false} onMore={() => setShown(shown + drawn)} />}
      </Card>
      <div className={`${classes.column} ${classes.sticky}`}>
        <Card title={t('listen:askPage.wanted')}>
          {groups.length > 0 ? <Quotas groups={groups} /> : <p className={classes.note}>{t('listen:askPage.noQuota')}</p>}
          {over && <p className={classes.late} role="status">{t('listen:askPage.over')}</p>}
          <div className={classes.fields}>
            <Select label={t('listen:ask.kind')} allowDeselect={false} value={said.kind} data={interviewKinds.map((k) => ({ value: k, label: t(`listen:kind.${k}`) }))} onChange={(k) => setSaid({ ...said, kind: interviewKinds.find((x) => x === k) ?? 'in_depth' })} />
            <PersonSelect label={t('listen:ask.owner')} value={said.owner_id} onChange={(owner_id) => setSaid({ ...said, owner_id })} />
            <TextInput type="date" label={t('listen:ask.due')} value={said.due} onChange={(e) => setSaid({ ...said, due: e.currentTarget.value })} />
            <Select label={t('listen:ask.language')} allowDeselect={false} value={said.language} data={[{ value: '', label: t('listen:language.unsaid') }, { value: 'en', label: t('listen:language.en') }, { value: 'fr', label: t('listen:language.fr') }]} onChange={(l) => setSaid({ ...said, language: l ?? '' })} />
          </div>
          <FormProblem problem={problem} />
          <div className={classes.end}><Button disabled={chosen.size === 0} loading={plan.isPending} onClick={() => void add()}>{t('listen:plan.do', { count: chosen.size })}</Button></div>
        </Card>
      </div>
    </div>
  );
}
