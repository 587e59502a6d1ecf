import { Button, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { inWords } from '@/i18n/inWords';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { useToast } from '@/ui/confirm';
import { readyQuery } from '../queries';
import type { Ready } from '../wire';
import { MeasureForm } from './MeasureForm';
import { usePlaces } from './usePlaces';
import classes from './Measures.module.css';

/** A new measure: one that stands ready, or one's own. */
export function NewMeasure({ program, onClose }: { program: string; onClose: () => void }) {
  const { t, i18n } = useText();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const toast = useToast();
  const [own, setOwn] = useState(false);
  const [touchpoint, setTouchpoint] = useState('');
  const ready = useQuery(readyQuery);
  const places = usePlaces(program, '');
  const done = async (made: { id: string; name: string }) => {
    await cache.invalidateQueries();
    toast({ message: t('measure:new.made', { name: made.name }) });
    await navigate({ to: '/measures/$id', params: { id: made.id } });
  };
  const make = useMutation({
    mutationFn: (r: Ready) => body(api.POST('/api/measures', { body: { program_id: program, ready: r.code, intent: r.intent, language: i18n.language, touchpoint_id: touchpoint || undefined } })),
    onSuccess: done,
  });
  if (own) {
    return (
      <Card title={t('measure:new.ownTitle')}>
        <MeasureForm program={program} onClose={() => setOwn(false)} onDone={done} />
      </Card>
    );
  }
  return (
    <Card title={t('measure:new.title')} note={t('measure:new.note')} actions={<Button variant="default" size="xs" onClick={onClose}>{t('ui:close')}</Button>}>
      <FormProblem problem={make.isError ? asProblem(make.error) : null} />
      {ready.isPending && <Loading />}
      {ready.isError && <ErrorState error={ready.error} retry={() => void ready.refetch()} />}
      {places.length > 1 && <Select className={classes.place} label={t('measure:new.touchpoint')} data={places} value={touchpoint} allowDeselect={false} searchable onChange={(id) => setTouchpoint(id ?? '')} />}
      <ul className={classes.ready}>
        {ready.data?.items.map((r) => (
          <li key={r.code}>
            <h3>{inWords(r.name, i18n.language)}</h3>
            <p className={classes.asked}>{inWords(r.wording, i18n.language)}</p>
            <p className={classes.soft}>{inWords(r.why, i18n.language)} {t('measure:new.how', { metric: t(`measure:metric.${r.metric}`), min: r.scale.min, max: r.scale.max, source: r.source })}</p>
            <Button
              variant="default" size="xs" loading={make.isPending && make.variables.code === r.code} disabled={make.isPending}
              aria-label={t('measure:new.useOf', { name: inWords(r.name, i18n.language) })} onClick={() => make.mutate(r)}
            >
              {t('measure:new.use')}
            </Button>
          </li>
        ))}
        <li>
          <h3>{t('measure:reasons.readyName')}</h3>
          <p className={classes.soft}>{t('measure:reasons.readyWhy')}</p>
          <Button variant="default" size="xs" renderRoot={(props) => <Link to="/measures/reasons" search={{ program }} {...props} />}>{t('measure:reasons.readyUse')}</Button>
        </li>
        <li>
          <h3>{t('measure:new.ownTitle')}</h3>
          <p className={classes.soft}>{t('measure:new.ownWhy')}</p>
          <Button variant="default" size="xs" onClick={() => setOwn(true)}>{t('measure:new.own')}</Button>
        </li>
      </ul>
    </Card>
  );
}

