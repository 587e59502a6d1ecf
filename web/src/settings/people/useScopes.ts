import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useText } from '@/i18n/useText';
import { programsQuery, unitsQuery } from '../queries';
import { indented } from '../units/tree';

/** What a role can be held over: the whole, programs, units of the tree; and all their names by id. */
export function useScopes() {
  const { t } = useText();
  const programs = useQuery(programsQuery).data?.items;
  const units = useQuery(unitsQuery).data?.items;
  return useMemo(() => {
    const tree = units ?? [];
    const names = new Map<string, string>([
      ...(programs ?? []).map((p): [string, string] => [p.id, p.name]),
      ...tree.map((u): [string, string] => [u.id, u.name]),
    ]);
    const options = [
      { value: 'whole', label: t('settings:grant.whole') },
      ...(programs?.length
        ? [{ group: t('settings:grant.programs'), items: programs.map((p) => ({ value: `program:${p.id}`, label: p.name })) }]
        : []),
      ...(tree.length
        ? [{ group: t('settings:grant.units'), items: tree.map((u) => ({ value: `unit:${u.id}`, label: indented(u) })) }]
        : []),
    ];
    return { names, options };
  }, [programs, units, t]);
}
