import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { sessionQuery, type Session } from './session';

/** Takes the session that the server just opened, and goes on to a screen. */
export function useEnter(): (session: Session, next?: string) => void {
  const cache = useQueryClient();
  const router = useRouter();
  return (session, next = '/') => {
    cache.clear();
    cache.setQueryData(sessionQuery.queryKey, session);
    router.history.push(next);
  };
}

/** The one-time token behind the # of this page's address; it reaches no log. */
export function fragmentToken(): string {
  return decodeURIComponent(window.location.hash.replace(/^#/, ''));
}
