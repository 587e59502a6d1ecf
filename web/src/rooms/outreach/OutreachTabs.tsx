import { useText } from '@/i18n/useText';
import { RoomTabs } from '@/ui/RoomTabs';

/** The lists of the room, over the one that is open. */
export function OutreachTabs() {
  const { t } = useText();
  return (
    <RoomTabs
      label={t('shell:room.outreach')}
      tabs={[
        { to: '/outreach', name: t('outreach:tab.waves'), permission: 'outreach.read' },
        { to: '/outreach/triggers', name: t('outreach:tab.triggers'), permission: 'outreach.read' },
        { to: '/outreach/letters', name: t('letters:tab'), permission: 'outreach.read' },
        { to: '/outreach/rules', name: t('outreach:tab.rules'), permission: 'outreach.read' },
      ]}
    />
  );
}
