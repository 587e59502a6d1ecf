import { useText } from '@/i18n/useText';
import { Page } from '@/ui/Page';
import { SampleCards } from '@/ui/samples/SampleCards';

/** The invented samples: what there is, loaded and removed. */
export function Samples() {
  const { t } = useText();
  return (
    <Page title={t('samples:title')} lead={t('samples:lead')}>
      <SampleCards />
    </Page>
  );
}
