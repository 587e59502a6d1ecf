import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { ProgressBar } from '@/ui/ProgressBar';

const again = 2500;

/**
 * A figure that could not be had; while the figures are made anew it says so
 * and asks again once they are there. Asking before would only make the page
 * flicker between this and "loading".
 */
export function FiguresError({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useText();
  const { code, key } = asProblem(error);
  const rebuilding = code === 'unavailable' && (key === 'facts.rebuilding' || key === 'facts.behind');
  const facts = useQuery({ queryKey: ['facts'], queryFn: () => body(api.GET('/api/facts')), enabled: rebuilding, refetchInterval: 1500 }).data;
  const onTick = useEffectEvent(() => {
    if (key !== 'facts.rebuilding' || facts?.state === 'live') retry();
  });
  useEffect(() => {
    if (!rebuilding) return undefined;
    const timer = setInterval(() => onTick(), again);
    return () => clearInterval(timer);
  }, [rebuilding]);
  if (!rebuilding) return <ErrorState error={error} retry={retry} />;
  return <ProgressBar label={t(key === 'facts.behind' ? 'understand:rebuilding.behind' : 'understand:rebuilding.title')} note={t('understand:rebuilding.note')} done={facts?.done ?? 0} total={facts?.rebuild ? facts.total : 0} />;
}
