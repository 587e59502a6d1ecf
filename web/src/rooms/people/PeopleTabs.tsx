import { useText } from '@/i18n/useText';
import { RoomTabs } from '@/ui/RoomTabs';

/** The lists of the room, over the one that is open. */
export function PeopleTabs() {
  const { t } = useText();
  return (
    <RoomTabs
      label={t('shell:room.people')}
      tabs={[
        { to: '/people', name: t('people:tab.customers'), permission: 'person.read' },
        { to: '/people/accounts', name: t('people:tab.accounts'), permission: 'person.read' },
        { to: '/people/segments', name: t('people:tab.segments'), permission: 'person.read' },
        { to: '/people/duplicates', name: t('people:tab.duplicates'), permission: 'person.read' },
        { to: '/people/rights', name: t('people:tab.rights'), permission: 'person.erase' },
      ]}
    />
  );
}
