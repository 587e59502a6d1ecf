import { useText } from '@/i18n/useText';
import { RoomTabs } from '@/ui/RoomTabs';

/** Studies and findings, over the one that is open. */
export function ListenTabs() {
  const { t } = useText();
  return (
    <RoomTabs
      label={t('shell:room.listen')}
      tabs={[
        { to: '/listen', name: t('listen:tab.studies'), permission: 'listen.read' },
        { to: '/listen/findings', name: t('listen:tab.findings'), permission: 'finding.read' },
        { to: '/listen/topics', name: t('listen:tab.topics'), permission: 'finding.read' },
      ]}
    />
  );
}
