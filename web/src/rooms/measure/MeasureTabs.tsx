import { useText } from '@/i18n/useText';
import { RoomTabs } from '@/ui/RoomTabs';

/** The lists of the room, over the one that is open. */
export function MeasureTabs() {
  const { t } = useText();
  return (
    <RoomTabs
      label={t('shell:room.measures')}
      tabs={[
        { to: '/measures', name: t('measure:tab.measures'), permission: 'measure.read' },
        { to: '/measures/surveys', name: t('surveys:tab.surveys'), permission: 'measure.read' },
        { to: '/measures/reasons', name: t('measure:tab.reasons'), permission: 'measure.read' },
        { to: '/measures/ground', name: t('measure:tab.ground'), permission: 'measure.read' },
      ]}
    />
  );
}
