import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { asProblem } from './problem';

/** Called when the server says that nobody is signed in any more. */
export type OnSignedOut = () => void;

/** The page's cache of what the server holds. */
export function makeQueryClient(onSignedOut: OnSignedOut): QueryClient {
  const onError = (thrown: unknown, quiet: boolean) => {
    if (!quiet && asProblem(thrown).code === 'unauthenticated') onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: (e, query) => onError(e, query.meta?.quiet === true) }),
    mutationCache: new MutationCache({ onError: (e, _v, _c, mutation) => onError(e, mutation.meta?.quiet === true) }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: true,
        retry: (count, thrown) => {
          const { code, key } = asProblem(thrown);
          // Figures that are being made anew take their time; the screen says so at once.
          return key !== 'facts.rebuilding' && (code === 'unavailable' || code === 'offline') && count < 2;
        },
      },
    },
  });
}
