import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { ErrorPage } from '@/ui/ErrorPage';

/** A screen that could not be shown. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <ErrorPage error={error} retry={retry} />;
}
