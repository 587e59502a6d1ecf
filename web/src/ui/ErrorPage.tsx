import { useText } from '@/i18n/useText';
import { ErrorState } from './ErrorState';
import { Page } from './Page';

/** A whole screen that could not be shown: with a heading, as every screen has. */
export function ErrorPage({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useText();
  return (
    <Page title={t('ui:error.screen')} narrow>
      <ErrorState error={error} retry={retry} />
    </Page>
  );
}
