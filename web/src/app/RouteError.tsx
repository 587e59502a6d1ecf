import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Page } from '@/ui/Page';

/** A screen that could not be shown. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t } = useText();
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title={t('shell:error.title')} narrow>
      <ErrorState error={error} retry={retry} />
    </Page>
  );
}
